from odoo import fields, models
from odoo.tools import frozendict


class InvoiceBilling(models.AbstractModel):
    """What billing puts on an invoice. Adopted by ``account.move``."""

    _name = "b2b.invoice.billing"
    _description = "Billing of an invoice"

    b2b_billing_run_id = fields.Many2one(
        "b2b.billing.run",
        string="Billing Run",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
    )
    b2b_due_base = fields.Date(
        string="Term Counts From",
        copy=False,
        groups="base.group_user",
        help="The day the payment term counts from. Empty: the invoice date.",
    )
    b2b_dispatch_ids = fields.One2many(
        "b2b.billing.dispatch", "move_id", string="Sending", groups="base.group_user"
    )

    def _b2b_shift_terms(self):
        """Count the payment term from another day than the invoice's."""
        for invoice in self.filtered("b2b_due_base"):
            dates = invoice._b2b_due_dates()
            shifted = {}
            for key, values in (invoice.needed_terms or {}).items():
                discount = dates.get(key["discount_date"], key["discount_date"])
                new_key = frozendict(
                    key
                    | {
                        "date_maturity": dates.get(key["date_maturity"], key["date_maturity"]),
                        "discount_date": discount,
                    }
                )
                shifted[new_key] = values | {"discount_date": discount}
            invoice.needed_terms = shifted

    def _b2b_due_dates(self):
        """{date counted from the invoice: the same counted from its base}."""
        self.ensure_one()
        issued = self.invoice_date or self.date
        term = self.invoice_payment_term_id
        dates = {
            line._get_due_date(issued): line._get_due_date(self.b2b_due_base)
            for line in term.line_ids
        }
        if term.early_discount:
            delay = fields.Date.add
            days = term.discount_days
            dates[delay(issued, days=days)] = delay(self.b2b_due_base, days=days)
        return dates

    def _b2b_forget_claims(self):
        """Of cancelled invoices: what they billed is to be billed again."""
        claims = self.env["b2b.billing.claim"].sudo()
        claims.search([("line_id.move_id", "in", self.ids)]).unlink()


class InvoiceLineBilling(models.AbstractModel):
    """Adopted by ``account.move.line``."""

    _name = "b2b.invoice.line.billing"
    _description = "Billing of an invoice line"

    b2b_customer_po = fields.Char(string="Customer PO", copy=False)
    b2b_delivery_ref = fields.Char(string="Delivery", copy=False)
    b2b_picking_id = fields.Many2one(
        "stock.picking",
        string="Delivery Order",
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )
