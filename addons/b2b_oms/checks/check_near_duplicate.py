from datetime import timedelta

from odoo import models

# Farther back nobody would call two orders one.
LOOK_BACK_DAYS = 90


class NearDuplicateCheck(models.AbstractModel):
    """The same lines again, under another number or by another way: sent twice by mistake?"""

    _name = "b2b.order.check.near_duplicate"
    _inherit = "b2b.order.check"
    _description = "Near-duplicate of another order"
    _code = "near_duplicate"
    _sequence = 16
    _thresholds = ("days",)

    def _meaning(self):
        return self.env._("Counts when the other order is at most so many days older.")

    def _reaches(self, figures, policy):
        return figures["days"] <= policy.days

    def _find(self, orders):
        wanted = {order: order._b2b_basket_key() for order in orders}
        wanted = {order: key for order, key in wanted.items() if key}
        if not wanted:
            return
        twins = self._others(orders).grouped(lambda other: other._b2b_basket_key())
        for order, key in wanted.items():
            others = [o for o in twins.get(key, ()) if self._is_twin(order, o)]
            if others:
                yield self._describe(order, others[0])

    def _others(self, orders):
        """Orders of the same accounts in the time before, the latest first; two queries."""
        first = min(order.date_order for order in orders)
        return self.env["sale.order"].search(
            [
                ("b2b_account_id", "in", orders.b2b_account_id.ids),
                ("company_id", "in", orders.company_id.ids),
                ("state", "!=", "cancel"),
                ("date_order", ">=", first - timedelta(days=LOOK_BACK_DAYS)),
            ],
            order="id desc",
        )

    def _is_twin(self, order, other):
        """An older order that is neither a part of this one nor caught by its PO number."""
        number = order._b2b_po_key()
        return other.id < order.id and not (
            (number and other._b2b_po_key() == number) or order._b2b_is_part_of(other)
        )

    def _describe(self, order, other):
        days = max(0, (order.date_order - other.date_order).days)
        return self._finding(
            order,
            self.env._(
                "The same lines were ordered %(days)s days before as %(other)s (PO %(number)s).",
                days=days,
                other=other.name,
                number=other.client_order_ref or self.env._("none"),
            ),
            other=other.id,
            days=days,
        )
