from odoo import models
from odoo.tools import format_amount


class OrderValueCheck(models.AbstractModel):
    """Large orders are looked at before anything is promised."""

    _name = "b2b.order.check.order_value"
    _inherit = "b2b.order.check"
    _description = "Order above a value"
    _code = "order_value"
    _sequence = 45
    _about = ("lines",)
    _thresholds = ("amount",)
    _measures = {"amount": 1, "value": 0}

    def _meaning(self):
        return self.env._("Counts for orders above this amount, with tax. Zero: never.")

    def _reaches(self, figures, policy):
        return 0 < policy.amount < figures["amount"]

    def _find(self, orders):
        for order in orders:
            company = order.company_id
            amount = order.currency_id._convert(
                order.amount_total, company.currency_id, company, order.date_order
            )
            yield self._finding(
                order,
                self.env._(
                    "The order is worth %(value)s.",
                    value=format_amount(self.env, order.amount_total, order.currency_id),
                ),
                amount=amount,
                value=order.amount_total,
            )
