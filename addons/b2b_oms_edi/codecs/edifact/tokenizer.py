"""EDIFACT text to segments: service string advice, release character, syntax 1 to 4."""

import re
from typing import NamedTuple

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..collector import paused

UNB = re.compile(r"UNB(?=[^A-Za-z0-9\s])")
START = re.compile(r"UNA(?=[\s\S]{3,12}UNB)|UNB(?=[^A-Za-z0-9\s])")
TAG = re.compile(r"[A-Z]{3}")

# Python's name of each declared repertoire.
CHARSETS = {
    "UNOA": "ascii", "UNOB": "ascii", "UNOC": "latin-1", "UNOD": "iso8859-2", "UNOE": "iso8859-5",
    "UNOF": "iso8859-7", "UNOG": "iso8859-3", "UNOH": "iso8859-4", "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8", "UNOK": "iso8859-9", "UNOL": "iso8859-15", "UNOW": "utf-8",
    "UNOX": "iso2022_jp", "UNOY": "utf-8",
}  # fmt: skip


class Separators(NamedTuple):
    """What UNA says, or the usual when there is none. ``repetition`` is empty before syntax 4."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    segment: str = "'"
    repetition: str = ""


class Piece(NamedTuple):
    """One interchange: a segment is its tag and tuples of components. Equal segments are one object.

    ``notes`` are (reason, text) of what had to be forgiven.
    """

    separators: Separators
    segments: list
    notes: list


def declared_charset(content):
    """Python's name of the repertoire the UNB declares, or None."""
    found = re.search(rb"UNB[^A-Za-z0-9\s](UNO[A-Y])", content[:2000].upper())
    return CHARSETS.get(found[1].decode()) if found else None


