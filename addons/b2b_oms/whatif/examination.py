"""What today's rules would make of orders that exist already. Nothing is written."""

from typing import NamedTuple

from odoo import models

from ..const import STOPPING_ACTIONS
from ..pricing.pricing import Demand


class Answer(NamedTuple):
    """What the rules of the moment say to one order.

    ``holds`` is {code of the check: message} of what would stop it, ``goods`` the value of its
    lines at the engine's prices without tax, in the order's currency, ``warehouses`` the names of
    those that would send it, in the order of the alphabet.
    """

    holds: dict
    goods: float
    warehouses: tuple


class Examination(models.AbstractModel):
    """Asks checks, prices and routing about orders as they are asked at the release.

    Prices are those of the order's day. Credit is today's, and stock is what is free today: what an
    order has reserved itself counts as taken.
    """

    _name = "b2b.examination"
    _description = "Examination of past orders"

    def _examine(self, orders, prices=True, routing=True):
        """{``sale.order``: :class:`Answer`}

        :param prices, routing: False leaves them out where nobody asks
        """
        orders = orders.sudo()
        holds = self._holds(orders)
        return {
            order: Answer(
                holds.get(order, {}),
                self._goods(order) if prices else 0.0,
                self._warehouses(order) if routing else (),
            )
            for order in orders
        }

    def _holds(self, orders):
        """{order: {code: message}} of what would stop it."""
        decided = self.env["b2b.check.policy"]._decide(self.env["b2b.order.check"]._run(orders))
        holds = {}
        for finding, policy in decided:
            if policy.action in STOPPING_ACTIONS:
                found = holds.setdefault(finding.order, {})
                found.setdefault(finding.code, finding.message)
        return holds

    def _quotes(self, order):
        """{line: what one of it costs today's engine on the order's day}"""
        lines = order.order_line.filtered(lambda line: line._b2b_is_priced())
        demands = [
            Demand(line.product_id, line.product_uom_qty, line.product_uom_id) for line in lines
        ]
        if not demands:
            return {}
        pricing = self.env["b2b.pricing"].with_company(order.company_id)
        account = order.b2b_account_id.with_company(order.company_id)
        quotes = pricing._quote(account, demands, date=order.date_order, currency=order.currency_id)
        return {line: quote.price for line, quote in zip(lines, quotes, strict=True)}

    def _goods(self, order):
        return sum(
            order.currency_id.round(price * line.product_uom_qty)
            for line, price in self._quotes(order).items()
        )

    def _warehouses(self, order):
        wanted = [
            (line, ship_to, quantity)
            for line in order.order_line
            if line.product_id and line.product_id.type != "service"
            for ship_to, quantity in line._b2b_targets().items()
            if quantity > 0
        ]
        shares = order._b2b_plan(wanted).shares if wanted else ()
        return tuple(sorted({share.warehouse.name for share in shares if share.warehouse}))
