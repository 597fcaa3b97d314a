"""What X12 and EDIFACT do alike with an interchange and its messages; each syntax names its segments."""

from typing import Any, NamedTuple

from odoo.addons.b2b_oms.documents.problems import Undecodable

from . import content as contents
from .grammar import Walk, narrowed
from .reading import MAX_FAULTS, judge, repeated, say_orders_twice


class Syntax(NamedTuple):
    """How a syntax calls things and where its tables are.

    ``kind_element`` is the place of the message type in the head segment; ``fault`` makes a
    ``Fault`` of a reason with the code the syntax has for it.
    """

    word: str  # what a message is called
    head: str
    tail: str
    kind_element: int
    tables: dict
    inbound: Any
    decoders: dict
    segments: Any  # module with SEGMENTS, OTHER_TAGS and defects()
    fault: Any


def bounded(pieces):
    """The interchanges of a file, each of a size that is still read.

    :raises Undecodable: more segments than any file needs
    """
    for piece in pieces:
        if len(piece.segments) > contents.LIMITS.segments:
            raise Undecodable("too_large", f"The file has {len(piece.segments)} segments.")
        yield piece


def concluded(reading, policy, fault, control, orders):
    """The reading, judged: what is in the file twice is said too.

    :param fault: of the syntax, makes a ``Fault`` of a reason
    :param control: (segment, element) of the interchange's number
    :param orders: message types that are orders
    """
    segment, element = control
    for one in repeated(reading):
        said = f"The interchange {one.envelope.interchange} is in the file twice."
        one.faults.append(fault("duplicate_interchange", said, segment=segment, element=element))
    judge(reading, policy)
    say_orders_twice(reading, orders)
    return reading


class InterchangeReader:
    """Reads one interchange, segment by segment."""

    syntax: Syntax
    message_reader: type

    def __init__(self, piece, policy):
        self._piece = piece
        self._policy = policy
        self._group = None
        self._message = None
        self._is_closed = False
        self._controls = set()

    def _walk(self, steps):
        """:param steps: {tag: method that takes the segment}"""
        for segment in self._piece.segments[1:]:
            step = steps.get(segment[0])
            if step:
                step(segment)
            elif self._message is not None:
                self._message.raw.append(segment)
            else:
                self._stray(segment)

    def _say(self, reason, text, **place):
        """A fault of the interchange, each reason once."""
        if all(known.reason != reason for known in self._one.faults):
            self._one.faults.append(self.syntax.fault(reason, text, **place))

    def _stray(self, segment):
        if self._is_closed:
            text = "There is other text after the end of the interchange."
            self._say("text_after", text, segment=segment[0][:3])
        else:
            text = f"The segment {segment[0][:10]} stands outside of any {self.syntax.word}."
            self._say("bad_structure", text, segment=segment[0][:3])

    def _complain(self, reason, text, position, **place):
        """A fault of the message being read."""
        if len(self._message.faults) < MAX_FAULTS:
            self._message.faults.append(
                self.syntax.fault(reason, text, segment_position=position, **place)
            )

    def _close_message(self):
        """The message ends although nothing says so."""
        if self._message is not None:
            tail = self.syntax.tail
            text = f"The {self.syntax.word} ends without its {tail} segment."
            position = len(self._message.raw)
            self._complain("missing_message_trailer", text, position, segment=tail)
            self._finish_message(is_cut=True)

    def _finish_message(self, is_cut=False):
        message, self._message = self._message, None
        kind = message.envelope.message_type
        is_known = kind in self.syntax.tables
        if not is_known or not self._policy.takes(kind, self.syntax.inbound):
            text = (
                f"The {kind} is what a seller sends." if is_known else f"We take in no {kind[:6]}."
            )
            message.faults.append(
                self.syntax.fault(
                    "unsupported_message",
                    text,
                    segment=self.syntax.head,
                    segment_position=1,
                    element=self.syntax.kind_element,
                )
            )
        if is_known:
            self._judge(message, kind)
            self.message_reader(message, kind, self._policy, is_cut).run(self._piece.separators)

    def _judge(self, message, kind):
        """Override this to add what is wrong with the head of a message of a known kind."""


class MessageReader:
    """The inside of one message: its segments in their table, its elements by their rows."""

    syntax: Syntax

    def __init__(self, message, kind, policy, is_cut):
        self._message = message
        self._kind = kind
        self._policy = policy
        self._is_cut = is_cut

    def run(self, separators):
        message, table = self._message, self.syntax.tables[self._kind]
        if rows := self._policy.rows_for(self._kind):
            table = narrowed(table, rows)
        message.tree = Walk(table, self._complain).run(message.raw)
        clean = set()  # equal segments may be one object, judged once
        for position, segment in enumerate(message.raw, 1):
            if id(segment) in clean:
                continue
            found = self.syntax.segments.defects(segment)
            if not found:
                clean.add(id(segment))
            else:
                self._say(segment, position, found)
        if decoder := self.syntax.decoders.get(self._kind):
            message.document, faults = decoder(message, separators, self._policy)
            message.faults += faults

    def _complain(self, reason, segment, position, loop):
        tag = segment[0]
        if self._is_cut and tag == self.syntax.tail:
            return
        known = tag in self.syntax.segments.SEGMENTS or tag in self.syntax.segments.OTHER_TAGS
        if reason == "unexpected_segment" and not known:
            reason = "unknown_segment"
        tag = "".join(char for char in tag[:10] if char.isalnum()) or "?"
        self._add(self.syntax.fault(reason, segment=tag[:3], segment_position=position, loop=loop))

    def _say(self, segment, position, found):
        """Override this to add a fault for each defect ``segments.defects`` found in a segment."""
        raise NotImplementedError

    def _add(self, found):
        if len(self._message.faults) < MAX_FAULTS:
            self._message.faults.append(found)
