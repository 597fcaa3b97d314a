from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

FOREVER = "9999-12-31 00:00:00"


class BillingPreview(models.TransientModel):
    """What a schedule would invoice now, and why not the rest. Makes nothing."""

    _name = "b2b.billing.preview"
    _description = "Billing preview"

    schedule_id = fields.Many2one("b2b.billing.schedule", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    until = fields.Datetime(string="Shipped Before", required=True, default=fields.Datetime.now)
    line_ids = fields.One2many(
        "b2b.billing.preview.line",
        "preview_id",
        compute="_compute_line_ids",
        store=True,
        readonly=True,
    )
    invoice_count = fields.Integer(string="Invoices", compute="_compute_totals")
    amount = fields.Monetary(string="Without Tax", compute="_compute_totals")

    @api.depends("schedule_id", "company_id", "until")
    def _compute_line_ids(self):
        for preview in self:
            rows = preview._rows() if preview.schedule_id and preview.until else []
            preview.line_ids = [Command.clear(), *map(Command.create, rows)]

    @api.depends("line_ids")
    def _compute_totals(self):
        for preview in self:
            now = preview.line_ids.filtered("number")
            preview.invoice_count = max(now.mapped("number"), default=0)
            preview.amount = sum(now.mapped("amount"))

    def action_bill(self):
        """Invoice what is due now, in the background; opens the run it is done in."""
        self.ensure_one()
        self.env["account.move"].check_access("create")
        self.env["res.company"].browse(self.company_id.id).check_access("read")
        runs = self.env["b2b.billing.run"].sudo()
        run = runs._open_now(self.schedule_id.sudo(), self.company_id, self.until)
        if not run:
            raise UserError(self.env._("Nothing of this schedule is due."))
        self.env.ref("b2b_oms.cron_billing").sudo()._trigger()
        return run.sudo(False)._get_records_action(name=run.name)

    def _rows(self):
        """Values of the lines: first what is invoiced now, by invoice, then the rest."""
        plan = self.env["b2b.billing.plan"]
        schedule, company = self.schedule_id, self.company_id
        self.env["res.company"].browse(company.id).check_access("read")
        bills, waiting = plan._plan(schedule, company, self.until)
        rows = [
            row for number, bill in enumerate(bills, 1) for row in self._bill_rows(number, bill)
        ]
        rows += [self._row(w.parcel, reason=w.reason) for w in waiting]
        later = plan._later(schedule, company, self.until, fields.Datetime.to_datetime(FOREVER))
        reason = self.env._("Shipped after the moment; invoiced at the next one.")
        return rows + [self._row(parcel, reason=reason) for parcel in later]

    def _bill_rows(self, number, bill):
        drafts = self.env["b2b.billing.maker"]._draft(
            self.schedule_id.sudo(), bill, self.env["b2b.billing.run"]
        )
        for parcel in drafts.parcels:
            extras = drafts.extras.filtered(lambda line, p=parcel: line.order_id == p.order)
            drafts.extras -= extras
            yield self._row(parcel, number, extras, self._obstacle(parcel))

    def _obstacle(self, parcel):
        order = parcel.order
        if not order.currency_id._b2b_has_rate(order.company_id):
            return self.env._(
                "There is no exchange rate for %(currency)s.", currency=order.currency_id.name
            )
        if parcel.is_returned():
            return self.env._("Everything came back before it was invoiced.")
        return False

    def _row(self, parcel, number=0, extras=None, reason=False):
        order = parcel.order
        rows = list(parcel.quantities().items())
        rows += [(line, line.qty_to_invoice) for line in extras or ()]
        value = sum(line._b2b_unit_value() * quantity for line, quantity in rows)
        return {
            "number": 0 if reason else number,
            "account_id": order.b2b_account_id.id,
            "order_id": order.id,
            "picking_id": parcel.picking.id,
            "shipped_on": parcel.shipped_on(),
            "amount": order.currency_id._convert(
                value, order.company_id.currency_id, order.company_id, fields.Date.today()
            ),
            "reason": reason,
        }


class BillingPreviewLine(models.TransientModel):
    """One delivery of an order: on which invoice, or why on none."""

    _name = "b2b.billing.preview.line"
    _description = "Line of a billing preview"
    _order = "id"

    preview_id = fields.Many2one("b2b.billing.preview", ondelete="cascade")
    company_id = fields.Many2one(related="preview_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    number = fields.Integer(string="Invoice No.")
    account_id = fields.Many2one("res.partner", string="Account")
    order_id = fields.Many2one("sale.order", string="Order")
    picking_id = fields.Many2one("stock.picking", string="Delivery")
    shipped_on = fields.Datetime()
    amount = fields.Monetary(string="Without Tax")
    reason = fields.Char(string="Why Not")
