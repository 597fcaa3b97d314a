"""What is checked about any order, whatever syntax it came in. All of it yields ``Problem``s."""

from decimal import Decimal
from typing import NamedTuple

from odoo.addons.b2b_oms.documents.problems import Problem

from .wire import plain

MAX_QUANTITY = 10**9


class Totals(NamedTuple):
    """What the sender says about all lines together; None where nothing is said."""

    lines: int | None = None
    quantity: Decimal | None = None
    amount: Decimal | None = None


def quantity(value, text, place):
    """(quantity or None, problems) of an ordered quantity already read from ``text``."""
    if not text.strip():
        return None, (Problem("missing_quantity", place, f"{place}: the quantity is missing."),)
    if value is None:
        said = text.strip()[:40]
        return None, (Problem("bad_quantity", place, f"{place}: “{said}” is not a quantity."),)
    if value <= 0:
        code = "negative_quantity" if value else "zero_quantity"
        return None, (Problem(code, place, f"{place}: {value} is not a quantity one can order."),)
    if value >= MAX_QUANTITY:
        return None, (
            Problem("huge_quantity", place, f"{place}: nobody orders {value}; is it a mistake?"),
        )
    return value, ()


def price(value, text, place):
    """(price or None, problems). An empty price is none: the catalogue's holds."""
    if not text.strip():
        return None, ()
    if value is None:
        said = text.strip()[:40]
        return None, (Problem("bad_price", place, f"{place}: “{said}” is not a price."),)
    if value < 0:
        return None, (Problem("negative_price", place, f"{place}: the price is negative."),)
    return value, ()


def day(value, text, place, what):
    """Problems of a date that was written and could not be read."""
    if value is None and text.strip():
        said = text.strip()[:40]
        return (Problem("bad_date", place, f"{place}: the {what} “{said}” is not a date."),)
    return ()


def item(line, place):
    """Problems of a line that names nothing one could look up."""
    if line["sku"] or line["customer_code"] or line["barcode"] or line["manufacturer_code"]:
        return ()
    return (Problem("no_item", place, f"{place}: no item is named."),)


def split(wanted, deliveries, place):
    """Problems of a line whose deliveries do not add up to its quantity."""
    parts = [delivery.quantity for delivery in deliveries]
    if not parts or wanted is None:
        return ()
    if None in parts:
        text = f"{place}: a quantity of the split deliveries cannot be read."
        return (Problem("bad_split", place, text),)
    if sum(parts) == wanted:
        return ()
    text = f"{place}: the split deliveries add up to {sum(parts)}, the line orders {wanted}."
    return (Problem("split_differs", place, text),)


def whole(lines, totals):
    """Problems of the order as a whole: ids used twice, totals that do not match the lines.

    :param totals: ``Totals`` as the sender counted
    """
    counted, hash_total, total = totals
    found = []
    seen = set()
    for line in lines:
        if line.line_id and line.line_id in seen:
            text = f"The line id “{line.line_id[:40]}” is used twice."
            found.append(Problem("duplicate_line_id", line.where, text))
        seen.add(line.line_id)
    if counted is not None and counted != len(lines):
        text = f"The order says it has {counted} lines, it has {len(lines)}."
        found.append(Problem("line_count", "", text))
    quantities = [line.quantity for line in lines]
    if hash_total is not None and None not in quantities and hash_total != sum(quantities):
        found_total = plain(sum(quantities))
        text = f"The order says its quantities add up to {hash_total}, it is {found_total}."
        found.append(Problem("quantity_total", "", text))
    return tuple(found) + _total(lines, total)


def _total(lines, total):
    """A sum that no reading of the lines explains: with or without the lines' allowances."""
    if total is None or any(line.price is None or line.quantity is None for line in lines):
        return ()
    gross = sum((line.price * line.quantity for line in lines), Decimal(0))
    if any(line.allowances for line in lines) or abs(gross - total) <= abs(total) / 200:
        return ()
    text = f"The order says it amounts to {total}, its lines amount to {plain(gross)}."
    return (Problem("order_total", "", text),)


def dates(order_date, requested_date):
    """Problems of a delivery wanted before the order was written."""
    if order_date and requested_date and requested_date < order_date:
        text = f"Delivery is wanted for {requested_date}, before the order's own date {order_date}."
        return (Problem("date_order", "", text),)
    return ()


def number(text):
    """Problems of a PO number: none at all, or one with characters no number has."""
    if not text.strip():
        return (Problem("no_number", "", "The order has no number."),)
    if any(ord(char) < 32 or char in "<>" for char in text):
        return (Problem("odd_number", "", f"“{text[:60]}” is an odd number for an order."),)
    return ()
