from odoo import models
from odoo.tools import format_amount


class OverdueCheck(models.AbstractModel):
    """Who has not paid what is due does not get more."""

    _name = "b2b.order.check.overdue"
    _inherit = "b2b.order.check"
    _description = "Overdue invoices"
    _code = "overdue"
    _sequence = 84
    _team = "credit"
    _heals = True
    _thresholds = ("days", "amount")
    _measures = {"days": 0, "amount": 1}

    def _meaning(self):
        return self.env._("Counts when more than this amount is overdue for more than these days.")

    def _reaches(self, figures, policy):
        return figures["days"] > policy.days and figures["amount"] > policy.amount

    def _find(self, orders):
        overdue = self.env["b2b.payment.behaviour"]._overdue(
            orders.b2b_account_id.ids, orders.company_id.ids
        )
        for order in orders:
            late = overdue.get((order.b2b_account_id.id, order.company_id.id))
            if late:
                currency = order.company_id.currency_id
                yield self._finding(
                    order,
                    self.env._(
                        "%(amount)s overdue, the oldest for %(days)s days.",
                        amount=format_amount(self.env, late.amount, currency),
                        days=late.days,
                    ),
                    amount=late.amount,
                    days=late.days,
                    currency=currency.name,
                )
