"""Segments to EDIFACT bytes. Strict: what a receiver could refuse is not written but raised."""

from dataclasses import dataclass

from ..grammar import Walk
from ..writing import Unwritable, clean, stripped
from . import segments as dictionary
from .messages import TABLES
from .tokenizer import CHARSETS, Separators

# Free text that may be cut to its length; a number that is too long may not.
TEXTS = frozenset(
    {"7008", "3124", "3036", "3042", "3164", "4440", "3412", "7160", "4276", "7064", "8178", "8212"}
)
# Lengths of the directories before D97A, which partners of EANCOM still keep to.
OLDER = {"7008": 35, "3036": 35, "4440": 70, "1154": 35, "3412": 35, "1004": 35, "3148": 512}
REPERTOIRES = {"UNOA": "ascii", "UNOB": "ascii"}


@dataclass(frozen=True)
class Profile:
    """How a partner wants EDIFACT written.

    ``syntax`` and ``syntax_version`` make the UNB ("UNOC", "3"), ``version`` the UNH without the
    message type. ``has_una`` writes the service string even where the separators are the usual ones.
    ``tax`` is the type of duty (5153).
    """

    syntax: str = "UNOC"
    syntax_version: str = "3"
    version: tuple[str, ...] = ("D", "96A", "UN", "EAN008")
    separators: Separators = Separators()
    has_una: bool = True
    line_end: str = "\n"
    tax: str = "VAT"

    @property
    def charset(self):
        """Python's name of the repertoire."""
        return CHARSETS[self.syntax]


def write(kind, bodies, envelope, profile):
    """One interchange with messages of one kind.

    :param bodies: for each message its segments without UNH and UNT: a tag, then for each element
        a text or a tuple of components
    :param envelope: ``Envelope``; ``message`` is the reference of the first message
    :return: bytes
    :raises Unwritable: a value or the order of segments would not be valid
    """
    first = int(envelope.message) if envelope.message.isdigit() else 1
    version = (
        ("4", "1", "UN") if kind == "CONTRL" and profile.syntax_version == "4" else profile.version
    )
    if kind == "CONTRL" and profile.syntax_version != "4":
        version = ("D", "3", "UN")
    messages = [
        _message(kind, version, body, str(number), profile)
        for number, body in enumerate(bodies, first)
    ]
    unb = _unb(kind, envelope, profile)
    unz = ["UNZ", (str(len(messages)),), (unb[5][0],)]
    segments = [unb, *(segment for message in messages for segment in message), unz]
    return _bytes(segments, profile)


def _message(kind, version, body, reference, profile):
    found = [["UNH", (reference,), (kind, *version)]]
    for segment in body:
        elements = [_element(element, profile) for element in segment[1:]]
        elements = stripped(elements, lambda element: not any(element))
        if elements:
            found.append(_cut([segment[0], *elements], profile))
    found.append(["UNT", (str(len(found) + 1),), (reference,)])
    Walk(TABLES[kind], _refuse).run(found)
    for position, segment in enumerate(found, 1):
        for _code, reason, place, _component, _number, text in dictionary.defects(segment):
            raise Unwritable(reason, text, f"segment {position}, {segment[0]} element {place - 1}")
    return found


def _element(element, profile):
    values = element if isinstance(element, tuple) else (element,)
    charset = REPERTOIRES.get(profile.syntax, profile.charset)
    cleaned = [clean(value, charset) for value in values]
    if profile.syntax == "UNOA":
        cleaned = [value.upper() for value in cleaned]
    return tuple(stripped(cleaned)) or ("",)


def _cut(segment, profile):
    row = dictionary.SEGMENTS[segment[0]]
    is_old = profile.version[1] < "97" if profile.version[1][:1] in "89" else False
    for index, element in enumerate(row[: len(segment) - 1], 1):
        values = list(segment[index])
        for place, (value, component) in enumerate(zip(values, element.components, strict=False)):
            longest = (
                OLDER.get(component.number, component.longest) if is_old else component.longest
            )
            if component.kind == "n" or len(value) <= longest:
                continue
            if component.number not in TEXTS:
                text = f"“{value[:40]}” is longer than {longest} characters."
                raise Unwritable("too_long", text, f"{segment[0]} {component.number}")
            values[place] = value[:longest].rstrip()
        segment[index] = tuple(values)
    return segment


def _refuse(reason, segment, position, loop):
    del loop
    text = f"The segment {segment[0]} cannot stand here ({reason.replace('_', ' ')})."
    raise Unwritable(reason, text, f"segment {position}")


def _unb(kind, envelope, profile):
    sides = []
    for address in (envelope.sender, envelope.receiver):
        if not address.id or len(address.id) > 35:
            raise Unwritable("bad_identity", f"“{address.id}” cannot name a side.", "UNB")
        sides.append((address.id, address.qualifier) if address.qualifier else (address.id,))
    reference = envelope.interchange
    if not 0 < len(reference) <= 14 or not clean(reference, "ascii"):
        raise Unwritable("control_syntax", f"“{reference[:20]}” is no control reference.", "UNB")
    if envelope.sent_at is None:
        raise Unwritable("no_date", "The envelope has no date.", "UNB")
    day = "%Y%m%d" if profile.syntax_version == "4" else "%y%m%d"
    unb = [
        "UNB", (profile.syntax, profile.syntax_version), *sides,
        (envelope.sent_at.strftime(day), envelope.sent_at.strftime("%H%M")), (reference,), ("",),
        ("",) if kind == "CONTRL" else (kind,), ("",), ("1",) if envelope.wants_acknowledgement else ("",),
        ("",), ("1",) if envelope.is_test else ("",),
    ]  # fmt: skip
    return ["UNB", *stripped(unb[1:], lambda element: not any(element))]


def _bytes(segments, profile):
    marks = profile.separators
    used = [mark for mark in (*marks[:2], marks.release, marks.segment) if mark]
    if len(set(used)) < len(used):
        raise Unwritable("bad_separators", "Two separators are the same.", "UNA")
    special = [marks.release, marks.component, marks.element, marks.segment, marks.repetition]
    escapes = str.maketrans({mark: marks.release + mark for mark in special if mark})
    end = marks.segment + profile.line_end
    lines = [
        marks.element.join(
            [
                segment[0],
                *(marks.component.join(v.translate(escapes) for v in part) for part in segment[1:]),
            ]
        )
        for segment in segments
    ]
    una = ""
    if profile.has_una or marks != Separators():
        reserved = marks.repetition or " "
        una = f"UNA{marks.component}{marks.element}{marks.decimal}{marks.release}{reserved}{marks.segment}"
        una += profile.line_end
    return (una + "".join(line + end for line in lines)).encode(profile.charset, "replace")
