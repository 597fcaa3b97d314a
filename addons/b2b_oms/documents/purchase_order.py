"""The meaning of a purchase order, whatever syntax carried it. No Odoo in here."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .party import AllowanceCharge, Component, Delivery, Party, PaymentTerms, Reference
from .problems import Problem


@dataclass(frozen=True)
class OrderLine:
    """One ordered item, as the buyer wrote it.

    ``quantity`` is in ``unit`` (the buyer's word for it, empty: the product's own unit) and None
    when it could not be understood; ``price`` is per ``unit`` in the order's currency, None when
    the buyer named none. ``raw`` keeps the source row, column name to text, for a person to read.
    ``problems`` are defects of this line only: the line is kept, the order will be held.

    ``product_id`` is our own number of the product (0: unknown), written by channels of ours in which
    the buyer chose it; it goes before every code.

    ``line_id`` is the buyer's own name of the line, repeated in every answer. ``price_basis`` says
    for how many units the buyer wrote the price (100: "per hundred"); ``price`` is already per
    unit. ``pack_size`` is how many of ``pack_unit`` one ``unit`` holds. ``deliveries`` split
    ``quantity`` over places or days; empty: the order's ship-to and date hold.

    ``confidence`` says how sure the reading of a field is, 0 to 1; what is not named is certain.
    """

    where: str
    quantity: Decimal | None
    sku: str = ""
    customer_code: str = ""
    barcode: str = ""
    product_id: int = 0
    description: str = ""
    unit: str = ""
    price: Decimal | None = None
    requested_date: date | None = None
    ship_to: str = ""
    raw: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    line_id: str = ""
    manufacturer_code: str = ""
    price_basis: Decimal = Decimal(1)
    amount: Decimal | None = None
    pack_size: Decimal | None = None
    pack_unit: str = ""
    earliest_date: date | None = None
    latest_date: date | None = None
    deliveries: tuple[Delivery, ...] = ()
    allowances: tuple[AllowanceCharge, ...] = ()
    components: tuple[Component, ...] = ()
    references: tuple[Reference, ...] = ()
    note: str = ""
    confidence: dict[str, float] = field(default_factory=dict)

    @property
    def item_text(self):
        """The item in the buyer's words, for messages."""
        return self.sku or self.customer_code or self.barcode or self.description


@dataclass(frozen=True)
class PurchaseOrder:
    """One order of one account.

    ``account`` is the reference by which the document names its sender (empty when it does not),
    ``number`` the customer's PO number, ``currency`` an ISO 4217 code or empty.

    ``purpose`` says what the sender wants done: original, duplicate, confirmation, replace, change
    or cancel. ``order_type`` is new, blanket, release, rush, drop_ship or other; ``release`` the
    number of a call-off. ``total`` is the order's net sum as the buyer counted it. ``confidence``
    is as that of a line; ``lines`` in it: whether every line was seen.
    """

    lines: tuple[OrderLine, ...]
    number: str = ""
    account: str = ""
    requested_date: date | None = None
    ship_to: str = ""
    currency: str = ""
    note: str = ""
    problems: tuple[Problem, ...] = ()
    purpose: str = "original"
    order_type: str = "new"
    release: str = ""
    order_date: date | None = None
    earliest_date: date | None = None
    latest_date: date | None = None
    cancel_after: date | None = None
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    allowances: tuple[AllowanceCharge, ...] = ()
    terms: PaymentTerms | None = None
    incoterm: str = ""
    total: Decimal | None = None
    confidence: dict[str, float] = field(default_factory=dict)

    def party(self, role):
        """The first party in this role, or None."""
        return next((party for party in self.parties if party.role == role), None)
