from datetime import timedelta

from odoo import fields, models

UNTOUCHED_MINUTES = 15


class ExchangesKept(models.AbstractModel):
    """Every exchange has its bytes, and came to an end or waits for somebody who knows."""

    _name = "b2b.audit.promise.exchanges_kept"
    _inherit = "b2b.audit.promise"
    _description = "Exchanges are kept and end"
    _code = "exchanges_kept"
    _sequence = 35

    def _violations(self):
        Exchange = self.env["b2b.edi.exchange"]
        before = fields.Datetime.now() - timedelta(minutes=UNTOUCHED_MINUTES)
        lying = Exchange.search([("state", "=", "received"), ("create_date", "<", before)])
        yield from self._of(lying, "was received and never taken in.")
        whole = Exchange.search([("parent_id", "=", False), ("size", ">", 0)])
        kept = self.env["ir.attachment"].search(
            [
                ("res_model", "=", Exchange._name),
                ("res_field", "=", "content"),
                ("res_id", "in", whole.ids),
            ]
        )
        yield from self._of(whole - whole.browse(kept.mapped("res_id")), "lost its bytes.")
        silent = Exchange.search(
            [("state", "in", ("held", "refused", "dead")), ("reason", "=", False)]
        )
        yield from self._of(silent, "ended without a reason.")
        yield from self._numbers_twice(Exchange)

    def _numbers_twice(self, Exchange):
        """A control number of ours names one interchange."""
        groups = Exchange._read_group(
            [("direction", "=", "out"), ("control", "!=", False)],
            ["partner_id", "syntax", "control"],
            ["id:recordset"],
            having=[("__count", ">", 1)],
        )
        for *_key, exchanges in groups:
            yield from self._of(
                exchanges.sorted("id")[1:], "has the control number of another one."
            )

    def _of(self, exchanges, message):
        for exchange in exchanges:
            name = f"“{exchange.filename}”"
            yield self._broken("b2b.edi.exchange", exchange.id, f"{name} {message}")
