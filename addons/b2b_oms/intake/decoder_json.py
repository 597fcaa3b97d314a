"""The simplest order document, and the example of a decoder: JSON with our own field names."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation

from odoo import api, models

from ..documents.problems import Problem, Undecodable
from ..documents.purchase_order import OrderLine, PurchaseOrder

TEXTS = ("sku", "customer_code", "barcode", "description", "unit", "ship_to")
HEADER_TEXTS = ("number", "account", "ship_to", "currency", "note")


class JsonDecoder(models.AbstractModel):
    _name = "b2b.intake.decoder.json"
    _inherit = "b2b.intake.decoder"
    _description = "JSON"
    _code = "json"
    _sequence = 10

    def _sniff(self, content, filename):
        return filename.lower().endswith(".json") or content.lstrip()[:1] == b"{"

    def _decode(self, content, filename):
        try:
            data = json.loads(content, parse_float=Decimal, parse_int=Decimal)
            lines = data["lines"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Undecodable(
                "bad_json", self.env._("This is not a JSON order with “lines”.")
            ) from error
        if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
            raise Undecodable("bad_json", self.env._("“lines” must be a list of objects."))
        if not lines:
            raise Undecodable("no_lines", self.env._("The order has no lines."))
        return (self._document(data),)

    @api.model
    def _document(self, data):
        """The ``PurchaseOrder`` in a dict of our own field names."""
        return PurchaseOrder(
            lines=tuple(self._line(n, line) for n, line in enumerate(data["lines"], start=1)),
            requested_date=_date(data.get("requested_date")),
            **{key: _text(data.get(key)) for key in HEADER_TEXTS},
        )

    def _line(self, number, line):
        where = f"line {number}"
        quantity = _decimal(line.get("quantity"))
        problems = ()
        if quantity is None or not 0 < quantity < 10**9:
            text = self.env._("%(where)s: the quantity is not a positive number.", where=where)
            problems = (Problem("bad_quantity", where, text),)
            quantity = None
        return OrderLine(
            where=where,
            quantity=quantity,
            product_id=_whole(line.get("product_id")),
            price=_decimal(line.get("price")),
            requested_date=_date(line.get("requested_date")),
            raw={str(key): _text(value) for key, value in line.items()},
            problems=problems,
            **{key: _text(line.get(key)) for key in TEXTS},
        )


def _text(value):
    return "" if value is None else str(value).strip()


def _decimal(value):
    """A finite number, or None. True and text that only looks like a number are no numbers."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        return None
    return number if number.is_finite() else None


def _whole(value):
    """A positive whole number a database can count to; 0 for anything else."""
    number = _decimal(value)
    return int(number) if number and 0 < number < 2**31 and number % 1 == 0 else 0


def _date(value):
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
