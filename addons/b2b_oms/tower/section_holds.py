from odoo import models
from odoo.tools import SQL

from ..const import STOPPING_ACTIONS
from .section import Tile


class HoldsSection(models.AbstractModel):
    """Held orders by the reason that holds them; an order with two reasons counts under both."""

    _name = "b2b.tower.section.holds"
    _inherit = "b2b.tower.section"
    _description = "Holds by reason"
    _code = "holds"
    _sequence = 20
    _model = "b2b.order.hold"
    _action = "b2b_oms.sale_order_action_held"

    def _title(self):
        return self.env._("Held, by reason")

    def _tiles(self, scope):
        wanted = scope.domain(
            order="order_id", account="account_id", warehouse="order_id.warehouse_id"
        )
        stopping = [("state", "=", "open"), ("action", "in", STOPPING_ACTIONS)]
        groups = self._of_orders(
            [*wanted, *stopping, ("order_id.b2b_state", "=", "held")],
            SQL.identifier("b2b_order_hold", "code"),
        )
        labels = dict(self.env["b2b.check.policy"]._selection_code())
        orders = scope.domain(order="", account="b2b_account_id", warehouse="warehouse_id")
        return [
            Tile(
                code,
                labels.get(code, code),
                group.count,
                [
                    *orders,
                    ("b2b_state", "=", "held"),
                    ("b2b_hold_ids", "any", [("code", "=", code), *stopping]),
                ],
                group.amount,
                model="sale.order",
            )
            for code, group in sorted(groups.items(), key=lambda item: -item[1].amount)
        ]
