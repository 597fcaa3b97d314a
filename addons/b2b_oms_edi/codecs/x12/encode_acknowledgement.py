"""``Acknowledgement`` to 997, 999 and TA1."""

from .writer import Profile, write, write_ta1

VERDICTS = {
    "accepted": "A", "accepted_with_errors": "E", "partial": "P", "rejected": "R", "received": "A",
}  # fmt: skip
MOST_CODES = 5
# Data elements that stand for none in AK402.
UNNUMBERED = ("",)


def encode(acknowledgement, envelope, profile=None, kind="997"):
    """Bytes of the 997 or 999 that answers one functional group, in the release of that group.

    :raises Unwritable: control numbers that cannot be repeated
    """
    profile = profile or Profile()
    writer = _Group("AK" if kind == "997" else "IK", profile.separators.component or ":")
    return write(kind, [writer.body(acknowledgement, kind)], envelope, profile)


def encode_ta1(acknowledgement, interchange, envelope, profile=None):
    """Bytes of the TA1 that answers one interchange.

    :param interchange: the ``Envelope`` that is answered, for its number and date
    """
    profile = profile or Profile()
    code = next(
        (fault.code for fault in acknowledgement.faults if fault.level == "interchange"), "000"
    )
    verdict = {"R": "R", "A": "A"}.get(VERDICTS[acknowledgement.verdict], "E")
    if code == "000" and verdict != "A":
        verdict = (
            "A"  # the interchange was fine; its documents are another acknowledgement's matter
        )
    sent = interchange.sent_at or envelope.sent_at
    number = acknowledgement.interchange if acknowledgement.interchange.isdigit() else "0"
    segment = [
        "TA1",
        number[-9:].zfill(9),
        sent.strftime("%y%m%d"),
        sent.strftime("%H%M"),
        verdict,
        code,
    ]
    return write_ta1(segment, envelope, profile)


class _Group:
    """The segments that judge one group; 997 and 999 differ in the letters of their tags."""

    def __init__(self, prefix, component):
        self._prefix = prefix
        self._component = component

    def body(self, found, kind):
        version = [found.version] if kind == "999" and found.version else []
        yield ["AK1", found.group_type[:2], found.group.lstrip("0") or "1", *version]
        for message in found.messages:
            yield from self._message(message, kind)
        faults = _codes(found.faults, ("group",))
        counted = found.counted or found.received
        yield [
            "AK9",
            VERDICTS[found.verdict],
            str(counted),
            str(found.received),
            str(found.accepted),
            *faults,
        ]

    def _message(self, message, kind):
        version = [message.version] if kind == "999" and message.version else []
        yield ["AK2", message.message_type[:3], message.message.rjust(4, "0")[:9], *version]
        inner = [fault for fault in message.faults if fault.level in ("segment", "element")]
        places = {}
        for fault in inner:
            places.setdefault((fault.segment_position, fault.segment), []).append(fault)
        for (position, segment), faults in places.items():
            yield from self._segment(position, segment, faults)
        codes = _codes(message.faults, ("message",))
        if inner:
            codes = [*dict.fromkeys([*codes, "5"])][:MOST_CODES]
        yield [f"{self._prefix}5", VERDICTS[message.verdict], *codes]

    def _segment(self, position, segment, faults):
        own = _codes(faults, ("segment",))
        elements = [fault for fault in faults if fault.level == "element"]
        codes = [*own, *(["8"] if elements else [])]
        loop = next((fault.loop for fault in faults if fault.loop), "")
        last = codes[:MOST_CODES] if self._prefix == "AK" else codes[:1]
        yield [f"{self._prefix}3", segment.ljust(2, "0")[:3], str(position), loop[:4], *last]
        for fault in elements[:99]:
            number = fault.data_element if fault.data_element.isdigit() else ""
            yield [f"{self._prefix}4", (str(fault.element),), number, fault.code, fault.value]


def _codes(faults, levels):
    return [*dict.fromkeys(fault.code for fault in faults if fault.level in levels)][:MOST_CODES]
