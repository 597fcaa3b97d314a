"""From what a person accepted back to where it stands in the letter: the layout of its sender."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.b2b_oms.documents import values

from ..flat.columns import ORDER, is_header
from . import labels
from .days import is_day
from .lines import FARTHEST, HAS_DIGIT, apart
from .template import Template, fingerprint, normalized


class AcceptedLine(NamedTuple):
    """``codes`` are all names of the item, lower case; ``price`` None where the buyer named none."""

    codes: frozenset
    quantity: Decimal
    price: Decimal | None = None


class Accepted(NamedTuple):
    """What a person says the letter means. ``places`` are the names of the ship-to, lower case."""

    lines: tuple
    number: str = ""
    requested_date: date | None = None
    places: frozenset = frozenset()


def learn(rows, accepted):
    """The layout by which these rows mean what was accepted.

    :param rows: rows of cells of the letter
    :return: :class:`Template`, or None when the letter has no table that explains the lines
    """
    items = _item_rows(rows, accepted.lines)
    heading = _heading_row(rows, min(items, default=0))
    if not items or heading is None:
        return None
    columns = _columns(heading, items, rows)
    if not {"sku", "quantity"} <= columns.keys():
        return None
    return Template(
        fingerprint([cell.text for cell in heading]),
        columns,
        _labels(rows, accepted, columns),
        tuple(labels.of_days(rows)),
    )


def _item_rows(rows, lines):
    """{place of a row: the accepted line it orders}."""
    found = {}
    for line in lines:
        for place, row in enumerate(rows):
            if place not in found and _says(row, line):
                found[place] = line
                break
    return found


def _says(row, line):
    texts = [cell.text.lower() for cell in row]
    return bool(line.codes & set(texts)) and any(_is_number(t, line.quantity) for t in texts)


def _heading_row(rows, first):
    """The nearest row above the first item that has usual headings, else words only."""
    above = rows[:first][::-1]
    for row in above:
        if is_header([cell.text for cell in row]):
            return row
    for row in above:
        if len(row) > 1 and not any(HAS_DIGIT.search(cell.text) for cell in row):
            return row
    return None


def _columns(heading, items, rows):
    """{field: normalized heading} of the columns in which most rows say what was accepted."""
    votes = {"sku": Counter(), "quantity": Counter(), "price": Counter()}
    for place, line in items.items():
        for cell in rows[place]:
            column = min(range(len(heading)), key=lambda n: apart(cell, heading[n]))
            if cell.distance(heading[column]) > FARTHEST:
                continue
            votes["sku"][column] += cell.text.lower() in line.codes
            votes["quantity"][column] += _is_number(cell.text, line.quantity)
            if line.price is not None:
                votes["price"][column] += _is_number(cell.text, line.price)
    usual = {
        field: places[0] for field, places in ORDER.recognize([c.text for c in heading]).items()
    }
    columns, taken = {}, set()
    for field in ("sku", "quantity", "price"):
        ranked = [
            (count, column == usual.get(field), -column)
            for column, count in votes[field].items()
            if count and column not in taken
        ]
        if ranked:
            column = -max(ranked)[2]
            taken.add(column)
            columns[field] = normalized(heading[column].text)
    return columns


def _labels(rows, accepted, columns):
    """{field: normalized label} beside which number, date and place stand."""
    found = {}
    for label, value in labels.pairs(rows):
        name = normalized(label) if label else ""
        if not name or name in columns.values():
            continue
        if accepted.number and value == accepted.number:
            found.setdefault("number", name)
        if accepted.requested_date and is_day(value, accepted.requested_date):
            found.setdefault("requested_date", name)
        if value.lower() in accepted.places:
            found.setdefault("ship_to", name)
    return found


def _is_number(text, number):
    """Whether this text may mean that number, by either decimal sign."""
    for mark in ".,":
        numbers = values.Numbers(())
        numbers.mark = mark
        try:
            if numbers.parse(text) == number:
                return True
        except ValueError:
            continue
    return False
