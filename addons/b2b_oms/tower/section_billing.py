from odoo import models

from .section import Tile, tone


class BillingSection(models.AbstractModel):
    """Runs that go on or failed, and documents that did not reach their account."""

    _name = "b2b.tower.section.billing"
    _inherit = "b2b.tower.section"
    _description = "Billing"
    _code = "billing"
    _sequence = 60
    _model = "b2b.billing.dispatch"
    _action = "b2b_oms.b2b_billing_dispatch_action"
    _reads = ("b2b.billing.run",)

    def _title(self):
        return self.env._("Billing")

    def _tiles(self, scope):
        run = ("b2b.billing.run", "b2b_oms.b2b_billing_run_action", scope.domain())
        sending = (self._model, self._action, scope.domain(account="account_id"))
        rows = (
            (run, "open", self.env._("Runs in progress"), ""),
            (run, "failed", self.env._("Runs with failures"), "danger"),
            (sending, "failed", self.env._("Not sent"), "danger"),
            (sending, "to_print", self.env._("To print"), "warning"),
            (sending, "waiting", self.env._("On their way"), ""),
        )
        domains = [[*wanted, ("state", "=", state)] for (_m, _a, wanted), state, *_rest in rows]
        counts = self._counts(
            [(row[0][0], domain) for row, domain in zip(rows, domains, strict=True)]
        )
        return [
            Tile(
                f"{'run' if model == run[0] else 'sending'}_{state}",
                label,
                count,
                domain,
                tone=tone(count, worst),
                model=model,
                action=action,
            )
            for ((model, action, _w), state, label, worst), domain, count in zip(
                rows, domains, counts, strict=True
            )
        ]
