"""The rows of a letter that order something, and how sure each of their fields is."""

import re
from typing import NamedTuple

from ..flat.columns import ITEM_FIELDS, ORDER, is_header
from ..flat.decode import TOTALS
from .template import JOINED, LEARNED, SPOKEN, USUAL, fingerprint, normalized

FARTHEST = 8  # characters a cell may stand beside its heading
HAS_DIGIT = re.compile(r"\d")
SINGLE_ITEM = re.compile(
    r"[-•*]?\s*(?:(?P<n>\d[\d.,]*)\s*[x×]\s*(?P<c>\S+)|(?P<c2>\S+)\s+[x×]\s*(?P<n2>\d[\d.,]*))\W*"
)


class Found(NamedTuple):
    """``lines`` are {field: text}, ``sure`` {field: confidence} of each; ``fields`` in their order.

    ``template`` is the one they were read by, or None; ``whole`` whether no row was left out that
    may have ordered something.
    """

    lines: list
    sure: list
    fields: tuple
    template: object = None
    whole: bool = True


def of_table(rows, templates=()):
    """What stands under headings: those of a template, else usual ones; they may come again on each page.

    :param templates: of the sender
    """
    known = {template.fingerprint: template for template in templates}
    lines, sure, fields, template, whole = [], [], {}, None, True
    every, level = (), USUAL
    for row in rows:
        texts = [cell.text for cell in row]
        learned = known.get(fingerprint(texts)) if len(row) > 1 else None
        if learned or is_header(texts):
            found = _columns(texts, learned)
            columns = {place: field for field, place in found.items()}
            every = [(columns.get(place), cell) for place, cell in enumerate(row)]
            fields |= dict.fromkeys(found)
            level, template = (LEARNED, learned) if learned else (USUAL, template)
        elif every:
            line, joined = _line(row, every)
            if _orders(line):
                lines.append(line)
                sure.append({field: JOINED if field in joined else level for field in line})
            elif HAS_DIGIT.search(line.get("quantity", "")) and not _is_total(texts):
                whole = False
    return Found(lines, sure, tuple(fields), template, whole)


def of_sentences(rows):
    """Lines like “20 x HB-M8X25” in a text without a table; never sure."""
    found = (SINGLE_ITEM.fullmatch(" ".join(cell.text for cell in row)) for row in rows)
    lines = [
        {"sku": match["c"] or match["c2"], "quantity": match["n"] or match["n2"]}
        for match in found
        if match
    ]
    sure = [{"sku": SPOKEN, "quantity": SPOKEN} for _line in lines]
    return Found(lines, sure, ("sku", "quantity"))


def _columns(texts, template):
    """{field: place} of a row of headings; what was learned goes before what is usual."""
    usual = {field: places[0] for field, places in ORDER.recognize(texts).items()}
    if template is None:
        return usual
    places = {normalized(text): place for place, text in reversed(list(enumerate(texts)))}
    learned = {
        field: places[heading] for field, heading in template.columns.items() if heading in places
    }
    taken = set(learned.values())
    rest = {
        field: place
        for field, place in usual.items()
        # Which number names the item was learned; another column must not overrule it.
        if field not in learned and place not in taken and field not in ITEM_FIELDS
    }
    return learned | rest


def _line(row, headings):
    """({field: text}, fields made of several cells) of a row."""
    line, joined = {}, set()
    for cell in row:
        field, heading = min(headings, key=lambda pair: apart(cell, pair[1]))
        if field and cell.distance(heading) <= FARTHEST:
            if field in line:
                joined.add(field)
            line[field] = f"{line[field]} {cell.text}" if field in line else cell.text
    return line, joined


def apart(cell, heading):
    """How far a cell is from standing under a heading; the least is its column."""
    middle = abs((cell.start + cell.end) - (heading.start + heading.end))
    return cell.distance(heading), middle


def _orders(line):
    is_item = any(line.get(field) for field in ITEM_FIELDS)
    return bool(is_item and HAS_DIGIT.search(line.get("quantity", "")))


def _is_total(texts):
    return any(text.lower().replace(" ", "").strip(":") in TOTALS for text in texts)
