from odoo import models
from odoo.tools import format_amount


class PriceCheck(models.AbstractModel):
    """The price on the buyer's document against ours, where the account's policy says hold."""

    _name = "b2b.order.check.price"
    _inherit = "b2b.order.check"
    _description = "Price difference"
    _code = "price"
    _sequence = 50
    _about = ("lines",)

    def _find(self, orders):
        priced = orders.order_line.filtered("b2b_customer_price")
        if not priced:
            return
        policies = self.env["b2b.price.policy"]._every()
        for order, lines in priced.grouped("order_id").items():
            policy = order._b2b_price_policy(policies)
            for line in lines:
                ours, theirs = line._b2b_effective_price(), line.b2b_customer_price
                if policy._verdict(ours, theirs) != "hold":
                    continue
                yield self._finding(
                    order,
                    self.env._(
                        "%(product)s: the buyer says %(theirs)s, we say %(ours)s (%(difference)s).",
                        product=line.product_id.display_name,
                        theirs=format_amount(self.env, theirs, order.currency_id),
                        ours=format_amount(self.env, ours, order.currency_id),
                        difference=format_amount(self.env, theirs - ours, order.currency_id),
                    ),
                    line=line,
                    ours=ours,
                    theirs=theirs,
                    currency=order.currency_id.name,
                )
