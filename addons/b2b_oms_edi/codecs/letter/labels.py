"""Number, dates and places of a letter by the labels they stand beside or behind."""

import re

from ..flat.columns import ORDER
from .days import WORDY, as_iso
from .template import normalized

SHAPES = {
    "number": re.compile(r"[\w./-]*\d[\w./-]*"),
    "account": re.compile(r"[\w./-]*\d[\w./-]*"),
    "requested_date": re.compile(rf"\d[\w.,/ -]*\d|{WORDY.pattern}"),
    "currency": re.compile(r"[A-Z]{3}"),
}
# Where a sender's own label was learned, any words may stand behind it.
LEARNED_SHAPES = SHAPES | {"ship_to": re.compile(r"\S.{0,79}")}


def pairs(rows):
    """(label, what stands beside or behind it) of every cell that may be one."""
    for row in rows:
        for place, cell in enumerate(row):
            label, mark, rest = cell.text.partition(":")
            following = row[place + 1].text if place + 1 < len(row) else ""
            yield label, rest.strip() or following
            if not mark:  # “PO number 4711”
                words = cell.text.split()
                yield " ".join(words[:-1]), words[-1]


def find(rows, template=None):
    """({field: text}, fields whose label was learned), the first of each; learned labels go first."""
    learned = {label: field for field, label in template.labels.items()} if template else {}
    own, usual = {}, {}
    for label, value in pairs(rows):
        field = learned.get(normalized(label)) if label else None
        if field and LEARNED_SHAPES[field].fullmatch(value):
            own.setdefault(field, value)
        for name in ORDER.recognize([label]):
            shape = SHAPES.get(name)
            if shape and shape.fullmatch(value):
                usual.setdefault(name, value)
    found = usual | own
    if "requested_date" in found:
        found["requested_date"] = as_iso(found["requested_date"])
    return found, set(own)


def of_days(rows):
    """Normalized labels of whatever looks like a day, sorted."""
    shape = re.compile(rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|{WORDY.pattern}")
    found = {normalized(label) for label, value in pairs(rows) if shape.fullmatch(value)}
    return sorted(found - {""})
