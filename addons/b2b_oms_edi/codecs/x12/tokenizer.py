"""X12 text to segments, as tolerant as partners are careless: widths, terminators, line breaks."""

import re
from typing import NamedTuple

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..collector import paused

ISA = re.compile(r"ISA(?=[^A-Za-z0-9\s])")
AFTER_ISA = re.compile(r"(GS|TA1|IEA|ISA)(?=[^A-Za-z0-9\s])")
TAG = re.compile(r"[A-Z][A-Z0-9]{1,2}")
ISA_ELEMENTS = 16
LONGEST_TAIL = 40


class Separators(NamedTuple):
    """The characters one interchange is written with; ``repetition`` is empty before 00403."""

    element: str
    component: str
    segment: str
    repetition: str = ""


class Piece(NamedTuple):
    """One interchange: ``segments`` are lists of elements, the first the tag.

    ``notes`` are (reason, text, segment index or -1) of what had to be forgiven.
    """

    separators: Separators
    segments: list
    notes: list


def pieces(text):
    """The interchanges of a text, each split into its segments.

    :raises Undecodable: there is no ISA, or its separators cannot be told
    """
    starts = [found.start() for found in ISA.finditer(text) if _begins(text, found.start())]
    if not starts:
        raise Undecodable(
            "no_envelope", "There is no ISA segment, so neither sender nor separators are known."
        )
    ends = [*starts[1:], len(text)]
    with paused():
        found = [_piece(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    if before := text[: starts[0]].strip():
        note = ("text_before", f"There is other text before the ISA: “{before[:40]}”.", -1)
        found[0].notes.append(note)
    return found


def _begins(text, start):
    """Whether an ISA here begins an interchange and is no word inside an element."""
    before = text[max(0, start - 200) : start].rstrip()
    return not before or before[-1] != text[start + 3]


def _piece(text):
    separators = _separators(text)
    notes = []
    body = _unwrapped(text, separators, notes)
    mark, element = separators.segment, separators.element
    if "\n" in body and mark not in "\r\n":
        body = body.replace(f"{mark}\r\n", mark).replace(f"{mark}\n", mark)
    raw = body.split(mark)
    if any(blank in body for blank in ("\n", "\r", "\t", f"{mark} ")):
        raw = _lines_joined(raw, separators, notes)
    segments = [one.split(element) for one in raw if one]
    segments[0] = _isa(text, separators)
    return Piece(separators, _tidied(segments, notes), notes)


def _isa(text, separators):
    """ISA as 17 elements: blanks around identifications and line breaks inside go."""
    elements = text.split(separators.element, ISA_ELEMENTS)[:ISA_ELEMENTS]
    return [" ".join(one.split()) for one in elements] + [separators.component]


def _separators(text):
    element = text[3]
    elements = text[:2000].split(element, ISA_ELEMENTS)
    if len(elements) <= ISA_ELEMENTS:
        raise Undecodable("bad_isa", "The ISA segment has fewer than 16 elements.", "ISA")
    if any(TAG.fullmatch(one.strip()) and one.strip() in ("GS", "ST") for one in elements[6:12]):
        raise Undecodable("bad_isa", "The ISA segment has fewer than 16 elements.", "ISA")
    component, segment = _component_and_terminator(elements[ISA_ELEMENTS], element)
    if element in (component, segment) or component == segment:
        raise Undecodable("bad_separators", "Two separators of the ISA are the same.", "ISA")
    return Separators(element, component, segment, _repetition(elements[11], elements[12]))


def _component_and_terminator(rest, element):
    """ISA16 and what ends the segment, told from the text between it and the next segment."""
    following = AFTER_ISA.search(rest[: LONGEST_TAIL + 3])
    tail = rest[: following.start()] if following else rest[:2]
    if not tail or tail[0].isalnum():
        raise Undecodable(
            "bad_separators", "The separators of the ISA are letters or digits.", "ISA"
        )
    visible = tail.strip()
    if len(visible) >= 2:
        return visible[0], visible[1]
    breaks = tail.lstrip(" ").lstrip(visible) if visible else tail
    if "\n" in breaks or "\r" in breaks:
        line_end = "\r" if "\r" in breaks and "\n" not in breaks else "\n"
        if visible and _ends_every_line(rest, visible):
            return "", visible
        return visible or " ", line_end
    if visible and following:
        return ("", visible) if _ends_every_line(rest, visible) else (tail[0], tail[1:2] or visible)
    raise Undecodable("bad_separators", "What ends the ISA segment cannot be told.", "ISA")


def _ends_every_line(rest, mark):
    """Whether the segments after the ISA end with this character: ISA16 itself is missing then."""
    return bool(re.search(rf"{re.escape(mark)}\s*ST[^A-Za-z0-9]", rest[LONGEST_TAIL // 4 : 600]))


def _repetition(isa11, version):
    digits = version.strip()
    mark = isa11.strip()
    is_mark = len(mark) == 1 and not mark.isalnum()
    return mark if is_mark and digits.isdigit() and int(digits) >= 403 else ""


def _unwrapped(text, separators, notes):
    """Text broken at a fixed width, joined again: the breaks are the transport's, not the sender's."""
    if separators.segment in "\r\n" or "\n" not in text:
        return text
    lines = text.split("\n", 4)
    first = lines[0].rstrip("\r")
    is_wrapped = (
        len(lines) >= 2
        and len(first) >= 40
        and not first.endswith(separators.segment)
        and all(len(one.rstrip("\r")) == len(first) for one in lines[:-1])
    )
    if not is_wrapped:
        return text
    notes.append(("wrapped", f"The text is broken into lines of {len(first)} characters.", -1))
    return text.replace("\r", "").replace("\n", "")


def _lines_joined(raw, separators, notes):
    """Segments without the blanks around them; a line that is a segment of its own becomes one."""
    begins = re.compile(rf"[A-Z][A-Z0-9]{{1,2}}{re.escape(separators.element)}")
    for one in raw:
        trimmed = one.strip()
        if "\n" not in trimmed and "\r" not in trimmed:
            yield trimmed
            continue
        parts = _own_lines(trimmed, begins)
        for joined in parts[:-1]:
            note = f"“{joined[:20]}” does not end with the segment terminator."
            notes.append(("missing_terminator", note, -1))
            is_mark = joined[-1:] and not joined[-1].isalnum() and joined[-1] not in ") ."
            yield joined[:-1] if is_mark else joined
        yield parts[-1]


def _own_lines(text, begins):
    """The text cut where a line begins a segment of its own, without line breaks inside.

    Line by line and not by one expression: that would try every break of a million in a row again
    from each of them.
    """
    first, *others = re.split(r"[\r\n]", text)
    parts = [[first]]
    for line in others:
        if begins.match(own := line.lstrip()):
            parts.append([own])
        else:
            parts[-1].append(line)
    return ["".join(line.strip("\t") for line in part).rstrip() for part in parts]


def _tidied(segments, notes):
    """Tags in capitals, elements a sender left empty at the end taken off."""
    fine = {tag for tag in {segment[0] for segment in segments} if TAG.fullmatch(tag)}
    for index, segment in enumerate(segments):
        while not segment[-1] and len(segment) > 1:
            segment.pop()
        tag = segment[0]
        if tag not in fine and TAG.fullmatch(tag.strip().upper()):
            segment[0] = tag.strip().upper()
            notes.append(("lower_case", f"The segment tag “{tag[:5]}” is not in capitals.", index))
    return segments
