"""The seller's answer to an order or to its change, line by line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import Party, Reference

from .item import Item

# What becomes of a quantity.
STATUSES = (
    "accepted", "quantity_changed", "price_changed", "date_changed", "backordered", "rejected",
    "substituted", "cancelled", "on_hold",
)  # fmt: skip

# What becomes of the order. "received" promises nothing yet (held orders answer so).
ORDER_STATUSES = ("received", "accepted", "changed", "rejected", "on_hold")


@dataclass(frozen=True)
class ResponsePart:
    """What becomes of a part of a line: ``quantity`` in the line's unit; the parts add up to it.

    ``ship_date`` and ``delivery_date`` are promises. ``substitute`` is set when ``status`` is
    "substituted". ``reason`` is a sentence, ``reason_code`` a stable word (``unknown_item``,
    ``unit_unknown``, ``not_in_stock``, ``discontinued``, ``price_differs``, ``not_allowed``).
    """

    status: str
    quantity: Decimal
    ship_date: date | None = None
    delivery_date: date | None = None
    reason: str = ""
    reason_code: str = ""
    substitute: Item | None = None


@dataclass(frozen=True)
class ResponseLine:
    """One line of the order and its answer. ``price`` is ours, per ``unit``, order's currency.

    ``quantity`` and ``unit`` are the buyer's own. ``action`` is for a changed order (as in
    :mod:`order_change`), empty in the answer to a new one.
    """

    line_id: str
    item: Item
    quantity: Decimal
    unit: str
    parts: tuple[ResponsePart, ...]
    price: Decimal | None = None
    ordered_price: Decimal | None = None
    price_basis: Decimal = Decimal(1)
    action: str = ""

    @property
    def is_balanced(self):
        """Whether the parts add up to what was ordered."""
        return sum(part.quantity for part in self.parts) == self.quantity

    @property
    def is_accepted_as_ordered(self):
        """Whether nothing differs from the order."""
        return all(part.status == "accepted" for part in self.parts)


@dataclass(frozen=True)
class OrderResponse:
    """``number`` is our order number, ``order_number`` the buyer's PO.

    ``change_sequence`` is set in the answer to an order change.
    """

    number: str
    order_number: str
    status: str
    response_date: date
    lines: tuple[ResponseLine, ...] = ()
    order_date: date | None = None
    release: str = ""
    currency: str = ""
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    note: str = ""
    change_sequence: str = ""
    total: Decimal | None = None
