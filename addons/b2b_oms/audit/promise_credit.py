from collections import defaultdict

from odoo import models
from odoo.tools import SQL

# Money is written with two decimals; a sum of a few rounded terms may be off by so much.
CENT = 0.011


class NoLimitOverrun(models.AbstractModel):
    """Exposure passes a limit only by a recorded decision; two orders at once do not slip under.

    Each release writes into the ledger what was open before it, what came, what was allowed, and
    the number of the turn it had over the account. That trail must be consistent in itself, and
    with the orders as they stand.
    """

    _name = "b2b.audit.promise.credit"
    _inherit = "b2b.audit.promise"
    _description = "No limit overrun"
    _code = "credit"
    _sequence = 20

    def _violations(self):
        events = self._events()
        yield from self._over_without_a_decision(events)
        yield from self._slipped_under_together(events)
        yield from self._grown_unseen(events)
        yield from self._released_without_a_look()

    def _events(self):
        """Rows (id, order id, order name, credit figures) of the ledger, in their order."""
        return self.env.execute_query(
            SQL(
                """
                SELECT e.id, o.id, o.name, e.figures->'credit', e.create_date
                  FROM b2b_order_event e
                  JOIN sale_order o ON o.id = e.order_id
                 WHERE e.figures ? 'credit'
                 ORDER BY e.id
                """
            )
        )

    def _over_without_a_decision(self, events):
        """Over the limit, and nobody said yes, and the policy did not let it pass either."""
        passed = self._let_pass()
        for _id, order, name, credit, _when in events:
            if credit.get("unlimited"):
                continue
            over = credit["before"] + credit["amount"] - credit["limit"]
            if over > max(CENT, passed.get(order, 0.0) + CENT):
                yield self._broken(
                    "sale.order",
                    order,
                    f"{name} passed the limit by {over:.2f} {credit['currency']} without a decision.",
                )

    def _let_pass(self):
        """{order id: how far over the limit somebody, or a policy that only notes, let it go}."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT h.order_id,
                       MAX(COALESCE((h.figures->>'over')::float, 'infinity'))
                  FROM b2b_order_hold h
                 WHERE h.code = 'credit_limit'
                   AND (h.state = 'waived' OR h.action = 'note')
                 GROUP BY h.order_id
                """
            )
        )
        tolerances = self.env["b2b.check.policy"].search([("code", "=", "credit_limit")])
        most = 1 + max(tolerances.mapped("tolerance"), default=0) / 100
        ignored = {} if self._is_counted() else defaultdict(lambda: float("inf"))
        return ignored or {order: over * most for order, over in rows}

    def _is_counted(self):
        return "credit_limit" in self.env["b2b.check.policy"]._codes_that_count()

    def _slipped_under_together(self, events):
        """Two releases with one turn over one account, the second of which did not see the first."""
        last = {}
        for _id, order, name, credit, _when in events:
            key = (*credit["pool"], credit["turn"])
            before, after = credit["before"], credit["before"] + credit["amount"]
            if key in last and before < last[key] - CENT:
                yield self._broken(
                    "sale.order", order, f"{name} was released without seeing the one before it."
                )
            last[key] = max(after, last.get(key, after))

    def _grown_unseen(self, events):
        """A released order worth more than the ledger last told with its credit."""
        told = {order: credit["total"] for _id, order, _name, credit, _when in events}
        orders = self.env["sale.order"].browse(told).exists()
        for order in orders.filtered(lambda o: o.b2b_state == "released"):
            if order.amount_total > told[order.id] + CENT:
                yield self._broken(
                    "sale.order",
                    order.id,
                    f"{order.name} grew from {told[order.id]:.2f} to {order.amount_total:.2f} "
                    "without a look at the credit.",
                )

    def _released_without_a_look(self):
        """Released after the account had its limit, and the ledger does not tell the credit."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id, o.name
                  FROM sale_order o
                  JOIN b2b_credit_limit l
                    ON l.account_id = o.b2b_account_id AND l.company_id = o.company_id AND l.active
                  JOIN b2b_order_event e
                    ON e.order_id = o.id AND e.kind = 'state' AND e.to_state = 'released'
                 WHERE o.b2b_state = 'released'
                   AND e.create_date > l.create_date
                   AND e.from_state IS DISTINCT FROM 'closed'
                   AND NOT COALESCE(e.figures ? 'credit', FALSE)
                """
            )
        )
        orders = self.env["sale.order"].browse(order for order, _name in rows)
        for order in orders.filtered(lambda order: not order._b2b_term("prepaid")):
            yield self._broken(
                "sale.order", order.id, f"{order.name} was released without a look at the credit."
            )