def pieces(text):
    """The interchanges of a text, each split into its segments.

    :raises Undecodable: there is no UNB, or its separators cannot be told
    """
    starts = _starts(text)
    if not starts:
        raise Undecodable("no_envelope", "There is no UNB segment, so nobody is named as sender.")
    ends = [*starts[1:], len(text)]
    with paused():
        found = [_piece(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    if before := text[: starts[0]].strip():
        note = ("text_before", f"There is other text before the UNB: “{before[:40]}”.")
        found[0].notes.append(note)
    return found


def _starts(text):
    """Where interchanges begin: at a UNB, or at the UNA before it. Words inside of data are none."""
    starts, advice = [], None
    for found in START.finditer(text):
        before = text[max(0, found.start() - 200) : found.start()].rstrip()
        if found[0] == "UNA":
            advice = found.start()
        elif advice is not None and found.start() - advice < 20:
            starts.append(advice)
            advice = None
        elif not before or not (before[-1].isalnum() or before[-1] == text[found.end()]):
            starts.append(found.start())
    return starts


def _piece(text):
    notes = []
    separators, body = _advice(text, notes)
    body = _unwrapped(body, separators, notes)
    version = re.match(
        rf"UNB{re.escape(separators.element)}\w{{4}}{re.escape(separators.component)}(\d)", body
    )
    if version and version[1] >= "4" and not separators.repetition:
        separators = separators._replace(repetition="*")
    return Piece(separators, _segments(body, separators, notes), notes)


def _advice(text, notes):
    """(separators, text from the UNB on)."""
    begin = UNB.search(text)
    body = text[begin.start() :]
    if not text.startswith("UNA"):
        return _usual(body), body
    advice = text[3 : begin.start()].rstrip("\r\n")
    if len(advice) == 5:  # the place that is reserved was left out
        notes.append(("short_una", "The UNA segment has five characters instead of six."))
        advice = advice[:4] + " " + advice[4]
    advice = advice.ljust(6)[:6] if len(advice) < 5 else advice[:6]
    if len(set(advice[:4]) | {advice[5]}) < 5 - (advice[3] == " ") or any(
        c.isalnum() for c in advice
    ):
        raise Undecodable("bad_separators", "The separators of the UNA cannot be used.", "UNA")
    component, element, decimal, release, reserved, segment = advice
    repetition = "" if reserved == " " else reserved
    return Separators(component, element, decimal, release.strip(), segment, repetition), body


def _usual(body):
    """Without UNA the separators are the usual ones, or those the UNB itself shows beyond doubt."""
    if body[3] == "+":
        return Separators()
    found = re.match(r"UNB([^\w\s])UNO[A-Y]([^\w\s])\d\1", body)
    end = re.search(r"([^\w\s])\s*UN[HG]([^\w\s])", body[:2000])
    if not found or not end or end[2] != found[1] or len({found[1], found[2], end[1]}) < 3:
        raise Undecodable(
            "bad_separators", "The separators are not the usual ones and no UNA names them.", "UNB"
        )
    return Separators(found[2], found[1], ".", "?", end[1])


def _unwrapped(body, separators, notes):
    """Text broken at a fixed width, joined again."""
    if separators.segment in "\r\n" or ("\n" not in body and "\r" not in body):
        return body
    lines = body.splitlines()
    breaks = [line for line in lines[:-1] if line.strip()]
    broken = [line for line in breaks if not line.rstrip().endswith(separators.segment)]
    if broken and len(broken) * 2 >= len(breaks):
        notes.append(("wrapped", "The text is broken into lines inside of segments."))
        return "".join(lines)
    return body


def _segments(body, separators, notes):
    """Every segment: [tag, (component, …), …]."""
    element, component, terminator = separators.element, separators.component, separators.segment
    repetition = separators.repetition
    text, hidden = _hide(body, separators, notes)
    has_breaks = "\n" in text or "\r" in text or "\t" in text
    seen, segments = {}, []
    parts = _Parts(component, hidden)
    for one in text.split(terminator):
        segment = seen.get(one)
        if segment is None:
            trimmed = _trimmed(one) if has_breaks or one[:1] == " " else one
            if not trimmed:
                continue
            tag, *elements = trimmed.split(element)
            if repetition and elements and repetition in trimmed:
                elements = _repeated(elements, repetition)
            segment = seen[one] = [tag, *[parts[each] for each in elements]]
        segments.append(segment)
    _tidy(seen.values(), notes)
    return segments


class _Parts(dict):
    """Elements to their components. Most elements of an order are written many times."""

    def __init__(self, component, hidden):
        super().__init__()
        self._component = component
        self._hidden = hidden

    def __missing__(self, element):
        found = element.split(self._component)
        if self._hidden and self._hidden.pattern.search(element):
            found = [self._hidden.shown(value) for value in found]
        found = self[element] = tuple(found)
        return found


def _repeated(elements, repetition):
    """Repetitions of the last element as elements of their own; of others the first is kept."""
    *others, last = elements
    return [*(one.split(repetition, 1)[0] for one in others), *last.split(repetition)]


def _trimmed(one):
    one = one.strip(" \r\n\t")
    if "\n" in one or "\r" in one:
        one = "".join(part.strip("\r\n\t") for part in re.split(r"[\r\n]", one))
    return one


class _Hidden(NamedTuple):
    """Released characters, each replaced by one that is not in the text."""

    pattern: re.Pattern
    originals: dict

    def shown(self, value):
        return self.pattern.sub(lambda found: self.originals[found[0]], value)


def _hide(body, separators, notes):
    """(text in which a released separator is no separator, how to show it again or None)."""
    release = separators.release
    if not release or release not in body:
        return body, None
    special = dict.fromkeys((release, *separators[:2], separators.segment, separators.repetition))
    special.pop("", None)
    unused = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in body)
    stand_in = {char: next(unused) for char in special}
    for char, other in stand_in.items():  # the release character itself comes first
        body = body.replace(release + char, other)
    if release in body:
        end = body.rstrip().endswith(release)
        reason = "release_at_end" if end else "stray_release"
        text = "The text ends in the middle of a released character." if end else (
            "A release character stands before one that needs none."
        )  # fmt: skip
        notes.append((reason, text))
        body = body.replace(release, "")
    originals = {other: char for char, other in stand_in.items()}
    return body, _Hidden(re.compile("[" + "".join(originals) + "]"), originals)


def _tidy(segments, notes):
    for segment in segments:
        tag = segment[0]
        if tag.isupper() and len(tag) == 3:
            continue
        plain = tag.split(":")[0].strip()  # "LIN:1" counts the nesting explicitly
        if TAG.fullmatch(plain.upper()):
            if plain != plain.upper():
                notes.append(("lower_case", f"The segment tag “{tag[:5]}” is not in capitals."))
            segment[0] = plain.upper()
