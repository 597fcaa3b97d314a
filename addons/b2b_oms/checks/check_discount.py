from odoo import models


class DiscountCheck(models.AbstractModel):
    """Nobody gives away more than they may."""

    _name = "b2b.order.check.discount"
    _inherit = "b2b.order.check"
    _description = "Discount above the seller's authority"
    _code = "discount"
    _sequence = 52
    _about = ("lines",)
    _thresholds = ("percent",)
    _measures = {"percent": 1, "price": 0}

    def _meaning(self):
        return self.env._("Counts from so many per cent, for sellers without a limit of their own.")

    def _reaches(self, figures, policy):
        return figures["percent"] > (figures["may"] or policy.percent) + 0.005

    def _find(self, orders):
        for line in orders.order_line.filtered(lambda line: line._b2b_is_sellers_price()):
            percent = self._percent(line)
            if percent <= 0:
                continue
            seller = line.order_id.user_id
            yield self._finding(
                line.order_id,
                self.env._(
                    "%(product)s: %(percent)s %% under the computed price, given by %(seller)s.",
                    product=line.product_id.display_name,
                    percent=f"{percent:.2f}".rstrip("0").rstrip("."),
                    seller=seller.name or self.env._("nobody"),
                ),
                line=line,
                percent=percent,
                price=line._b2b_effective_price(),
                seller=seller.id,
                may=seller.b2b_discount_authority,
            )

    def _percent(self, line):
        """How far the line is under the computed price."""
        computed = line.b2b_engine_price
        return round((1 - line._b2b_effective_price() / computed) * 100, 4) if computed > 0 else 0.0
