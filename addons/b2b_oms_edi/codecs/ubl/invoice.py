"""An invoice or credit note as Peppol BIS Billing 3 (EN 16931)."""

from decimal import Decimal

from ..xml_write import valued
from . import write

TYPE_CODES = {
    "invoice": ("cbc:InvoiceTypeCode", "380"),
    "credit": ("cbc:CreditNoteTypeCode", "381"),
}
LINES = {
    "invoice": ("cac:InvoiceLine", "cbc:InvoicedQuantity"),
    "credit": ("cac:CreditNoteLine", "cbc:CreditedQuantity"),
}
PARTY_NEEDS = (*write.NEEDED_OF_PARTY, ("country", "missing_country", "country"))
# Categories without tax say why.
REASONED = {"E": "Exempt", "AE": "Reverse charge", "G": "Export", "O": "Not subject to VAT"}
WITHOUT_RATE = ("O",)


def encode(invoice):
    """The bytes of an ``Invoice``: an Invoice, or a CreditNote by its ``kind``.

    :raises Unwritable: sums that do not add up, or a fatal rule of EN 16931 would be broken
    """
    _check(invoice)
    is_credit = invoice.kind == "credit"
    line_name, quantity_name = LINES[invoice.kind]
    pairs = [
        ("cbc:ID", invoice.number),
        ("cbc:IssueDate", invoice.invoice_date),
        ("cbc:DueDate", None if is_credit else _due_date(invoice)),
        (TYPE_CODES[invoice.kind][0], TYPE_CODES[invoice.kind][1]),
        ("cbc:Note", invoice.note),
        ("cbc:DocumentCurrencyCode", invoice.currency),
        *_references(invoice),
        (
            "cac:AccountingSupplierParty",
            [("cac:Party", write.full(write.party_of(invoice, "seller")))],
        ),
        ("cac:AccountingCustomerParty", [("cac:Party", write.full(_payer(invoice)))]),
        ("cac:Delivery", _delivery(invoice)),
        *_terms(invoice, is_credit),
        *(("cac:AllowanceCharge", _allowance(each, invoice)) for each in invoice.allowances),
        ("cac:TaxTotal", _taxes(invoice)),
        ("cac:LegalMonetaryTotal", _totals(invoice)),
        *((line_name, _line(line, invoice, quantity_name)) for line in invoice.lines),
    ]
    return write.document(invoice.kind, pairs)


def _check(invoice):
    rules = write.Rules()
    for role, party in (("seller", write.party_of(invoice, "seller")), ("buyer", _payer(invoice))):
        rules.party(party, role, PARTY_NEEDS)
    rules.check(invoice.number, "missing_number", "invoice", "It has no number.")
    rules.check(invoice.lines, "no_lines", "invoice", "It has no lines.")
    rules.check(invoice.order_number, "missing_number", "invoice", "It names no order.")
    for sentence in invoice.discrepancies():
        rules.check(False, "wrong_total", "invoice", sentence)
    sums = (invoice.lines_total, invoice.taxable_total, invoice.tax_total, invoice.total)
    for number in (*sums, invoice.payable, *(line.amount for line in invoice.lines)):
        rules.check(
            write.is_money(number), "bad_amount", "invoice", f"{number} has too many decimals."
        )
    for tax in invoice.taxes:
        due = (tax.base * tax.rate / 100).quantize(write.CENT)
        is_right = abs(due - tax.amount) <= write.CENT
        rules.check(is_right, "wrong_tax", "invoice", f"{tax.rate} % of {tax.base} is {due}.")
    _check_lines(rules, invoice)
    rules.enforce()


def _check_lines(rules, invoice):
    ids = [line.line_id for line in invoice.lines]
    rules.check(
        len(ids) == len(set(ids)), "duplicate_line_id", "invoice", "A line id stands twice."
    )
    known = {(tax.category, tax.rate) for tax in invoice.taxes}
    for line in invoice.lines:
        where = f"line {line.line_id}"
        rules.check(line.line_id, "no_line_id", where, "It has no id.")
        rules.check(line.price >= 0, "negative_price", where, "The price is negative.")
        rate = Decimal(0) if line.tax_rate is None else line.tax_rate
        rules.check(
            (line.tax_category, rate) in known, "missing_tax", where, "Its tax is not in the sums."
        )


def _payer(invoice):
    return write.party_of(invoice, "bill_to") or write.party_of(invoice, "buyer")


def _due_date(invoice):
    return invoice.terms.due_date if invoice.terms else None


