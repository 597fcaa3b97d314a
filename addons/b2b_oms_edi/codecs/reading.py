"""What was found in a file of messages, whatever their syntax."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from odoo.addons.b2b_oms.documents.problems import Problem

from ..documents.acknowledgement import Fault
from ..documents.envelope import Envelope

ACCEPTED, WITH_ERRORS, PARTIAL, REJECTED = "accepted", "accepted_with_errors", "partial", "rejected"

# Of one message or interchange no more is said: an acknowledgement has an end.
MAX_FAULTS = 200


ANY = frozenset({"*"})


class Policy(NamedTuple):
    """What a partner's documents are allowed, and how their words are meant.

    ``is_strict`` holds every defect for a reason to reject. ``rejecting`` are the reasons that
    reject besides, of :data:`COUNTS` and :data:`CONTROLS` for instance, ``tolerated`` those that do
    not. ``taken`` are the message types taken in; empty: those a buyer sends, :data:`ANY`: every
    type there is a table for. ``tables`` maps a message type to rows that narrow its table.
    ``layout`` is the agreed :class:`.flat.layout.Layout` of tables, None: there is none.
    ``change_quantity`` says what the first of the two quantities of a
    changed X12 line is: "new" or "old".
    """

    is_strict: bool = False
    rejecting: frozenset = frozenset()
    tolerated: frozenset = frozenset()
    taken: frozenset = frozenset()
    tables: tuple[tuple[str, str], ...] = ()
    change_quantity: str = "new"
    layout: Any = None

    def takes(self, message_type, usual):
        """Whether documents of this type are taken in; ``usual`` are the types a buyer sends."""
        return self.taken == ANY or message_type in (self.taken or usual)

    def rows_for(self, message_type):
        return dict(self.tables).get(message_type, "")


COUNTS = frozenset({"segment_count", "message_count", "group_count"})
CONTROLS = frozenset({"message_control", "group_control", "interchange_control"})

# These make a document unreliable for everybody.
ALWAYS_REJECTING = frozenset(
    {
        "unsupported_message", "duplicate_message_control", "duplicate_group_control",
        "missing_segment", "missing_message_trailer", "no_lines", "duplicate_interchange",
        "control_syntax", "bad_separators", "release_at_end",
        "message_control", "missing_header",
    }
)  # fmt: skip


@dataclass
class Message:
    """One message: ``document`` is None when it is rejected or is of a type we only send.

    ``tree`` is its segments placed in its table (None without a table), ``raw`` the segments.
    """

    envelope: Envelope
    raw: list
    tree: Any = None
    document: Any = None
    faults: list[Fault] = field(default_factory=list)
    verdict: str = ACCEPTED


@dataclass
class Group:
    """A functional group (GS, UNG), or the messages of an interchange without groups."""

    control: str = ""
    kind: str = ""
    version: str = ""
    sender: str = ""
    receiver: str = ""
    counted: int = 0
    messages: list[Message] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    verdict: str = ACCEPTED


@dataclass
class Interchange:
    """One interchange; ``header`` is its ISA or UNB, ``envelope`` what that says."""

    envelope: Envelope
    header: list
    separators: Any = None
    groups: list[Group] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    acknowledgements: list = field(default_factory=list)
    verdict: str = ACCEPTED

    @property
    def messages(self):
        return [message for group in self.groups for message in group.messages]


@dataclass
class Reading:
    """All of a file. ``problems`` are about the file, not about one of its interchanges."""

    syntax: str
    encoding: str
    interchanges: list[Interchange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def messages(self):
        return [message for one in self.interchanges for message in one.messages]

    @property
    def verdict(self):
        """accepted, accepted_with_errors, or rejected when nothing of the file can be taken."""
        verdicts = {message.verdict for message in self.messages}
        verdicts |= {one.verdict for one in self.interchanges}
        verdicts |= {group.verdict for one in self.interchanges for group in one.groups}
        if not self.messages:
            is_heard = any(one.acknowledgements for one in self.interchanges)
            return (verdicts & {REJECTED} and REJECTED) or (ACCEPTED if is_heard else REJECTED)
        if all(message.verdict == REJECTED for message in self.messages):
            return REJECTED
        return ACCEPTED if verdicts == {ACCEPTED} and not self.problems else WITH_ERRORS


def verdict(faults, policy):
    """What these faults mean under this policy."""
    if not faults:
        return ACCEPTED
    reasons = {fault.reason for fault in faults}
    if policy.is_strict or reasons & ((ALWAYS_REJECTING | policy.rejecting) - policy.tolerated):
        return REJECTED
    return WITH_ERRORS


def judge(reading, policy):
    """Set every verdict of a reading; what is rejected loses its document."""
    for one in reading.interchanges:
        one.verdict = verdict(one.faults, policy)
        for group in one.groups:
            group.verdict = verdict(group.faults, policy)
            is_rejected = REJECTED in (one.verdict, group.verdict)
            for message in group.messages:
                message.verdict = REJECTED if is_rejected else verdict(message.faults, policy)
                if message.verdict == REJECTED:
                    message.document = None
            _judge_group(group)


def _judge_group(group):
    verdicts = {message.verdict for message in group.messages}
    if group.verdict == REJECTED or not verdicts:
        return
    if REJECTED in verdicts:
        group.verdict = REJECTED if verdicts == {REJECTED} else PARTIAL
    elif WITH_ERRORS in verdicts:
        group.verdict = WITH_ERRORS


def repeated(reading):
    """The interchanges that have their number from one earlier in the same file."""
    seen = set()
    for one in reading.interchanges:
        key = (one.envelope.sender, one.envelope.receiver, one.envelope.interchange)
        if key in seen:
            yield one
        seen.add(key)


def say_orders_twice(reading, types):
    """Add a problem for each order number that comes twice among messages of these types."""
    numbers = set()
    for message in reading.messages:
        if message.envelope.message_type not in types or message.document is None:
            continue
        key = (message.envelope.sender, message.document.number, message.document.release)
        if key in numbers:
            text = f"The order number {message.document.number} is in the file twice."
            place = f"document {message.envelope.message}"
            reading.problems.append(Problem("duplicate_order", place, text))
        numbers.add(key)


def same_control(one, other):
    """Whether two control numbers are one: leading zeros do not count."""
    return one == other or (bool(one and other) and one.lstrip("0") == other.lstrip("0"))


def count_of(text):
    """A count as the sender wrote it; -1 for what is none."""
    return int(text) if text.isascii() and text.strip().isdigit() and len(text) < 10 else -1


def where(fault):
    """The place of a fault in words: "segment 12 (PO1), element 4"."""
    words = []
    if fault.segment_position:
        words.append(f"segment {fault.segment_position} ({fault.segment})")
    elif fault.segment:
        words.append(fault.segment)
    if fault.element:
        component = f".{fault.component}" if fault.component else ""
        words.append(f"element {fault.element}{component}")
    return ", ".join(words)


def problem(fault):
    """The fault as a problem for a person."""
    return Problem(fault.reason, where(fault), fault.text)
