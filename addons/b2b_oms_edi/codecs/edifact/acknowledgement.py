"""CONTRL to ``Acknowledgement``."""

from ...documents.acknowledgement import Acknowledgement, Fault, MessageVerdict
from .values import at

# Codes 2, 3, 5 and 6 are withdrawn and still sent.
VERDICTS = {
    "1": "accepted", "7": "accepted", "8": "received", "5": "received", "2": "accepted_with_errors",
    "3": "partial", "4": "rejected", "6": "rejected",
}  # fmt: skip


def decode(message, _separators, _policy):
    """(``Acknowledgement``, no faults) of a CONTRL read along its table."""
    tree = message.tree
    uci = tree.first("UCI")
    turns = [*tree.turns("UCM"), *(ucm for ucf in tree.turns("UCF") for ucm in ucf.turns("UCM"))]
    messages = tuple(_message(turn) for turn in turns)
    verdict = VERDICTS.get(at(uci, 4), "rejected")
    if verdict == "accepted" and any(one.verdict == "rejected" for one in messages):
        verdict = "partial"
    found = Acknowledgement(
        verdict=verdict,
        interchange=at(uci, 1),
        messages=messages,
        faults=_faults("interchange", at(uci, 5), segment=at(uci, 6)),
        received=len(messages),
        accepted=sum(one.verdict != "rejected" for one in messages),
        sender=(at(uci, 2, 1), at(uci, 2)),
        receiver=(at(uci, 3, 1), at(uci, 3)),
    )
    return found, []


def _message(turn):
    ucm = turn.first("UCM")
    faults = list(_faults("message", at(ucm, 4), segment=at(ucm, 5)))
    for ucs_turn in turn.turns("UCS"):
        ucs = ucs_turn.first("UCS")
        position = _count(at(ucs, 1))
        faults += _faults("segment", at(ucs, 2), segment_position=position)
        for ucd in ucs_turn.every("UCD"):
            place = {"element": _count(at(ucd, 2)), "component": _count(at(ucd, 2, 1))}
            faults += _faults("element", at(ucd, 1), segment_position=position, **place)
    return MessageVerdict(
        at(ucm, 2),
        at(ucm, 1),
        VERDICTS.get(at(ucm, 3), "rejected"),
        tuple(faults),
        ":".join(ucm[2][1:]) if len(ucm) > 2 else "",
    )


def _faults(level, code, **place):
    if not code:
        return ()
    text = f"The receiver reports {level} error {code}."
    return (Fault(level, code, f"{level}_{code}", text, **place),)


def _count(text):
    return int(text) if text.isdigit() and len(text) < 10 else 0
