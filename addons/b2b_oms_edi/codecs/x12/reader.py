"""X12 bytes to interchanges, groups and messages, with everything that is wrong with them."""

import re

from ...documents.acknowledgement import Fault
from ...documents.envelope import Address, Envelope
from .. import content as contents
from .. import wire
from ..collector import paused
from ..interchange import InterchangeReader, MessageReader, Syntax, bounded, concluded
from ..reading import (
    MAX_FAULTS,
    Group,
    Interchange,
    Message,
    Policy,
    Reading,
    count_of,
    same_control,
)
from . import acknowledgement, change, order, segments, tokenizer
from .faults import fault
from .messages import GROUPS, INBOUND, TABLES

VERSION = re.compile(r"00[2-8]\d[0-9]\d\w*")
SNIFFED = re.compile(rb"(ISA|GS|ST|[A-Z][A-Z0-9]{1,2})([^A-Za-z0-9\s+:',;])")
DECODERS = {
    "850": order.decode,
    "860": change.decode,
    "997": acknowledgement.decode,
    "999": acknowledgement.decode,
}


def sniff(content, filename=""):
    """Whether these bytes look like X12. Cheap, never raises."""
    head = content[:4000].replace(b"\0", b"")
    if re.search(rb"ISA[^A-Za-z0-9\s].{0,60}[^A-Za-z0-9]", head, re.DOTALL):
        return True
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith((b"UNA", b"UNB")):
        return False  # EDIFACT under separators of its own
    found = SNIFFED.match(start)
    return bool(found) and start.count(found[2]) > 8 and found[2] in b"*|~^"


def read(content, policy=None):
    """Everything in these bytes.

    :param policy: ``Policy`` of the partner
    :return: ``Reading``
    :raises Undecodable: no interchange can be told apart in them
    """
    with paused():
        return _read(content, policy or Policy())


def _read(content, policy):
    text, encoding = contents.text(content)
    reading = Reading("x12", encoding)
    for piece in bounded(tokenizer.pieces(text)):
        reading.interchanges.append(_InterchangeReader(piece, policy).run())
    return concluded(reading, policy, fault, ("ISA", 13), ("850",))


SYNTAX = Syntax(
    "document", "ST", "SE", 1, TABLES, INBOUND, DECODERS, segments=segments, fault=fault
)


class _MessageReader(MessageReader):
    """Places in a segment count from its tag."""

    syntax = SYNTAX

    def _say(self, segment, position, found):
        for code, reason, place, number, text in found:
            value = segment[place] if place < len(segment) else ""
            self._add(
                Fault("element", code, reason, text, segment[0], position, element=place,
                      data_element=number, value=value[:99])
            )  # fmt: skip


