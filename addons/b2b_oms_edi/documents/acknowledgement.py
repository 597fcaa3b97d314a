"""Whether a document could be read: syntax only, nothing about the business in it."""

from dataclasses import dataclass

# "partial" is for a group or an interchange of which some messages are rejected.
VERDICTS = ("accepted", "accepted_with_errors", "partial", "rejected", "received")


@dataclass(frozen=True)
class Fault:
    """One defect, at the place the sender counts to.

    ``segment_position`` counts from 1 at ST or UNH; 0: the message, group or interchange as a
    whole. ``element`` and ``component`` count from 1, 0: the segment as a whole. ``code`` is the
    syntax' own (AK304 or AK403, 0085 …), ``level`` says which list it is from: interchange,
    group, message, segment or element. ``reason`` is our stable word, ``text`` a sentence.
    """

    level: str
    code: str
    reason: str
    text: str
    segment: str = ""
    segment_position: int = 0
    loop: str = ""
    element: int = 0
    component: int = 0
    repetition: int = 0
    data_element: str = ""
    value: str = ""


@dataclass(frozen=True)
class MessageVerdict:
    """The judgement of one message; ``faults`` of level message, segment and element."""

    message_type: str
    message: str
    verdict: str
    faults: tuple[Fault, ...] = ()
    version: str = ""


@dataclass(frozen=True)
class Acknowledgement:
    """The judgement of a group (X12) or an interchange (EDIFACT, TA1).

    ``interchange`` and ``group`` are the control numbers that are judged, ``group_type`` the GS01;
    ``counted`` is how many messages the sender said, ``received`` how many there were.
    ``sender`` and ``receiver`` are (qualifier, id) pairs of the judged interchange where the
    syntax repeats them.
    """

    verdict: str
    interchange: str = ""
    group: str = ""
    group_type: str = ""
    version: str = ""
    counted: int = 0
    received: int = 0
    accepted: int = 0
    messages: tuple[MessageVerdict, ...] = ()
    faults: tuple[Fault, ...] = ()
    sender: tuple[str, str] = ("", "")
    receiver: tuple[str, str] = ("", "")
