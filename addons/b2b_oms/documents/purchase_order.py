"""The meaning of a purchase order, whatever syntax carried it. No Odoo in here."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .problems import Problem


@dataclass(frozen=True)
class OrderLine:
    """One ordered item, as the buyer wrote it.

    ``quantity`` is in ``unit`` (the buyer's word for it, empty: the product's own unit) and None
    when it could not be understood; ``price`` is per ``unit`` in the order's currency, None when
    the buyer named none. ``raw`` keeps the source row, column name to text, for a person to read.
    ``problems`` are defects of this line only: the line is kept, the order will be held.
    """

    where: str
    quantity: Decimal | None
    sku: str = ""
    customer_code: str = ""
    barcode: str = ""
    description: str = ""
    unit: str = ""
    price: Decimal | None = None
    requested_date: date | None = None
    ship_to: str = ""
    raw: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def item_text(self):
        """The item in the buyer's words, for messages."""
        return self.sku or self.customer_code or self.barcode or self.description


@dataclass(frozen=True)
class PurchaseOrder:
    """One order of one account.

    ``account`` is the reference by which the document names its sender (empty when it does not),
    ``number`` the customer's PO number, ``currency`` an ISO 4217 code or empty.
    """

    lines: tuple[OrderLine, ...]
    number: str = ""
    account: str = ""
    requested_date: date | None = None
    ship_to: str = ""
    currency: str = ""
    note: str = ""
    problems: tuple[Problem, ...] = ()
