"""The same again: what an order had, at today's price and availability."""

from datetime import date
from typing import Any, NamedTuple

from odoo import models

from odoo.addons.b2b_oms.pricing.pricing import Demand


class Again(NamedTuple):
    """One product of an order, then and now. Quantities are in ``uom``, the product's own unit.

    ``available`` is what can leave now, None for what never runs out; ``coming`` the day by which
    the rest is there, False when nobody knows. ``instead`` are products taken in its place.
    """

    product: Any
    uom: Any
    quantity: float
    price_then: float
    price_now: float
    available: float | None
    coming: date | bool
    is_sold: bool
    instead: Any

    @property
    def change(self):
        """By how much the price changed, as a part of what it was."""
        return (self.price_now - self.price_then) / self.price_then if self.price_then else 0.0

    @property
    def is_short(self):
        return self.is_sold and self.available is not None and self.available < self.quantity


class OrderReorder(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.portal.reorder"
    _description = "Ordering the same again"

    def _portal_again(self, buyer):
        """List of :class:`Again`, one a product, in the order's sequence, in constant queries.

        :param buyer: :class:`Buyer`; prices, warehouses and stock are those of its account
        """
        self.ensure_one()
        order = self.sudo().with_company(buyer.company)
        then = order._portal_bought()
        products = order.env["product.product"].union(*then)
        prices = order._portal_prices_now(buyer, then)
        free, coming = order._portal_stock_now(buyer, then)
        sold = products.filtered(lambda product: product.active and product.sale_ok)
        rules = self.env["b2b.substitute"]._for(products - sold, buyer.company)
        return [
            Again(
                product,
                product.uom_id,
                quantity,
                price,
                prices.get(product, 0.0),
                free.get(product),
                coming.get(product, False),
                product in sold,
                rules.filtered(lambda rule, p=product: rule.product_id == p).substitute_id,
            )
            for product, (quantity, price) in then.items()
        ]

    def _portal_bought(self):
        """{product: (quantity, price) in its own unit}: goods only, what was cancelled too."""
        bought = {}
        for line in self._get_update_prices_lines().filtered("product_id"):
            if line.b2b_adjustment or line.is_reward_line or line.is_downpayment:
                continue
            product = line.product_id
            asked = line.product_uom_qty + line.b2b_cancelled_quantity
            quantity = line.product_uom_id._compute_quantity(asked, product.uom_id)
            if quantity <= 0:
                continue
            price = line.product_uom_id._compute_price(line._b2b_effective_price(), product.uom_id)
            had = bought.get(product, (0.0, 0.0))
            bought[product] = (had[0] + quantity, price)
        return bought

    def _portal_prices_now(self, buyer, bought):
        """{product: price per its unit in the order's currency} if all of it were ordered today."""
        demands = [
            Demand(product, quantity, product.uom_id) for product, (quantity, _p) in bought.items()
        ]
        quotes = self.env["b2b.pricing"]._quote(
            buyer.account.with_env(self.env), demands, currency=self.currency_id
        )
        return {demand.product: quote.price for demand, quote in zip(demands, quotes, strict=True)}

    def _portal_stock_now(self, buyer, bought):
        """({product: available now}, {product: the day by which all that was bought is there})."""
        goods = self.env["product.product"].union(*bought).filtered("is_storable")
        houses = self.env["stock.warehouse"].search([("company_id", "=", buyer.company.id)])
        houses -= self.env["b2b.warehouse.preference"]._excluded(
            buyer.account.with_env(self.env), buyer.company
        )
        availability = self.env["b2b.availability"]
        tier = buyer.account.b2b_tier_id.with_env(self.env)
        by_house = availability._by_warehouse(goods, houses, tier)
        free = {
            product: sum(by_house.get((product.id, house.id), 0.0) for house in houses)
            for product in goods
        }
        short = goods.filtered(lambda product: free[product] < bought[product][0])
        timeline = availability._timeline(short, houses)
        coming = {}
        for product in short:
            missing = bought[product][0] - free[product]
            days = [availability._promise_date(product, h, missing, timeline) for h in houses]
            coming[product] = min((day for day in days if day), default=False)
        return free, coming

    def _portal_put_again(self, buyer, quantities):
        """Put so much of these into the buyer's cart.

        :param quantities: {product id: quantity in its unit}; what the order does not have, or is
            not sold any more, is left out
        :return: how many products were put in
        """
        wanted = {
            again.product: quantities[again.product.id]
            for again in self._portal_again(buyer)
            if again.is_sold and quantities.get(again.product.id, 0.0) > 0
        }
        if wanted:
            self.env["b2b.cart"]._current(buyer)._add(wanted)
        return len(wanted)
