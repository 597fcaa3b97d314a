"""What is not there yet, and what the buyer may choose to do about it."""

from typing import Any, NamedTuple

from odoo import api, fields, models

from odoo.addons.b2b_oms.pricing.pricing import Demand

from ..refusal import Refusal


class Backorder(NamedTuple):
    """``allocation`` is ``b2b.allocation``, sudo; ``offers`` are what may be taken instead."""

    allocation: Any
    quantity: float
    is_later: bool
    offers: list


class Offer(NamedTuple):
    """``quantity`` of the substitute in its unit; prices per unit, in the order's currency."""

    rule: Any
    product: Any
    quantity: float
    price: float
    price_now: float


class OrderBackorders(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.portal.backorders"
    _description = "Backorders of an order"

    def _portal_backorders(self):
        """List of :class:`Backorder`, what comes first in front. Empty for orders that are over."""
        self.ensure_one()
        if self.state != "sale":
            return []
        last = fields.Date.to_date("9999-12-31")
        waiting = self._b2b_waiting().sorted(lambda row: (row.promised_date or last, row.id))
        offers = self._portal_offers(waiting)
        return [
            Backorder(row, row.waiting_quantity, row._portal_is_later(), offers.get(row, []))
            for row in waiting
        ]

    def _portal_offers(self, waiting):
        """{allocation: [:class:`Offer`]} of substitutes that are in stock for all that waits."""
        rules = self.env["b2b.substitute"]._for(waiting.product_id, self.company_id)
        if not rules:
            return {}
        stock = self.sudo()._b2b_in_stock(rules.substitute_id)
        prices = self._portal_unit_prices(rules.substitute_id)
        offers = {}
        for row in waiting:
            for rule in rules.filtered(lambda rule, row=row: rule.product_id == row.product_id):
                product, needed = rule.substitute_id, row.waiting_quantity * rule.ratio
                if stock.get(product, 0.0) >= needed:
                    paid = row.line_id._b2b_effective_price()
                    offer = Offer(rule, product, needed, prices[product], paid)
                    offers.setdefault(row, []).append(offer)
        return offers

    def _portal_unit_prices(self, products):
        """{product: today's price per its own unit}, by the engine that prices the orders."""
        self.ensure_one()
        demands = [Demand(product, 1.0, product.uom_id) for product in products]
        quotes = (
            self.env["b2b.pricing"]
            .sudo()
            .with_company(self.company_id)
            ._quote(self.sudo().b2b_account_id, demands, currency=self.currency_id)
        )
        return {demand.product: quote.price for demand, quote in zip(demands, quotes, strict=True)}


class AllocationChoice(models.AbstractModel):
    """Adopted by ``b2b.allocation``."""

    _name = "b2b.portal.allocation.choice"
    _description = "Backorder the buyer decides about"

    buyer_waits_since = fields.Datetime(
        readonly=True, copy=False, help="When the buyer chose to wait for it."
    )

    def _portal_is_later(self):
        """Whether it comes later than first promised, or nobody knows when."""
        self.ensure_one()
        first = self.first_promised_date
        return bool(first and (not self.promised_date or self.promised_date > first))

    def _portal_is_undecided(self):
        """Whether a changed date waits for the buyer's word."""
        self.ensure_one()
        agreed = self.buyer_waits_since
        return self._portal_is_later() and not (
            agreed and (not self.told_on or agreed >= self.told_on)
        )

    def _portal_wait(self, buyer):
        """The buyer waits for it; noted, so that nobody asks again until the date moves."""
        self.sudo().buyer_waits_since = fields.Datetime.now()
        self._portal_note(
            self.env._(
                "%(buyer)s waits for %(product)s.",
                buyer=buyer.user.name,
                product=self.product_id.display_name,
            )
        )

    def _portal_cancel(self, buyer, reason=""):
        """What waits is cancelled for good; what is reserved or shipped stays.

        :raises Refusal: it does not wait any more
        """
        self._portal_still_waiting()
        line = self.line_id
        quantity = self.uom_id._compute_quantity(self.waiting_quantity, line.product_uom_id)
        words = self.env._("Cancelled by %(buyer)s in the portal.", buyer=buyer.user.name)
        self._give_up(self.waiting_quantity)
        line._b2b_close(quantity, f"{words} {reason}".strip())

    def _portal_take_instead(self, buyer, rule):
        """Another product instead of what waits, at today's price.

        :param rule: ``b2b.substitute`` of this product
        :raises Refusal: it does not wait any more
        :raises UserError: a check refuses the changed order
        """
        self._portal_still_waiting()
        line = self.line_id
        quantity = self.uom_id._compute_quantity(self.waiting_quantity, line.product_uom_id)
        self._give_up(self.waiting_quantity)
        line._b2b_substitute(rule, quantity)
        self._portal_note(
            self.env._(
                "%(buyer)s took %(product)s instead.",
                buyer=buyer.user.name,
                product=rule.substitute_id.display_name,
            )
        )

    def _portal_still_waiting(self):
        """Nobody else decides while we do, and nothing arrived since the page was shown."""
        self.ensure_one()
        self.order_id._b2b_take_turns()
        if self.state != "open" or self.waiting_quantity <= 0 or self.order_id.state != "sale":
            raise Refusal(self.env._("This is not waiting any more."))

    @api.model
    def _portal_changed(self, buyer):
        """Backorders of an account whose date moved and whose buyer did not say anything yet."""
        waiting = self._waiting(
            [("account_id", "=", buyer.account.id), ("company_id", "=", buyer.company.id)]
        )
        return waiting.filtered(lambda row: row._portal_is_undecided())

    def _portal_note(self, words):
        self.env["b2b.order.event"]._note(self.order_id, "allocation", words, rule="buyer")
