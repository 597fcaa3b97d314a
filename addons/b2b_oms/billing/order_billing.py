from odoo import fields, models


class OrderBilling(models.AbstractModel):
    """What billing asks of an order. Adopted by ``sale.order``."""

    _name = "b2b.order.billing"
    _description = "Billing of an order"

    b2b_cost_center = fields.Char(
        string="Cost Centre", help="The buyer's own, printed on the invoice."
    )

    def _b2b_billing_schedule(self):
        """The schedule of the order's account: prepaid, its own, its tier's; empty: Odoo's way."""
        self.ensure_one()
        schedules = self.env["b2b.billing.schedule"].sudo()
        if not self._b2b_tier():
            return schedules
        if self._b2b_term("prepaid"):
            return schedules._prepaid()
        account = self.sudo().b2b_account_id.with_company(self.company_id)
        return account.b2b_billing_schedule_id or account.b2b_tier_id.billing_schedule_id

    def _step_bill_on_confirmation(self):
        """Accounts billed on confirmation have their invoice the moment the order is confirmed."""
        plan = self.env["b2b.billing.plan"]
        for order in self.sudo().filtered("order_line"):
            schedule = order._b2b_billing_schedule()
            if not schedule or not schedule._timing()._bills_ordered:
                continue
            order.order_line._b2b_take_billed_quantity()
            if order.amount_total > 0 and not order.invoice_ids:
                bills = plan._bills(schedule, [plan._bare(order)])
                self.env["b2b.billing.maker"]._make(schedule, bills)
