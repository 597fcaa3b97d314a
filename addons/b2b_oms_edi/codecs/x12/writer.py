"""Segments to X12 bytes. Strict: what a receiver could refuse is not written but raised."""

from dataclasses import dataclass

from ..grammar import Walk
from ..writing import Unwritable, clean, stripped
from . import segments as dictionary
from .messages import GROUPS, TABLES
from .tokenizer import Separators

# Free text that may be cut to its length; a number that is too long may not.
TEXTS = frozenset({"352", "93", "166", "933", "19", "387", "724", "1251", "364"})
# Lengths that were shorter before 5010.
OLDER = {"127": 30, "364": 80, "380": 15, "358": 10}


@dataclass(frozen=True)
class Profile:
    """How a partner wants X12 written.

    ``release`` is GS08; ``separators.repetition`` empty: ISA11 says "U". ``line_end`` follows each
    segment. ``max_acks`` is how many ACK a line may have (0: as many as needed). ``sscc_digits``
    is 20 (with the application identifier 00) or 18. ``structure`` is BSN05. ``tax_code`` is
    TXI01, ``price_basis`` the code for a price per unit.
    """

    release: str = "004010"
    separators: Separators = Separators("*", ">", "~")
    line_end: str = "\n"
    charset: str = "ascii"
    max_acks: int = 0
    sscc_digits: int = 20
    structure: str = "0001"
    tax_code: str = "ST"
    price_basis: str = "PE"

    @property
    def isa_version(self):
        """ISA12 that goes with the release: 00401 for 004010."""
        return self.release[:5]


def write(kind, bodies, envelope, profile):
    """One interchange with one group of documents of one kind.

    :param bodies: for each document its segments without ST and SE, lists of texts
    :param envelope: ``Envelope``; ``message`` is the control number of the first document
    :return: bytes
    :raises Unwritable: an element or the order of segments would not be valid
    """
    first = _whole(envelope.message or "1")
    documents = []
    for number, body in enumerate(bodies, first):
        documents.append(_document(kind, body, f"{number:04d}", profile))
    group = [
        ["GS", GROUPS[kind][0], *_applications(envelope), _day(envelope, "%Y%m%d"),
         _day(envelope, "%H%M"), str(_whole(envelope.group)), "X", _release(kind, profile)],
        *(segment for document in documents for segment in document),
        ["GE", str(len(documents)), str(_whole(envelope.group))],
    ]  # fmt: skip
    for segment in (group[0], group[-1]):
        _check(segment, 0)
    return _bytes([_isa(envelope, profile), *group, _iea(1, envelope)], profile)


def write_ta1(segment, envelope, profile):
    """An interchange that holds nothing but a TA1."""
    _check(segment, 1)
    return _bytes([_isa(envelope, profile), segment, _iea(0, envelope)], profile)


def _release(kind, profile):
    """999 belongs to 005010X231 whatever else the partner uses."""
    return "005010X231A1" if kind == "999" and "X" not in profile.release else profile.release


def _document(kind, body, control, profile):
    head = ["ST", kind, control]
    if kind == "999":
        head.append(_release(kind, profile))
    found = [head]
    for segment in body:
        cleaned = [_element(value, profile) for value in segment]
        cleaned = stripped(cleaned)
        if len(cleaned) > 1:
            found.append(_cut(cleaned, profile))
    found.append(["SE", str(len(found) + 1), control])
    Walk(TABLES[kind], _refuse).run(found)
    for position, segment in enumerate(found, 1):
        _check(segment, position)
    return found


def _element(value, profile):
    separators = profile.separators
    forbidden = (
        separators.element + separators.segment + separators.component + separators.repetition
    )
    if isinstance(value, tuple):  # a composite
        inner = stripped(clean(part, profile.charset, forbidden) for part in value)
        return separators.component.join(inner)
    return clean(value, profile.charset, forbidden)


def _cut(segment, profile):
    row = dictionary.SEGMENTS[segment[0]]
    is_old = profile.release < "005010"
    for index, element in enumerate(row[: len(segment) - 1], 1):
        longest = OLDER.get(element.number, element.longest) if is_old else element.longest
        longest = min(longest, element.longest)
        if element.number in TEXTS and len(segment[index]) < element.shortest:
            segment[index] = ""
        if len(segment[index]) <= longest:
            continue
        if element.number not in TEXTS:
            text = f"“{segment[index][:40]}” is longer than {longest} characters."
            raise Unwritable("too_long", text, f"{segment[0]}{index:02d}")
        segment[index] = segment[index][:longest].rstrip()
    return segment


def _refuse(reason, segment, position, loop):
    del loop
    text = f"The segment {segment[0]} cannot stand here ({reason.replace('_', ' ')})."
    raise Unwritable(reason, text, f"segment {position}")


def _check(segment, position):
    for _code, reason, place, _number, text in dictionary.defects(segment):
        raise Unwritable(reason, text, f"segment {position}, {segment[0]}{place:02d}")


def _isa(envelope, profile):
    separators = profile.separators
    isa = [
        "ISA", "00", " " * 10, "00", " " * 10,
        (envelope.sender.qualifier or "ZZ").ljust(2), envelope.sender.id.ljust(15),
        (envelope.receiver.qualifier or "ZZ").ljust(2), envelope.receiver.id.ljust(15),
        _day(envelope, "%y%m%d"), _day(envelope, "%H%M"), separators.repetition or "U",
        profile.isa_version, f"{_whole(envelope.interchange):09d}",
        "1" if envelope.wants_acknowledgement else "0", "T" if envelope.is_test else "P",
        separators.component,
    ]  # fmt: skip
    mark = set("".join(separators))
    for index in (6, 8):
        if mark & set(isa[index]) or not isa[index].strip():
            raise Unwritable(
                "bad_identity", f"“{isa[index].strip()}” cannot name a side.", f"ISA{index:02d}"
            )
    _check(isa, 0)
    return isa


def _iea(groups, envelope):
    return ["IEA", str(groups), f"{_whole(envelope.interchange):09d}"]


def _applications(envelope):
    return [one.application or one.id for one in (envelope.sender, envelope.receiver)]


def _day(envelope, pattern):
    if envelope.sent_at is None:
        raise Unwritable("no_date", "The envelope has no date.", "ISA09")
    return envelope.sent_at.strftime(pattern)


def _whole(text):
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10**9:
        raise Unwritable("control_syntax", f"“{text[:20]}” is no control number.")
    return int(text)


def _bytes(segments, profile):
    separators = profile.separators
    if len(set(filter(None, separators))) < len(list(filter(None, separators))):
        raise Unwritable("bad_separators", "Two separators are the same.")
    end = separators.segment + profile.line_end
    text = "".join(separators.element.join(segment) + end for segment in segments)
    return text.encode(profile.charset)
