from odoo import models
from odoo.tools import format_date


class CreditExpiredCheck(models.AbstractModel):
    """A limit nobody has looked at for too long is no limit."""

    _name = "b2b.order.check.credit_expired"
    _inherit = "b2b.order.check"
    _description = "Credit limit expired"
    _code = "credit_expired"
    _sequence = 82
    _team = "credit"
    _heals = True

    def _find(self, orders):
        limits = self.env["b2b.credit.limit"]._of(
            {(order.b2b_account_id, order.company_id) for order in orders}
        )
        for order in orders:
            own = limits[order.b2b_account_id, order.company_id]
            limit = own.shared_with_id or own
            if limit and limit._is_expired() and not order._b2b_term("prepaid"):
                day = limit.valid_until
                yield self._finding(
                    order,
                    self.env._(
                        "The credit limit ended on %(day)s.", day=format_date(self.env, day)
                    ),
                    day=day.isoformat(),
                )
