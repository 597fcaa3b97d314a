from odoo import models
from odoo.tools import format_amount


class BuyerLimitCheck(models.AbstractModel):
    """What the account itself allows the login that ordered: so much, and to these addresses.

    Orders of a month are counted without those that came later and still wait: the first is not
    stopped by the second.
    """

    _name = "b2b.order.check.buyer_limit"
    _inherit = "b2b.order.check"
    _description = "Above the buyer's own limit"
    _code = "buyer_limit"
    _sequence = 44
    _about = ("lines", "ship_to")
    _heals = True
    _measures = {"amount": 1, "limit": 0, "before": 0}

    def _find(self, orders):
        members = self.env["b2b.account.member"]._of_orders(orders)
        by_month = {order: m for order, m in members.items() if m.month_limit}
        before = self.env["sale.order"]._b2b_ordered_before(orders, list(by_month))
        for order, member in members.items():
            amount = order._b2b_ordered_value()
            if member.order_limit and self._is_above(order, amount, member.order_limit):
                yield self._above_order(order, member, amount)
            if order in by_month and self._is_above(
                order, before[order] + amount, member.month_limit
            ):
                yield self._above_month(order, member, amount, before[order])
            yield from self._other_addresses(order, member)

    def _is_above(self, order, amount, limit):
        return order.company_id.currency_id.compare_amounts(amount, limit) > 0

    def _told(self, order, amount):
        return format_amount(self.env, amount, order.company_id.currency_id)

    def _above_order(self, order, member, amount):
        return self._finding(
            order,
            self.env._(
                "%(amount)s is above the limit of %(limit)s an order that %(account)s gave %(name)s.",
                amount=self._told(order, amount),
                limit=self._told(order, member.order_limit),
                account=member.account_id.name,
                name=member.user_id.name,
            ),
            kind="order",
            login=member.user_id.id,
            amount=amount,
            limit=member.order_limit,
        )

    def _above_month(self, order, member, amount, before):
        return self._finding(
            order,
            self.env._(
                "%(before)s ordered this month + %(amount)s this order is above the limit of "
                "%(limit)s a month that %(account)s gave %(name)s.",
                before=self._told(order, before),
                amount=self._told(order, amount),
                limit=self._told(order, member.month_limit),
                account=member.account_id.name,
                name=member.user_id.name,
            ),
            kind="month",
            login=member.user_id.id,
            amount=amount,
            limit=member.month_limit,
            before=before,
        )

    def _other_addresses(self, order, member):
        if not member.ship_to_ids:
            return
        addresses = self.env["b2b.order.check.ship_to"]._addresses(order)
        for address in addresses - member.ship_to_ids:
            yield self._finding(
                order,
                self.env._(
                    "%(account)s does not let %(name)s order to %(address)s.",
                    account=member.account_id.name,
                    name=member.user_id.name,
                    address=address.display_name,
                ),
                kind="ship_to",
                login=member.user_id.id,
                address=address.id,
            )
