"""Who takes part in a trade document, and the small facts that stand beside its lines."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# A document of any syntax says who takes part in these words.
ROLES = (
    "buyer", "seller", "ship_to", "bill_to", "ship_from", "remit_to", "consignee", "orderer",
    "carrier", "manufacturer", "other",
)  # fmt: skip

# Who gave the code: GS1, Dun & Bradstreet, or one of the two sides.
CODE_KINDS = ("gln", "duns", "buyer", "seller", "scac", "vat", "other", "")


@dataclass(frozen=True)
class Party:
    """One party. ``role`` is one of ``ROLES``; ``code`` names the party in the list of ``code_kind``.

    ``qualifier`` and ``source_role`` keep the sender's own words ("92", "ST"), so that an answer
    can repeat them; ``country`` is ISO 3166-1 alpha-2 or the sender's text.
    """

    role: str
    code: str = ""
    code_kind: str = ""
    name: str = ""
    street: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    vat: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    qualifier: str = ""
    source_role: str = ""


@dataclass(frozen=True)
class Reference:
    """A number by which somebody knows something: ``kind`` in our words, ``qualifier`` in theirs.

    Kinds: contract, quote, department, vendor, promotion, delivery_note, invoice, order, line,
    project, other.
    """

    kind: str
    number: str
    qualifier: str = ""


@dataclass(frozen=True)
class AllowanceCharge:
    """Something taken off (``is_charge`` False) or put on.

    ``amount`` is positive, in the document's currency, None when only ``percent`` (0–100, of
    ``base``) is given. ``code`` is the sender's code for the service, ``text`` its description.
    """

    is_charge: bool
    amount: Decimal | None = None
    percent: Decimal | None = None
    base: Decimal | None = None
    code: str = ""
    text: str = ""


@dataclass(frozen=True)
class Delivery:
    """A part of a line that goes to one place or on one day. ``quantity`` in the line's unit."""

    quantity: Decimal | None
    ship_to: str = ""
    ship_to_kind: str = ""
    requested_date: date | None = None


@dataclass(frozen=True)
class Component:
    """What a kit is made of, as the buyer wrote it. ``quantity`` for one kit unless they say more."""

    quantity: Decimal | None
    unit: str = ""
    sku: str = ""
    customer_code: str = ""
    barcode: str = ""
    description: str = ""
    price: Decimal | None = None


@dataclass(frozen=True)
class PaymentTerms:
    """When and with what discount is paid. ``percent`` 0–100 within ``discount_days``."""

    text: str = ""
    net_days: int | None = None
    due_date: date | None = None
    percent: Decimal | None = None
    discount_days: int | None = None
