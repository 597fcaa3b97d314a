from odoo import fields, models
from odoo.tools import SQL

from .section import NOTHING, Tile, total


class ApprovalsSection(models.AbstractModel):
    """Requests that wait for somebody's yes, and those that wait too long."""

    _name = "b2b.tower.section.approvals"
    _inherit = "b2b.tower.section"
    _description = "Approvals"
    _code = "approvals"
    _sequence = 30
    _model = "b2b.approval.request"
    _action = "b2b_oms.b2b_approval_request_action"

    def _title(self):
        return self.env._("Approvals")

    def _tiles(self, scope):
        wanted = [
            *scope.domain(
                order="order_id", account="account_id", warehouse="order_id.warehouse_id"
            ),
            ("state", "=", "pending"),
        ]
        now = fields.Datetime.now()
        groups = self._of_orders(
            wanted,
            SQL(
                "COALESCE(%s < %s, FALSE)", SQL.identifier("b2b_approval_request", "deadline"), now
            ),
        )
        waiting, late = total(groups), groups.get(True, NOTHING)
        return [
            Tile("waiting", self.env._("Waiting"), waiting.count, wanted, waiting.amount),
            Tile(
                "late",
                self.env._("Past their deadline"),
                late.count,
                [*wanted, ("deadline", "<", now)],
                late.amount,
                "danger" if late.count else "",
            ),
        ]