class _InterchangeReader(InterchangeReader):
    """ISA, GS, ST … and their ends."""

    syntax = SYNTAX
    message_reader = _MessageReader

    def run(self):
        isa = self._piece.segments[0]
        self._one = Interchange(_envelope(isa), isa, self._piece.separators)
        self._one.faults += _isa_faults(isa)
        for reason, text, index in self._piece.notes:
            if len(self._one.faults) < MAX_FAULTS:
                where = self._piece.segments[index][0] if index >= 0 else ""
                self._one.faults.append(fault(reason, text, segment=where))
        steps = {
            "TA1": self._ta1, "GS": self._gs, "GE": self._ge, "ST": self._st, "SE": self._se,
            "IEA": self._iea,
        }  # fmt: skip
        self._walk(steps)
        self._end()
        return self._one

    def _ta1(self, segment):
        self._one.acknowledgements.append(acknowledgement.decode_ta1(segment))

    def _gs(self, segment):
        self._close_group()
        values = _padded(segment, 9)
        self._group = Group(values[6], values[1], values[8], values[2], values[3])
        self._one.groups.append(self._group)
        for _code, _reason, place, number, text in segments.defects(segment):
            known = {"28": "group_control_syntax"}.get(number, "odd_isa")
            self._group.faults.append(fault(known, text, segment="GS", element=place))
        if not VERSION.fullmatch(values[8]):
            text = f"“{values[8][:12]}” is no release of X12 we know."
            self._group.faults.append(fault("unknown_version", text, segment="GS", element=8))
        if any(group.control == values[6] for group in self._one.groups[:-1]):
            text = f"The group control number {values[6]} is used twice in the interchange."
            self._group.faults.append(
                fault("duplicate_group_control", text, segment="GS", element=6)
            )
        self._controls = set()

    def _ge(self, segment):
        self._close_message()
        values = _padded(segment, 3)
        group = self._group
        if group is None:
            self._stray(segment)
            return
        group.counted = count_of(values[1])
        if group.counted != len(group.messages):
            text = f"GE says {values[1]} documents, there are {len(group.messages)}."
            group.faults.append(fault("message_count", text, segment="GE", element=1))
        if not same_control(values[2], group.control):
            text = f"GE says control number {values[2]}, GS says {group.control}."
            group.faults.append(fault("group_control", text, segment="GE", element=2))
        self._group = None

    def _st(self, segment):
        self._close_message()
        values = _padded(segment, 3)
        if self._group is None:
            self._group = Group()
            text = "The document stands in no functional group (GS)."
            self._group.faults.append(fault("missing_header", text, segment="GS"))
            self._one.groups.append(self._group)
        group = self._group
        envelope = _message_envelope(self._one.envelope, group, values)
        self._message = Message(envelope, [segment])
        group.messages.append(self._message)
        if not values[2].strip() or values[2].strip("0") == "":
            text = f"“{values[2][:12]}” is no control number."
            self._complain("message_control_syntax", text, 1, segment="ST", element=2)
        if values[2] in self._controls:
            text = f"The control number {values[2]} is used twice in the group."
            self._complain("duplicate_message_control", text, 1, segment="ST", element=2)
        self._controls.add(values[2])

    def _se(self, segment):
        if self._message is None:
            self._stray(segment)
            return
        message = self._message
        message.raw.append(segment)
        values, position = _padded(segment, 3), len(message.raw)
        if count_of(values[1]) != position:
            text = f"SE says {values[1]} segments, there are {position}."
            self._complain("segment_count", text, position, segment="SE", element=1)
        if not same_control(values[2], message.envelope.message):
            text = f"SE says control number {values[2]}, ST says {message.envelope.message}."
            self._complain("message_control", text, position, segment="SE", element=2)
        self._finish_message()

    def _iea(self, segment):
        self._close_group()
        values = _padded(segment, 3)
        count = len(self._one.groups)
        if count_of(values[1]) != count and not (self._one.acknowledgements and not count):
            text = f"IEA says {values[1]} groups, there are {count}."
            self._one.faults.append(fault("group_count", text, segment="IEA", element=1))
        if not same_control(values[2], self._one.envelope.interchange):
            text = (
                f"IEA says control number {values[2]}, ISA says {self._one.envelope.interchange}."
            )
            self._one.faults.append(fault("interchange_control", text, segment="IEA", element=2))
        self._is_closed = True

    def _end(self):
        self._close_group()
        if not self._is_closed:
            text = "The interchange ends without its IEA segment: perhaps a part is missing."
            self._one.faults.append(fault("missing_interchange_trailer", text, segment="IEA"))

    def _close_group(self):
        self._close_message()
        if self._group is not None:
            text = "The group ends without its GE segment."
            if all(known.reason != "missing_header" for known in self._group.faults):
                self._group.faults.append(fault("missing_group_trailer", text, segment="GE"))
            self._group.counted = len(self._group.messages)
            self._group = None

    def _judge(self, message, kind):
        if self._group.kind and self._group.kind not in GROUPS[kind]:
            text = f"A {kind} does not belong into a group {self._group.kind[:4]}."
            message.faults.append(fault("wrong_group_type", text, segment="ST", segment_position=1))


def _padded(segment, length):
    return segment + [""] * (length - len(segment))


def _envelope(isa):
    return Envelope(
        sender=Address(isa[6], isa[5]),
        receiver=Address(isa[8], isa[7]),
        interchange=isa[13],
        message_type="",
        version=isa[12],
        sent_at=wire.moment(isa[9], isa[10]),
        is_test=isa[15].upper() == "T",
        wants_acknowledgement=isa[14] == "1",
    )


def _message_envelope(outer, group, st):
    return Envelope(
        sender=Address(outer.sender.id, outer.sender.qualifier, group.sender),
        receiver=Address(outer.receiver.id, outer.receiver.qualifier, group.receiver),
        interchange=outer.interchange,
        message_type=st[1],
        version=group.version,
        group=group.control,
        message=st[2],
        sent_at=outer.sent_at,
        is_test=outer.is_test,
        wants_acknowledgement=outer.wants_acknowledgement,
    )


def _isa_faults(isa):
    control = isa[13]
    if not control.isdigit() or len(control) > 9 or not control.strip("0"):
        text = f"“{control[:20]}” is no interchange control number."
        yield fault("control_syntax", text, segment="ISA", element=13)
    for element, reason, what in ((6, "bad_sender", "sender"), (8, "bad_receiver", "receiver")):
        if not isa[element]:
            yield fault(reason, f"The {what} is not named.", segment="ISA", element=element)
    if wire.day(isa[9]) is None:
        text = f"“{isa[9][:12]}” is not a date."
        yield fault("bad_interchange_date", text, segment="ISA", element=9)
    if isa[15].upper() not in ("T", "P", "I"):
        text = f"“{isa[15][:4]}” says neither test nor production."
        yield fault("bad_test_indicator", text, segment="ISA", element=15)
