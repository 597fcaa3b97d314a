from odoo import models
from odoo.tools import format_amount


class PrepaymentCheck(models.AbstractModel):
    """Orders of prepaid accounts are invoiced at once and delivered when they are paid."""

    _name = "b2b.order.check.prepayment"
    _inherit = "b2b.order.check"
    _description = "Prepayment not received"
    _code = "prepayment"
    _sequence = 90
    _stage = "delivery"
    _team = "credit"
    _heals = True
    _measures = {"open": 1}

    def _find(self, orders):
        for order in orders.filtered(lambda order: order._b2b_term("prepaid")):
            still_open = order.amount_total - order._b2b_paid()
            if order.currency_id.compare_amounts(still_open, 0) > 0:
                yield self._finding(
                    order,
                    self.env._(
                        "%(amount)s of this order are not paid yet.",
                        amount=format_amount(self.env, still_open, order.currency_id),
                    ),
                    open=order.currency_id.round(still_open),
                    currency=order.currency_id.name,
                )
