from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .section import Tile


class ShipmentsSection(models.AbstractModel):
    """Deliveries of accounts that leave today, that should have left, and that wait for goods."""

    _name = "b2b.tower.section.shipments"
    _inherit = "b2b.tower.section"
    _description = "Shipments due"
    _code = "shipments"
    _sequence = 50
    _model = "stock.picking"
    _action = "stock.action_picking_tree_all"

    def _title(self):
        return self.env._("Shipments")

    def _tiles(self, scope):
        wanted = [
            *scope.domain(
                order="sale_id",
                account="sale_id.b2b_account_id",
                warehouse="picking_type_id.warehouse_id",
            ),
            ("sale_id.b2b_account_id", "!=", False),
            ("sale_id.b2b_state", "!=", False),
            ("picking_type_code", "=", "outgoing"),
            ("state", "in", ("confirmed", "waiting", "assigned")),
        ]
        start = scope.moment(scope.today)
        end = scope.moment(scope.today + timedelta(days=1))
        ready, due = ("state", "=", "assigned"), ("scheduled_date", "<", end)
        late = ("scheduled_date", "<", start)
        rows = (
            ("late", self.env._("Ready and late"), [ready, late], "danger"),
            (
                "today",
                self.env._("Ready, due today"),
                [ready, due, ("scheduled_date", ">=", start)],
                "",
            ),
            (
                "short",
                self.env._("Due, not all there"),
                [("state", "!=", "assigned"), due],
                "warning",
            ),
            ("later", self.env._("Later"), [("scheduled_date", ">=", end)], ""),
        )
        counts = self._by_urgency(wanted, start, end)
        return [
            Tile(
                code,
                label,
                counts.get(code, 0),
                wanted + domain,
                tone=colour if counts.get(code) else "",
            )
            for code, label, domain, colour in rows
        ]

    def _by_urgency(self, domain, start, end):
        """{late, today, short, later: number of deliveries}"""
        query = self.env["stock.picking"]._search(domain)
        rows = self.env.execute_query(
            SQL(
                """SELECT CASE WHEN scheduled_date >= %(end)s THEN 'later'
                               WHEN state <> 'assigned' THEN 'short'
                               WHEN scheduled_date < %(start)s THEN 'late'
                               ELSE 'today' END, COUNT(*)
                     FROM stock_picking WHERE id IN %(found)s GROUP BY 1""",
                start=start,
                end=end,
                found=query.subselect(),
            )
        )
        return dict(rows)
