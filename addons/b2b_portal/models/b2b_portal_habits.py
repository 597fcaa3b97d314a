from datetime import date, timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

# A habit shows after so many orders; older ones than this say little about today.
FEWEST_ORDERS = 3
DAYS = 365


class Habit(NamedTuple):
    """A product bought again and again. ``every`` is the usual number of days between two orders."""

    product: Any
    orders: int
    every: int
    last: date
    quantity: float


class PortalHabits(models.AbstractModel):
    """What an account buys often and did not buy lately."""

    _name = "b2b.portal.habits"
    _description = "What an account buys often"

    @api.model
    def _due_again(self, buyer, limit=6):
        """List of :class:`Habit` whose usual pause is over, the longest overdue first, in one query.

        :param buyer: :class:`Buyer`
        """
        today = fields.Date.context_today(self)
        products = self.env["product.product"].sudo().with_company(buyer.company)
        habits = []
        for product_id, orders, first, last, quantity in self._bought(buyer, today):
            every = max(1, (last - first).days // (orders - 1))
            pause = (today - last).days
            # What nobody asked for three times as long as usual is no habit any more.
            if every < pause <= 3 * every + 14:
                product = products.browse(product_id)
                habits.append((pause / every, Habit(product, orders, every, last, quantity)))
        habits.sort(key=lambda pair: pair[0], reverse=True)
        found = [habit for _overdue, habit in habits]
        products = products.browse([habit.product.id for habit in found])
        sold = products.filtered(lambda product: product.active and product.sale_ok)
        return [
            habit._replace(product=habit.product.with_prefetch(products._ids))
            for habit in found
            if habit.product in sold
        ][:limit]

    def _bought(self, buyer, today):
        """(product id, orders, first day, last day, usual quantity in the product's unit)."""
        for model in ("sale.order", "sale.order.line"):
            self.env[model].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT l.product_id, COUNT(DISTINCT o.id),
                       MIN(o.date_order)::date, MAX(o.date_order)::date,
                       ROUND(AVG(l.product_uom_qty * u.factor / own.factor)::numeric, 0)
                  FROM sale_order_line l
                  JOIN sale_order o ON o.id = l.order_id
                  JOIN uom_uom u ON u.id = l.product_uom_id
                  JOIN product_product p ON p.id = l.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  JOIN uom_uom own ON own.id = t.uom_id
                 WHERE o.b2b_account_id = %s AND o.company_id = %s AND o.state = 'sale'
                   AND o.date_order >= %s AND l.product_uom_qty > 0
                   AND l.display_type IS NULL AND t.type = 'consu'
                 GROUP BY l.product_id
                HAVING COUNT(DISTINCT o.id) >= %s AND MIN(o.date_order)::date < MAX(o.date_order)::date
                """,
                buyer.account.id,
                buyer.company.id,
                today - timedelta(days=DAYS),
                FEWEST_ORDERS,
            )
        )
