"""What left the warehouse, in which packages, for which orders."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import Party, Reference

from .item import Item


@dataclass(frozen=True)
class ShippedItem:
    """One item in one package: ``quantity`` in ``unit``, the buyer's words for line and unit."""

    line_id: str
    item: Item
    quantity: Decimal
    unit: str
    ordered_quantity: Decimal | None = None
    lot: str = ""
    serials: tuple[str, ...] = ()
    best_before: date | None = None
    outstanding_quantity: Decimal | None = None
    outstanding_reason: str = ""


@dataclass(frozen=True)
class Package:
    """A pallet or a carton. ``sscc`` has 18 digits; ``weight`` in kilograms.

    A pallet may hold cartons (``packages``), items, or both.
    """

    kind: str  # "pallet" or "carton"
    sscc: str = ""
    items: tuple[ShippedItem, ...] = ()
    packages: tuple["Package", ...] = ()
    weight: Decimal | None = None
    tracking: str = ""


@dataclass(frozen=True)
class ShippedOrder:
    """What of one order is in the shipment; ``items`` are those in no package of their own."""

    order_number: str
    order_date: date | None = None
    release: str = ""
    our_number: str = ""
    packages: tuple[Package, ...] = ()
    items: tuple[ShippedItem, ...] = ()


@dataclass(frozen=True)
class DespatchAdvice:
    """``number`` is unique per shipment. ``carrier`` is a name, ``scac`` its code.

    ``gross_weight`` is in kilograms. Times have no zone: the warehouse's clock.
    """

    number: str
    despatched_at: datetime
    orders: tuple[ShippedOrder, ...]
    delivery_date: date | None = None
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    carrier: str = ""
    scac: str = ""
    tracking: str = ""
    bill_of_lading: str = ""
    gross_weight: Decimal | None = None
    package_count: int | None = None
    note: str = ""
