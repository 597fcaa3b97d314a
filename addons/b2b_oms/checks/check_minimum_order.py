from odoo import models
from odoo.tools import format_amount


class MinimumOrderCheck(models.AbstractModel):
    """Small orders cost more than they earn: the account's minimum, else its tier's."""

    _name = "b2b.order.check.minimum_order"
    _inherit = "b2b.order.check"
    _description = "Minimum order value"
    _code = "minimum_order"
    _sequence = 30
    _measures = {"value": -1, "minimum": 1}

    def _find(self, orders):
        for order in orders:
            minimum, value = order._b2b_minimum_order(), order._b2b_goods_value()
            if order.currency_id.compare_amounts(value, minimum) >= 0:
                continue
            # Some pay a fee instead; of a split purchase order the whole counts.
            if not order._b2b_small_order_fee() and not order._b2b_is_split():
                yield self._finding(
                    order,
                    self.env._(
                        "Goods for %(value)s are under the minimum order of %(minimum)s.",
                        value=format_amount(self.env, value, order.currency_id),
                        minimum=format_amount(self.env, minimum, order.currency_id),
                    ),
                    value=value,
                    minimum=minimum,
                    currency=order.currency_id.name,
                )
