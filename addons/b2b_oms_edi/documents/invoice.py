"""What is to be paid (or paid back) and how the sum comes about."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import AllowanceCharge, Party, PaymentTerms, Reference

from .item import Item


@dataclass(frozen=True)
class Tax:
    """``category`` is UNCL5305 (S standard, Z zero, E exempt, AE reverse charge, G export, O outside).

    ``rate`` is 0–100, ``base`` and ``amount`` in the invoice's currency.
    """

    rate: Decimal
    base: Decimal
    amount: Decimal
    category: str = "S"
    code: str = "VAT"
    reason: str = ""


@dataclass(frozen=True)
class InvoiceLine:
    """``price`` is net per ``unit``; ``amount`` is the line's net sum, allowances included."""

    line_id: str
    item: Item
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal
    price_basis: Decimal = Decimal(1)
    tax_rate: Decimal | None = None
    tax_category: str = "S"
    allowances: tuple[AllowanceCharge, ...] = ()
    order_number: str = ""
    order_line_id: str = ""
    delivery_note: str = ""
    note: str = ""


@dataclass(frozen=True)
class Invoice:
    """``kind`` is "invoice" or "credit". All sums are positive in both, in ``currency``.

    ``lines_total`` is the sum of the lines, ``taxable_total`` that with the document's allowances
    and charges, ``total`` that with tax, ``payable`` what is still to be paid.
    """

    number: str
    invoice_date: date
    currency: str
    lines: tuple[InvoiceLine, ...]
    lines_total: Decimal
    taxable_total: Decimal
    tax_total: Decimal
    total: Decimal
    payable: Decimal
    kind: str = "invoice"
    order_number: str = ""
    order_date: date | None = None
    our_number: str = ""
    despatch_number: str = ""
    corrects: str = ""
    delivery_date: date | None = None
    parties: tuple[Party, ...] = ()
    references: tuple[Reference, ...] = ()
    allowances: tuple[AllowanceCharge, ...] = ()
    taxes: tuple[Tax, ...] = ()
    terms: PaymentTerms | None = None
    scac: str = ""
    carrier: str = ""
    note: str = ""

    def discrepancies(self):
        """Sentences that say which sums do not add up; empty when all do."""
        extra = sum((a.amount or Decimal(0)) * (1 if a.is_charge else -1) for a in self.allowances)
        checks = (
            ("the lines", sum(line.amount for line in self.lines), self.lines_total),
            ("lines, allowances and charges", self.lines_total + extra, self.taxable_total),
            ("the taxes", sum(tax.amount for tax in self.taxes), self.tax_total),
            ("net and tax", self.taxable_total + self.tax_total, self.total),
        )
        return tuple(
            f"The sum of {what} is {found}, the invoice says {said}."
            for what, found, said in checks
            if found != said
        )
