from odoo import api, models
from odoo.fields import Domain

from .answer import Answer
from .operation import Operation
from .order_kinds import ACCOUNT_NAME
from .resource import PAGE, amount, page_of, quantity
from .schema import Choice, Day, ListOf, Maybe, Number, Text, Told, Whole

INVOICE = Told(
    {
        "id": Whole(),
        "name": Text(most=60),
        "kind": Choice(("invoice", "credit_note")),
        "account": ACCOUNT_NAME,
        "date": Maybe(Day()),
        "due": Maybe(Day()),
        "currency": Text("ISO 4217.", most=3),
        "untaxed": Number(),
        "tax": Number(),
        "total": Number(),
        "open": Number("Not paid yet."),
        "payment": Choice(("open", "partial", "paid", "reversed")),
        "orders": ListOf(Told({"id": Whole(), "name": Text(most=60), "number": Text(most=200)})),
        "lines": ListOf(
            Told(
                {
                    "sku": Text(most=100),
                    "name": Text(most=5000, lines=True),
                    "quantity": Number(),
                    "unit": Text(most=100),
                    "price": Number(),
                    "subtotal": Number(),
                }
            )
        ),
    }
)
PAYMENTS = {"partial": "partial", "paid": "paid", "in_payment": "paid", "reversed": "reversed"}


class InvoicesResource(models.AbstractModel):
    """Posted invoices and credit notes, and their PDFs."""

    _name = "b2b.api.resource.invoices"
    _inherit = "b2b.api.resource"
    _description = "Invoices"
    _code = "invoices"
    _feed = "invoices"
    _sequence = 60

    @api.model
    def _source(self):
        shown = [
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("state", "=", "posted"),
            ("commercial_partner_id.b2b_tier_id", "!=", False),
        ]
        return "account.move", shown, "commercial_partner_id"

    @api.model
    def _feed_tell(self, moves, call):
        return [self._tell(move) for move in moves]

    @api.model
    def _operations(self):
        one = {"id": Whole()}
        order = {"order": Whole("Id of an order that is on the invoice.")}
        return [
            Operation("GET", "/invoices", "listInvoices", "Invoices, the newest first",
                      "invoices:read", "_list", {200: page_of(INVOICE)}, query=PAGE | order),
            Operation("GET", "/invoices/{id}", "getInvoice", "One invoice", "invoices:read", "_get",
                      {200: INVOICE}, parts=one, versioned=True),
            Operation("GET", "/invoices/{id}/pdf", "getInvoicePdf", "The invoice as PDF",
                      "invoices:read", "_pdf", {200: None}, parts=one, media="application/pdf"),
        ]  # fmt: skip

    @api.model
    def _list(self, call):
        order = call.query.get("order")
        of_order = Domain("invoice_line_ids.sale_line_ids.order_id", "=", order)
        domain = of_order if order else Domain.TRUE
        return self._page(call, lambda found, _call: [self._tell(move) for move in found], domain)

    @api.model
    def _get(self, call):
        return Answer(200, self._tell(self._one(call)))

    @api.model
    def _pdf(self, call):
        """The document that was sent; rendered when none was yet."""
        invoice = self._one(call)
        content = invoice.invoice_pdf_report_id.raw
        if not content:
            report = invoice.partner_id.invoice_template_pdf_report_id
            name = report.report_name or "account.account_invoices"
            content, _kind = (
                self.env["ir.actions.report"].sudo()._render_qweb_pdf(name, invoice.ids)
            )
        named = f'attachment; filename="{invoice.name.replace("/", "_")}.pdf"'
        return Answer(200, content, (("Content-Disposition", named),), "application/pdf")

    @api.model
    def _tell(self, move):
        currency = move.currency_id
        lines = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        return {
            "id": move.id,
            "name": move.name,
            "kind": "credit_note" if move.move_type == "out_refund" else "invoice",
            "account": self.env["b2b.api.order.view"]._partner(move.commercial_partner_id),
            "date": move.invoice_date or None,
            "due": move.invoice_date_due or None,
            "currency": currency.name,
            "untaxed": amount(currency, move.amount_untaxed),
            "tax": amount(currency, move.amount_tax),
            "total": amount(currency, move.amount_total),
            "open": amount(currency, move.amount_residual),
            "payment": PAYMENTS.get(move.payment_state, "open"),
            "orders": [
                {"id": order.id, "name": order.name, "number": order.client_order_ref or ""}
                for order in lines.sale_line_ids.order_id
            ],
            "lines": [
                {
                    "sku": line.product_id.default_code or "",
                    "name": line.name or "",
                    "quantity": quantity(line.quantity),
                    "unit": line.product_uom_id.name or "",
                    "price": round(line.price_unit, 6),
                    "subtotal": amount(currency, line.price_subtotal),
                }
                for line in lines
            ],
        }
