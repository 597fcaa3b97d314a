"""An invoice or credit note as a cXML InvoiceDetailRequest."""

from odoo.addons.b2b_oms.documents.problems import Problem

from ..xml_write import Unwritable, Value
from . import write

PURPOSES = {"invoice": "standard", "credit": "creditMemo"}
PARTNERS = (("remit_to", "remitTo"), ("bill_to", "billTo"), ("seller", "from"), ("buyer", "soldTo"))


def encode(invoice, frame, order_payload_id=""):
    """The bytes of an InvoiceDetailRequest for an ``Invoice``; a credit note has its sums negative.

    :raises Unwritable: the sums do not add up, or there are no lines
    """
    broken = [Problem("wrong_total", "invoice", text) for text in invoice.discrepancies()]
    if not invoice.lines:
        broken.append(Problem("no_lines", "invoice", "invoice: it has no lines."))
    if broken:
        raise Unwritable(broken)
    sign = -1 if invoice.kind == "credit" else 1
    head = {
        "invoiceID": invoice.number,
        "purpose": PURPOSES[invoice.kind],
        "operation": "new",
        "invoiceDate": write.moment(invoice.invoice_date),
    }
    pairs = [
        ("InvoiceDetailRequestHeader", Value(_head(invoice), head)),
        ("InvoiceDetailOrder", _order(invoice, order_payload_id, sign)),
        ("InvoiceDetailSummary", _summary(invoice, sign)),
    ]
    return write.request(frame, "InvoiceDetailRequest", pairs, dtd="InvoiceDetail")


def _head(invoice):
    partners = [
        ("InvoicePartner", [("Contact", _contact(party, role))])
        for ours, role in PARTNERS
        for party in invoice.parties
        if party.role == ours
    ]
    return [
        ("InvoiceDetailHeaderIndicator", Value(None, {})),
        ("InvoiceDetailLineIndicator", Value(None, {"isAccountingInLine": None})),
        *partners,
        ("Comments", write.described(invoice.note)),
    ]


def _contact(party, role):
    country = Value(party.country or None, {"isoCountryCode": party.country})
    address = [
        *(("Street", line) for line in party.street or ("",)),
        ("City", party.city),
        ("State", party.state),
        ("PostalCode", party.zip),
        ("Country", country),
    ]
    content = [("Name", write.described(party.name))]
    if party.city and party.country:
        content.append(("PostalAddress", address))
    return Value(content, {"role": role, "addressID": party.code})


def _order(invoice, payload_id, sign):
    reference = {"orderID": invoice.order_number, "orderDate": write.moment(invoice.order_date)}
    document = ("DocumentReference", Value(None, {"payloadID": payload_id}))
    info = [("OrderReference", Value([document], reference))] if payload_id else [
        ("OrderIDInfo", Value(None, reference))
    ]  # fmt: skip
    lines = [
        _line(line, number, invoice.currency, sign) for number, line in enumerate(invoice.lines, 1)
    ]
    return [("InvoiceDetailOrderInfo", info), *lines]


def _line(line, number, currency, sign):
    reference = [
        write.item_id(line.item),
        ("Description", write.described(line.item.description)),
    ]
    content = [
        ("UnitOfMeasure", line.unit),
        write.money("UnitPrice", line.price, currency),
        (
            "InvoiceDetailItemReference",
            Value(reference, {"lineNumber": line.order_line_id or line.line_id}),
        ),
        write.money("SubtotalAmount", sign * line.amount, currency),
    ]
    attributes = {"invoiceLineNumber": str(number), "quantity": sign * line.quantity}
    return ("InvoiceDetailItem", Value(content, attributes))


def _summary(invoice, sign):
    currency = invoice.currency
    details = [
        (
            "TaxDetail",
            Value(
                [
                    write.money("TaxableAmount", sign * tax.base, currency),
                    write.money("TaxAmount", sign * tax.amount, currency),
                ],
                {"category": tax.code.lower(), "percentageRate": tax.rate},
            ),
        )
        for tax in invoice.taxes
    ]
    tax = [
        write.money("x", sign * invoice.tax_total, currency)[1][0],
        ("Description", write.described("Tax")),
        *details,
    ]
    return [
        write.money("SubtotalAmount", sign * invoice.lines_total, currency),
        ("Tax", tax),
        write.money("GrossAmount", sign * invoice.total, currency),
        write.money("NetAmount", sign * invoice.total, currency),
        write.money("DueAmount", sign * invoice.payable, currency),
    ]
