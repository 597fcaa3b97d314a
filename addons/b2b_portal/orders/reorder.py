"""The same again: what an order had, at today's price and availability."""

from typing import Any, NamedTuple

from odoo import fields, models


class Again(NamedTuple):
    """One product of an order, then and now. Quantities in the product's own unit.

    ``price_then`` is in the currency of ``offer``, a :class:`b2b_portal.shop.offer.Offer`: what the
    shop says of the product today for that quantity. ``instead`` are products taken in its place.
    """

    product: Any
    quantity: float
    price_then: float
    offer: Any
    is_sold: bool
    instead: Any

    @property
    def change(self):
        """By how much the price changed, as a part of what it was."""
        if not self.price_then:
            return 0.0
        return (self.offer.price - self.price_then) / self.price_then

    @property
    def is_short(self):
        """Whether not all of it can leave now."""
        return self.is_sold and not self.offer.is_there


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
        if not products:
            return []
        sold = products.filtered_domain(self.env["b2b.portal.catalogue"]._domain(buyer))
        rules = self.env["b2b.substitute"]._for(products - sold, buyer.company)
        quantities = {product: quantity for product, (quantity, _price) in then.items()}
        offers = self.env["b2b.portal.offer"]._of(buyer, products, quantities)
        return [
            Again(
                product,
                quantity,
                order._portal_in_currency(price, offers[product].currency),
                offers[product],
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

    def _portal_in_currency(self, price, currency):
        """A price of this order in another currency, at today's rate."""
        today = fields.Date.context_today(self)
        return self.currency_id._convert(price, currency, self.company_id, today, round=False)

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
