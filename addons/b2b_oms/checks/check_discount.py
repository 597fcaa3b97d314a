from odoo import models


class DiscountCheck(models.AbstractModel):
    """Nobody gives away more than they may."""

    _name = "b2b.order.check.discount"
    _inherit = "b2b.order.check"
    _description = "Discount above the seller's authority"
    _code = "discount"
    _sequence = 52
    _about = ("lines",)
    _measures = {"percent": 1, "price": 0}

    def _find(self, orders):
        for order in orders:
            given = order.order_line.filtered(lambda line: line._b2b_is_sellers_price())
            if not given:
                continue
            may = order._b2b_discount_authority()
            for line in given:
                percent = self._percent(line)
                if percent > may + 0.005:
                    yield self._finding(
                        order,
                        self.env._(
                            "%(product)s: %(percent)s %% off, %(seller)s may give %(may)s %%.",
                            product=line.product_id.display_name,
                            percent=f"{percent:.2f}".rstrip("0").rstrip("."),
                            seller=order.user_id.name or self.env._("nobody"),
                            may=f"{may:g}",
                        ),
                        line=line,
                        percent=percent,
                        price=line._b2b_effective_price(),
                        seller=order.user_id.id,
                        may=may,
                    )

    def _percent(self, line):
        """How far the line is under the computed price."""
        computed = line.b2b_engine_price
        return round((1 - line._b2b_effective_price() / computed) * 100, 4) if computed > 0 else 0.0
