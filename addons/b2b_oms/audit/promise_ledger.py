from odoo import models
from odoo.tools import SQL


class LedgerTellsAll(models.AbstractModel):
    """Every automatic decision can be read back: the ledger's last step is where the order is."""

    _name = "b2b.audit.promise.ledger"
    _inherit = "b2b.audit.promise"
    _description = "Every decision in the ledger"
    _code = "ledger"
    _sequence = 80

    def _violations(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id, o.name, o.b2b_state, last.to_state
                  FROM sale_order o
                  LEFT JOIN LATERAL (
                    SELECT e.to_state FROM b2b_order_event e
                     WHERE e.order_id = o.id AND e.kind = 'state' ORDER BY e.id DESC LIMIT 1
                  ) last ON TRUE
                 WHERE o.b2b_state IS NOT NULL AND last.to_state IS DISTINCT FROM o.b2b_state
                """
            )
        )
        for order_id, name, state, told in rows:
            yield self._broken(
                "sale.order", order_id, f"{name} is “{state}”, the ledger says “{told}”."
            )
        yield from self._held_without_reason()

    def _held_without_reason(self):
        held = self.env["sale.order"].search([("b2b_state", "=", "held")])
        for order in held:
            if not any(hold._is_blocking() for hold in order.b2b_hold_ids):
                yield self._broken("sale.order", order.id, f"{order.name} is held for no reason.")
