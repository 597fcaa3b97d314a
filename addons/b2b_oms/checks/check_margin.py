from odoo import models
from odoo.tools import float_compare, format_amount

from ..const import PRICE_DIGITS


class MarginCheck(models.AbstractModel):
    """No line is sold under its cost plus the floor of its category."""

    _name = "b2b.order.check.margin"
    _inherit = "b2b.order.check"
    _description = "Margin floor"
    _code = "margin"
    _sequence = 60
    _about = ("lines",)
    _measures = {"price": -1, "least": 1}

    def _find(self, orders):
        for order in orders:
            for line, demand in order._b2b_demands():
                floor = demand.product.categ_id._b2b_margin_floor()
                if floor is None or not line.product_uom_qty:
                    continue
                least = self._cost(order, demand) * (1 + floor / 100)
                price = line._b2b_effective_price()
                if float_compare(price, least, precision_digits=PRICE_DIGITS) < 0:
                    yield self._finding(
                        order,
                        self.env._(
                            "%(product)s for %(price)s is under the floor of %(least)s.",
                            product=line.product_id.display_name,
                            price=format_amount(self.env, price, order.currency_id),
                            least=format_amount(self.env, least, order.currency_id),
                        ),
                        line=line,
                        price=price,
                        least=least,
                        currency=order.currency_id.name,
                    )

    def _cost(self, order, demand):
        """Cost per unit of the demand, in the order's currency."""
        product = demand.product.with_company(order.company_id)
        cost = product.uom_id._compute_price(product.standard_price, demand.uom)
        return product.cost_currency_id._convert(
            cost, order.currency_id, order.company_id, order.date_order, round=False
        )
