"""What we can deliver, told to a buyer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import Party

from .item import Item


@dataclass(frozen=True)
class InventoryLine:
    """Quantities in ``unit``; None where nothing is to be said. ``expected`` arrives on ``expected_date``."""

    item: Item
    unit: str
    available: Decimal
    on_hand: Decimal | None = None
    expected: Decimal | None = None
    expected_date: date | None = None
    is_discontinued: bool = False
    price: Decimal | None = None


@dataclass(frozen=True)
class InventoryReport:
    """``warehouse`` is our code of the place the quantities are at, empty: all."""

    number: str
    report_date: date
    lines: tuple[InventoryLine, ...]
    warehouse: str = ""
    currency: str = ""
    parties: tuple[Party, ...] = ()
