from odoo import models


class ManualCheck(models.AbstractModel):
    """A person stopped the order; no arithmetic lets it go, only a person."""

    _name = "b2b.order.check.manual"
    _inherit = "b2b.order.check"
    _description = "Stopped by a person"
    _code = "manual"
    _sequence = 5

    def _find(self, orders):
        for order in orders:
            if order.b2b_stop_reason:
                yield self._finding(order, order.b2b_stop_reason, number=order.b2b_stop_number)
