from datetime import timedelta
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

# Farther back nobody would call two orders one.
LOOK_BACK_DAYS = 90
# Freight, rewards and the like stand beside the goods and do not make another order of it.
OTHER_LINES = 5


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
        counted = self.env["b2b.check.policy"]._codes_that_count()
        wanted = {order: order._b2b_basket_key() for order in orders}
        wanted = {order: key for order, key in wanted.items() if key}
        if not wanted:
            return
        twins = self._others(wanted).grouped(lambda other: other._b2b_basket_key())
        for order, key in wanted.items():
            others = [o for o in twins.get(key, ()) if self._is_twin(order, o)]
            if self._code == "near_duplicate" and "channel_twin" in counted:
                # Those of another channel are that check's: one matter, one hold.
                others = [o for o in others if o.b2b_channel == order.b2b_channel]
            if others:
                yield self._describe(order, others[0])

    def _others(self, wanted):
        """Orders of the same accounts in the time before that may be twins, the latest first.

        One query finds those with as many lines of the same products and as many pieces in all; few
        are left to be looked at closely.

        :param wanted: {order: basket key}
        """
        orders = self.env["sale.order"].union(*wanted)
        for model in ("sale.order", "sale.order.line"):
            self.env[model].flush_model()
        products = {product for *_of, lines in wanted.values() for (product, _u), _q in lines}
        sizes = {self._size(order) for order in wanted}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id
                  FROM sale_order o
                  JOIN sale_order_line l ON l.order_id = o.id
                 WHERE o.b2b_account_id IN %s AND o.company_id IN %s AND o.state != 'cancel'
                   AND o.date_order >= %s
                   AND l.display_type IS NULL AND l.b2b_adjustment IS NULL
                 GROUP BY o.id
                HAVING (count(*) FILTER (WHERE l.product_id IN %s),
                        round(sum(l.product_uom_qty) FILTER (WHERE l.product_id IN %s)::numeric, 3))
                       IN %s
                   AND count(*) <= %s
                 ORDER BY o.id DESC
                """,
                orders.b2b_account_id._ids,
                orders.company_id._ids,
                min(order.date_order for order in orders) - timedelta(days=LOOK_BACK_DAYS),
                tuple(products),
                tuple(products),
                tuple(sizes),
                max(lines for lines, _pieces in sizes) + OTHER_LINES,
            )
        )
        return orders.browse(row for (row,) in rows)

    def _size(self, order):
        """(number of lines, pieces in all) of the goods."""
        goods = order._b2b_goods()
        return len(goods), round(Decimal(str(sum(goods.mapped("product_uom_qty")))), 3)

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
