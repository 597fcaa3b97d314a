from odoo import models
from odoo.tools import SQL


class LedgerTellsAll(models.AbstractModel):
    """Every automatic decision can be read back.

    The ledger's last step is where the order is, and each hold and each approval has the lines
    that tell how it came and how it ended.
    """

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
        yield from self._untold_holds()
        yield from self._untold_approvals()

    def _held_without_reason(self):
        held = self.env["sale.order"].search([("b2b_state", "=", "held")])
        for order in held:
            if not any(hold._is_blocking() for hold in order.b2b_hold_ids):
                yield self._broken("sale.order", order.id, f"{order.name} is held for no reason.")

    def _untold_holds(self):
        """Holds of which the ledger does not tell that they were found, or how they ended."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT h.id, o.name, h.code, kind.told
                  FROM b2b_order_hold h
                  JOIN sale_order o ON o.id = h.order_id
                  JOIN LATERAL (VALUES ('finding'), (NULLIF(h.state, 'open'))) kind (told)
                    ON kind.told IS NOT NULL
                 WHERE NOT EXISTS (
                   SELECT 1 FROM b2b_order_event e
                    WHERE e.order_id = h.order_id AND e.rule = h.code AND e.kind = kind.told)
                """
            )
        )
        for hold, order, code, kind in rows:
            yield self._broken(
                "b2b.order.hold", hold, f"The ledger of {order} does not tell of {code}: {kind}."
            )

    def _untold_approvals(self):
        """Approvals that were asked for, or decided, with fewer lines than that."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id, o.name
                  FROM b2b_approval_request a
                  JOIN sale_order o ON o.id = a.order_id
                 WHERE (SELECT COUNT(*) FROM b2b_order_event e
                         WHERE e.order_id = a.order_id AND e.kind = 'approval')
                     < (SELECT COUNT(*) FROM b2b_approval_request r WHERE r.order_id = a.order_id)
                     + (SELECT COUNT(*) FROM b2b_approval_decision d
                          JOIN b2b_approval_request r ON r.id = d.request_id
                         WHERE r.order_id = a.order_id)
                """
            )
        )
        for approval, order in rows:
            yield self._broken(
                "b2b.approval.request", approval, f"The ledger of {order} does not tell of it."
            )
