from datetime import timedelta

from odoo import fields, models

# A document is processed within seconds; the scheduler looks every minute for what was left.
UNTOUCHED_MINUTES = 15


class NothingLost(models.AbstractModel):
    """Every document is stored and ends in exactly one way; the same one twice makes one order."""

    _name = "b2b.audit.promise.nothing_lost"
    _inherit = "b2b.audit.promise"
    _description = "Nothing lost, nothing twice"
    _code = "nothing_lost"
    _sequence = 30

    def _violations(self):
        yield from self._left_lying()
        yield from self._without_bytes()
        yield from self._without_result()
        yield from self._twice()

    def _intakes(self, *domain):
        return self.env["b2b.intake"].search(list(domain))

    def _of(self, intakes, message):
        for intake in intakes:
            yield self._broken("b2b.intake", intake.id, f"“{intake.filename}” {message}")

    def _left_lying(self):
        before = fields.Datetime.now() - timedelta(minutes=UNTOUCHED_MINUTES)
        lying = self._intakes(("state", "=", "received"), ("create_date", "<", before))
        yield from self._of(lying, "was received and never processed.")

    def _without_bytes(self):
        whole = self._intakes(("parent_id", "=", False), ("size", ">", 0))
        kept = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "b2b.intake"),
                ("res_field", "=", "content"),
                ("res_id", "in", whole.ids),
            ]
        )
        yield from self._of(whole - whole.browse(kept.mapped("res_id")), "lost its bytes.")

    def _without_result(self):
        orders = self.env["sale.order"].search([("b2b_intake_id", "!=", False)])
        counts = {
            intake.id: count
            for intake, count in self.env["sale.order"]._read_group(
                [("id", "in", orders.ids)], ["b2b_intake_id"], ["__count"]
            )
        }
        for intake in self._intakes(("state", "!=", "received")):
            made = counts.get(intake.id, 0)
            message = self._contradiction(intake, made)
            if message:
                yield from self._of(intake, message)

    def _contradiction(self, intake, orders):
        """What the outcome claims and the records do not show; empty when they agree."""
        if intake.state == "order":
            return "" if orders == 1 else f"became {orders} orders instead of one."
        if orders:
            return f"ended as “{intake.state}” and made an order."
        if intake.state == "split" and len(intake.child_ids) < 2:
            return "was split into nothing."
        if intake.state == "duplicate" and not intake.duplicate_of_id:
            return "is called a duplicate of nothing."
        return "" if intake.reason else "ended without a reason."

    def _twice(self):
        groups = self.env["b2b.intake"]._read_group(
            [("state", "=", "order")],
            ["company_id", "account_id", "checksum", "part"],
            ["id:recordset"],
            having=[("__count", ">", 1)],
        )
        for *_key, intakes in groups:
            yield from self._of(intakes.sorted("id")[1:], "came before and made a second order.")
