"""Prices of one buyer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import Party

from .item import Item


@dataclass(frozen=True)
class PriceBreak:
    """``price`` per unit (written per ``basis`` units) from ``min_quantity`` on."""

    price: Decimal
    min_quantity: Decimal = Decimal(0)
    basis: Decimal = Decimal(1)


@dataclass(frozen=True)
class PriceLine:
    """``action`` is add, change, delete or none (unchanged)."""

    item: Item
    unit: str
    prices: tuple[PriceBreak, ...]
    list_price: Decimal | None = None
    pack_size: Decimal | None = None
    min_order_quantity: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    action: str = "none"


@dataclass(frozen=True)
class PriceCatalogue:
    """``is_complete`` says that what is not in here is not for sale any more."""

    number: str
    catalogue_date: date
    currency: str
    lines: tuple[PriceLine, ...]
    valid_from: date | None = None
    valid_to: date | None = None
    is_complete: bool = True
    parties: tuple[Party, ...] = ()
