"""997, 999 and TA1 to ``Acknowledgement``."""

from ...documents.acknowledgement import Acknowledgement, Fault, MessageVerdict
from .party import at

VERDICTS = {
    "A": "accepted", "E": "accepted_with_errors", "P": "partial", "R": "rejected", "M": "rejected",
    "W": "rejected", "X": "rejected",
}  # fmt: skip


def decode(message, separators, _policy):
    """(``Acknowledgement``, no faults) of a 997 or 999 read along its table."""
    tree = message.tree
    ak1, ak9 = tree.first("AK1"), tree.first("AK9")
    found = Acknowledgement(
        verdict=VERDICTS.get(at(ak9, 1), "rejected"),
        group=at(ak1, 2),
        group_type=at(ak1, 1),
        version=at(ak1, 3),
        counted=_count(at(ak9, 2)),
        received=_count(at(ak9, 3)),
        accepted=_count(at(ak9, 4)),
        messages=tuple(_message(turn, separators) for turn in tree.turns("AK2")),
        faults=tuple(_fault("group", code) for code in ak9[5:10] if code),
    )
    return found, []


def decode_ta1(segment):
    """``Acknowledgement`` of an interchange."""
    code = at(segment, 5)
    return Acknowledgement(
        verdict=VERDICTS.get(at(segment, 4), "rejected"),
        interchange=at(segment, 1),
        faults=(_fault("interchange", code),) if code.strip("0") else (),
    )


def _message(turn, separators):
    ak2 = turn.first("AK2")
    end = turn.first("AK5") if turn.every("AK5") else turn.first("IK5")
    faults = [_fault("message", code) for code in end[2:7] if code]
    for loop in ("AK3", "IK3"):
        for segment in turn.turns(loop):
            faults += _segment_faults(segment, loop, separators)
    verdict = VERDICTS.get(at(end, 1), "rejected")
    return MessageVerdict(at(ak2, 1), at(ak2, 2), verdict, tuple(faults), at(ak2, 3))


def _segment_faults(turn, loop, separators):
    ak3 = turn.first(loop)
    place = {
        "segment": at(ak3, 1),
        "segment_position": _count(at(ak3, 2)),
        "loop": at(ak3, 3),
    }
    found = [_fault("segment", code, **place) for code in ak3[4:9] if code]
    details = turn.every("AK4") or [one.first("IK4") for one in turn.turns("IK4")]
    for ak4 in details:
        first, *rest = (
            at(ak4, 1).split(separators.component) if separators.component else [at(ak4, 1)]
        )
        found.append(
            _fault("element", at(ak4, 3), element=_count(first), data_element=at(ak4, 2),
                   component=_count(rest[0]) if rest else 0, value=at(ak4, 4), **place)
        )  # fmt: skip
    return found


def _fault(level, code, **place):
    return Fault(
        level, code, f"{level}_{code}", f"The receiver reports {level} error {code}.", **place
    )


def _count(text):
    return int(text) if text.isdigit() and len(text) < 10 else 0
