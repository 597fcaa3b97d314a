from odoo import models
from odoo.tools import SQL

from .section import NOTHING, Tile

# Orders older than so many days in their step want to be looked at.
STEPS = {"received": 1, "held": 2, "released": 14}


class OrdersSection(models.AbstractModel):
    """Open orders by step, and those that stand in it too long."""

    _name = "b2b.tower.section.orders"
    _inherit = "b2b.tower.section"
    _description = "Orders by step and age"
    _code = "orders"
    _sequence = 10
    _model = "sale.order"
    _action = "b2b_oms.sale_order_action_all"

    def _title(self):
        return self.env._("Open orders")

    def _tiles(self, scope):
        groups = self._by_step_and_age(scope)
        labels = dict(self.env["sale.order"]._fields["b2b_state"]._description_selection(self.env))
        tiles = []
        for step, days in STEPS.items():
            young, old = (groups.get((step, old), NOTHING) for old in (False, True))
            tiles.append(
                Tile(
                    step,
                    labels[step],
                    young.count + old.count,
                    self._domain(scope, step),
                    young.amount + old.amount,
                )
            )
            if old.count:
                tiles.append(
                    Tile(
                        f"{step}_old",
                        self.env._("%(step)s for over %(days)s days", step=labels[step], days=days),
                        old.count,
                        [*self._domain(scope, step), ("create_date", "<", scope.days_ago(days))],
                        old.amount,
                        "warning",
                    )
                )
        return tiles

    def _domain(self, scope, step):
        return [
            *scope.domain(order="", account="b2b_account_id", warehouse="warehouse_id"),
            ("b2b_state", "=", step),
        ]

    def _by_step_and_age(self, scope):
        """{(step, stands too long): :class:`Group`}"""
        query = self.env["sale.order"]._search(
            [
                *scope.domain(order="", account="b2b_account_id", warehouse="warehouse_id"),
                ("b2b_state", "in", list(STEPS)),
            ]
        )
        age = SQL(" ").join(
            SQL("WHEN %s THEN create_date < %s", step, scope.days_ago(days))
            for step, days in STEPS.items()
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT b2b_state, CASE b2b_state %s END AS old, currency_id, COUNT(*),
                          SUM(amount_total)
                     FROM sale_order WHERE id IN %s
                    GROUP BY 1, 2, 3""",
                age,
                query.subselect(),
            )
        )
        keyed = (((step, old), *rest) for step, old, *rest in rows)
        return self._grouped(keyed)
