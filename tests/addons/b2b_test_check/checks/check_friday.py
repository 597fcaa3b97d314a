from odoo import models

FRIDAY = 4


class FridayCheck(models.AbstractModel):
    """Goods requested for a Friday arrive when nobody is at the dock."""

    _name = "b2b.order.check.friday"
    _inherit = "b2b.order.check"
    _description = "Requested for a Friday"
    _code = "friday"
    _sequence = 60

    def _find(self, orders):
        for order in orders:
            day = order.b2b_requested_date
            if day and day.weekday() == FRIDAY:
                yield self._finding(
                    order,
                    self.env._("%(day)s is a Friday.", day=day),
                    day=day.isoformat(),
                )
