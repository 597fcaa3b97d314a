"""A buyer's change or cancellation of an order sent before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import AllowanceCharge, Party, PaymentTerms, Reference
from odoo.addons.b2b_oms.documents.problems import Problem
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine

# What the buyer wants done with a line.
ACTIONS = ("add", "delete", "change", "replace", "none")


@dataclass(frozen=True)
class ChangedLine:
    """``line`` as it shall be; its quantity is None when the message leaves the quantity alone.

    ``previous_quantity`` is what the buyer believes stood before and ``open_quantity`` what they
    still expect, each None when not said. ``detail`` is the sender's own code ("QI", "PQ").
    """

    action: str
    line: OrderLine
    previous_quantity: Decimal | None = None
    open_quantity: Decimal | None = None
    detail: str = ""


@dataclass(frozen=True)
class OrderChange:
    """``order_number`` is the PO; ``purpose`` is change, replace or cancel (of the whole order).

    ``sequence`` orders the changes of one PO (the first is "1" when the sender does not count).
    """

    order_number: str
    purpose: str
    lines: tuple[ChangedLine, ...] = ()
    number: str = ""
    sequence: str = "1"
    release: str = ""
    account: str = ""
    order_date: date | None = None
    change_date: date | None = None
    requested_date: date | None = None
    earliest_date: date | None = None
    latest_date: date | None = None
    cancel_after: date | None = None
    ship_to: str = ""
    currency: str = ""
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    allowances: tuple[AllowanceCharge, ...] = ()
    terms: PaymentTerms | None = None
    total: Decimal | None = None
    note: str = ""
    problems: tuple[Problem, ...] = ()
