from odoo import models
from odoo.tools import SQL


class ShipmentsBilledOnce(models.AbstractModel):
    """Every shipment is billed once: what an invoice line bills is what its deliveries brought.

    The database keeps a second claim on a move away; here is asked whether the claims are true.
    """

    _name = "b2b.audit.promise.billed"
    _inherit = "b2b.audit.promise"
    _description = "Invoiced is delivered less returned, each shipment once"
    _code = "billed"
    _sequence = 45

    def _violations(self):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        yield from self._wrong_lines(digits)
        yield from self._wrong_claims(digits)
        yield from self._over_invoiced(digits)
        yield from self._forgotten()

    def _wrong_lines(self, digits):
        """Lines of a run that bill another quantity than their claims say."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id, m.name, l.name, l.quantity, sum(c.quantity)
                  FROM b2b_billing_claim c
                  JOIN account_move_line l ON l.id = c.line_id
                  JOIN account_move m ON m.id = l.move_id
                 WHERE m.state != 'cancel'
                 GROUP BY l.id, m.id
                HAVING round((CASE m.move_type WHEN 'out_refund' THEN -1 ELSE 1 END * l.quantity
                              - sum(c.quantity))::numeric, %s) != 0
                """,
                digits,
            )
        )
        for line_id, invoice, name, invoiced, claimed in rows:
            yield self._broken(
                "account.move.line",
                line_id,
                f"{invoice}: {invoiced:g} of “{name}” invoiced, {claimed:g} shipped for it.",
            )

    def _wrong_claims(self, digits):
        """Claims that say another quantity than was moved."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.id, c.quantity + c.settled,
                       m.quantity * mu.factor / lu.factor
                       * CASE source.usage WHEN 'customer' THEN -1 ELSE 1 END
                  FROM b2b_billing_claim c
                  JOIN stock_move m ON m.id = c.move_id
                  JOIN stock_location source ON source.id = m.location_id
                  JOIN sale_order_line l ON l.id = m.sale_line_id
                  JOIN uom_uom mu ON mu.id = m.product_uom
                  JOIN uom_uom lu ON lu.id = l.product_uom_id
                 WHERE m.state != 'done' OR abs(c.quantity + c.settled
                       - m.quantity * mu.factor / lu.factor
                       * CASE source.usage WHEN 'customer' THEN -1 ELSE 1 END) > 10 ^ -%s
                """,
                digits,
            )
        )
        for move_id, claimed, moved in rows:
            yield self._broken(
                "stock.move", move_id, f"{moved:g} moved, {claimed:g} billed or settled."
            )

    def _over_invoiced(self, digits):
        """Lines invoiced beyond what was delivered, counting returns that wait for their credit.

        Only for goods that a run billed: what a person invoices by hand is that person's decision.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id, o.name, l.name, l.qty_invoiced, l.qty_delivered
                  FROM sale_order_line l
                  JOIN sale_order o ON o.id = l.order_id
                  JOIN LATERAL (
                    SELECT sum(c.quantity) AS billed
                      FROM stock_move m JOIN b2b_billing_claim c ON c.move_id = m.id
                     WHERE m.sale_line_id = l.id AND c.line_id IS NOT NULL
                  ) claims ON claims.billed IS NOT NULL
                  JOIN LATERAL (
                    SELECT COALESCE(sum(m.quantity * mu.factor / lu.factor), 0) AS back
                      FROM stock_move m
                      JOIN stock_location source ON source.id = m.location_id
                      JOIN uom_uom mu ON mu.id = m.product_uom
                      JOIN uom_uom lu ON lu.id = l.product_uom_id
                      LEFT JOIN b2b_billing_claim c ON c.move_id = m.id
                     WHERE m.sale_line_id = l.id AND m.state = 'done' AND m.to_refund
                       AND source.usage = 'customer' AND c.id IS NULL
                  ) returns ON TRUE
                 WHERE o.state = 'sale'
                   AND round((l.qty_invoiced - l.qty_delivered - returns.back)::numeric, %s) > 0
                """,
                digits,
            )
        )
        for line_id, order, name, invoiced, delivered in rows:
            yield self._broken(
                "sale.order.line",
                line_id,
                f"{order}: {invoiced:g} of “{name}” invoiced, {delivered:g} delivered.",
            )

    def _forgotten(self):
        """Goods shipped before a moment that a run finished, still unbilled and not named as failed."""
        plan = self.env["b2b.billing.plan"]
        latest = self.env["b2b.billing.run"]._read_group(
            [("state", "in", ("done", "failed"))],
            ["schedule_id", "company_id"],
            ["moment:max", "finished:max"],
        )
        for schedule, company, moment, finished in latest:
            bills, _waiting = plan._plan(schedule, company, min(moment, finished))
            failed = self.env["b2b.billing.failure"].search(
                [("run_id.schedule_id", "=", schedule.id), ("company_id", "=", company.id)]
            )
            for bill in bills:
                orders = self.env["sale.order"].browse(bill.order_ids())
                late = self._shipped_before(bill, finished)
                settled = self._terms_changed(orders, schedule) < finished
                if late and settled and not orders & failed.order_ids:
                    names = ", ".join(orders.mapped("name"))
                    yield self._broken(
                        "sale.order", orders[0].id, f"{names} shipped by {moment}, not billed."
                    )

    def _shipped_before(self, bill, finished):
        """Whether the bill's goods were there when the run ended, and what is owed is not nothing."""
        moves = self.env["stock.move"].browse(bill.move_ids())
        return any(not move._b2b_is_return() and move.date < finished for move in moves)

    def _terms_changed(self, orders, schedule):
        """When the schedule last became these orders': what it finds since is for its next run."""
        account = orders[0].b2b_account_id
        tier = orders[0]._b2b_tier()
        return max(account.write_date, tier.write_date, schedule.write_date)