def _references(invoice):
    contract = next((each.number for each in invoice.references if each.kind == "contract"), "")
    return [
        (
            "cac:OrderReference",
            [("cbc:ID", invoice.order_number), ("cbc:SalesOrderID", invoice.our_number)],
        ),
        (
            "cac:BillingReference",
            [("cac:InvoiceDocumentReference", [("cbc:ID", invoice.corrects)])],
        ),
        ("cac:DespatchDocumentReference", [("cbc:ID", invoice.despatch_number)]),
        ("cac:ContractDocumentReference", [("cbc:ID", contract)]),
    ]


def _delivery(invoice):
    place = write.party_of(invoice, "ship_to")
    pairs = [("cbc:ActualDeliveryDate", invoice.delivery_date)]
    if place:
        code = valued(place.code, schemeID=write.scheme(place))
        location = [
            ("cbc:ID", code),
            ("cac:Address", write.address(place) if place.country else []),
        ]
        pairs += [
            ("cac:DeliveryLocation", location),
            ("cac:DeliveryParty", [("cac:PartyName", [("cbc:Name", place.name)])]),
        ]
    return pairs


def _terms(invoice, is_credit):
    """A credit note says its due date with the means of payment, an invoice at its head."""
    due = _due_date(invoice) if is_credit else None
    means = [("cbc:PaymentMeansCode", "1"), ("cbc:PaymentDueDate", due)] if due else []
    text = invoice.terms.text if invoice.terms else ""
    return [
        ("cac:PaymentMeans", means),
        ("cac:PaymentTerms", [("cbc:Note", text or _fallback(invoice))]),
    ]


def _fallback(invoice):
    """Something is due: then the date or the terms must be said."""
    return "" if _due_date(invoice) or invoice.payable <= 0 else "Due on receipt"


# === SUMS === #


def _allowance(each, invoice):
    tax = invoice.taxes[0] if invoice.taxes else None
    category = _category(tax.category, tax.rate) if tax else []
    return [*_allowance_head(each, invoice.currency), ("cac:TaxCategory", category)]


def _allowance_head(each, currency):
    return [
        ("cbc:ChargeIndicator", each.is_charge),
        ("cbc:AllowanceChargeReasonCode", each.code),
        ("cbc:AllowanceChargeReason", each.text or ("Charge" if each.is_charge else "Discount")),
        ("cbc:MultiplierFactorNumeric", each.percent if each.base is not None else None),
        ("cbc:Amount", write.amount(each.amount, currency)),
        ("cbc:BaseAmount", write.amount(each.base if each.percent is not None else None, currency)),
    ]


def _category(category, rate, reason=""):
    return [
        ("cbc:ID", category),
        ("cbc:Percent", None if category in WITHOUT_RATE else rate),
        ("cbc:TaxExemptionReason", reason),
        ("cac:TaxScheme", [("cbc:ID", "VAT")]),
    ]


def _taxes(invoice):
    subtotals = [
        (
            "cac:TaxSubtotal",
            [
                ("cbc:TaxableAmount", write.amount(tax.base, invoice.currency)),
                ("cbc:TaxAmount", write.amount(tax.amount, invoice.currency)),
                (
                    "cac:TaxCategory",
                    _category(tax.category, tax.rate, tax.reason or REASONED.get(tax.category, "")),
                ),
            ],
        )
        for tax in invoice.taxes
    ]
    return [("cbc:TaxAmount", write.amount(invoice.tax_total, invoice.currency)), *subtotals]


def _totals(invoice):
    def total(is_charge):
        amounts = [a.amount or Decimal(0) for a in invoice.allowances if a.is_charge == is_charge]
        return sum(amounts) if amounts else None

    prepaid = invoice.total - invoice.payable
    sums = (
        ("cbc:LineExtensionAmount", invoice.lines_total),
        ("cbc:TaxExclusiveAmount", invoice.taxable_total),
        ("cbc:TaxInclusiveAmount", invoice.total),
        ("cbc:AllowanceTotalAmount", total(False)),
        ("cbc:ChargeTotalAmount", total(True)),
        ("cbc:PrepaidAmount", prepaid or None),
        ("cbc:PayableAmount", invoice.payable),
    )
    return [(name, write.amount(number, invoice.currency)) for name, number in sums]


# === LINES === #


def _line(line, invoice, quantity_name):
    currency = invoice.currency
    rate = Decimal(0) if line.tax_rate is None else line.tax_rate
    return [
        ("cbc:ID", line.line_id),
        ("cbc:Note", line.note),
        (quantity_name, write.quantity(line.quantity, line.unit)),
        ("cbc:LineExtensionAmount", write.amount(line.amount, currency)),
        ("cac:OrderLineReference", [("cbc:LineID", line.order_line_id)]),
        *(("cac:AllowanceCharge", _allowance_head(each, currency)) for each in line.allowances),
        (
            "cac:Item",
            write.item(
                line.item, ("cac:ClassifiedTaxCategory", _category(line.tax_category, rate))
            ),
        ),
        ("cac:Price", write.price(line, currency)),
    ]
