from odoo import models


class FirstOrdersCheck(models.AbstractModel):
    """The first orders of an account are looked at by a person."""

    _name = "b2b.order.check.first_orders"
    _inherit = "b2b.order.check"
    _description = "First orders of an account"
    _code = "first_orders"
    _sequence = 40
    _team = "credit"
    _thresholds = ("times",)
    _measures = {"amount": 1, "times": 0}

    def _meaning(self):
        return self.env._("Counts for so many first orders of an account.")

    def _reaches(self, figures, policy):
        return figures["times"] <= policy.times

    def _find(self, orders):
        before = {
            (account, company): count
            for account, company, count in self.env["sale.order"]._read_group(
                [("b2b_account_id", "in", orders.b2b_account_id.ids), ("state", "=", "sale")],
                ["b2b_account_id", "company_id"],
                ["__count"],
            )
        }
        for order in orders:
            times = before.get((order.b2b_account_id, order.company_id), 0) + 1
            yield self._finding(
                order,
                self.env._(
                    "Order number %(times)s of %(account)s.",
                    times=times,
                    account=order.b2b_account_id.display_name,
                ),
                times=times,
                amount=order.amount_total,
                currency=order.currency_id.name,
            )
