from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .section import NOTHING, Tile


class BackordersSection(models.AbstractModel):
    """What buyers wait for, by how late it is against the date last promised."""

    _name = "b2b.tower.section.backorders"
    _inherit = "b2b.tower.section"
    _description = "Backorders by lateness"
    _code = "backorders"
    _sequence = 40
    _model = "b2b.allocation"
    _action = "b2b_oms.b2b_allocation_action_backorders"

    def _title(self):
        return self.env._("Backorders")

    def _tiles(self, scope):
        wanted = [
            *scope.domain(order="order_id", account="account_id", warehouse="warehouse_id"),
            ("kind", "=", "backorder"),
            ("state", "=", "open"),
        ]
        today, week = scope.today, scope.today + timedelta(days=7)
        groups = self._by_lateness(wanted, today, week)
        rows = (
            ("late", self.env._("Date passed"), [("promised_date", "<", today)], "danger"),
            (
                "week",
                self.env._("Due within a week"),
                [("promised_date", ">=", today), ("promised_date", "<=", week)],
                "",
            ),
            ("later", self.env._("Later"), [("promised_date", ">", week)], ""),
            ("never", self.env._("Without a date"), [("promised_date", "=", False)], "warning"),
        )
        tiles = []
        for code, label, domain, colour in rows:
            group = groups.get(code, NOTHING)
            tiles.append(
                Tile(
                    code,
                    label,
                    group.count,
                    wanted + domain,
                    group.amount,
                    colour if group.count else "",
                )
            )
        return tiles

    def _by_lateness(self, domain, today, week):
        """{late, week, later, never: :class:`Group`}; money as the orders have it, without tax."""
        query = self.env["b2b.allocation"]._search(domain)
        rows = self.env.execute_query(
            SQL(
                """SELECT CASE WHEN a.promised_date IS NULL THEN 'never'
                               WHEN a.promised_date < %(today)s THEN 'late'
                               WHEN a.promised_date <= %(week)s THEN 'week'
                               ELSE 'later' END,
                          l.currency_id, COUNT(*),
                          SUM(a.waiting_quantity * l.price_subtotal
                              / NULLIF(l.product_uom_qty * u.factor / p.factor, 0))
                     FROM b2b_allocation a
                     JOIN sale_order_line l ON l.id = a.line_id
                     JOIN uom_uom u ON u.id = l.product_uom_id
                     JOIN product_product v ON v.id = a.product_id
                     JOIN product_template t ON t.id = v.product_tmpl_id
                     JOIN uom_uom p ON p.id = t.uom_id
                    WHERE a.id IN %(found)s
                    GROUP BY 1, 2""",
                today=today,
                week=week,
                found=query.subselect(),
            )
        )
        return self._grouped(rows)
