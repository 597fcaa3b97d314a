from odoo import models

from .section import Tile


class BillingSection(models.AbstractModel):
    """Runs that go on or failed, and documents that did not reach their account."""

    _name = "b2b.tower.section.billing"
    _inherit = "b2b.tower.section"
    _description = "Billing"
    _code = "billing"
    _sequence = 60
    _model = "b2b.billing.dispatch"
    _action = "b2b_oms.b2b_billing_dispatch_action"
    _reads = ()

    def _title(self):
        return self.env._("Billing")

    def _tiles(self, scope):
        return self._run_tiles(scope) + self._dispatch_tiles(scope)

    def _run_tiles(self, scope):
        wanted = scope.domain()
        runs = self.env["b2b.billing.run"]._read_group(
            [*wanted, ("state", "in", ("open", "failed"))], ["state"], ["__count"]
        )
        counts = dict(runs)
        rows = (
            ("open", self.env._("Runs in progress"), ""),
            ("failed", self.env._("Runs with failures"), "danger"),
        )
        return [
            Tile(
                f"run_{state}",
                label,
                counts.get(state, 0),
                [*wanted, ("state", "=", state)],
                tone=colour if counts.get(state) else "",
                model="b2b.billing.run",
                action="b2b_oms.b2b_billing_run_action",
            )
            for state, label, colour in rows
        ]

    def _dispatch_tiles(self, scope):
        return self._by_state(
            scope.domain(account="account_id"),
            (
                ("failed", self.env._("Not sent"), "danger"),
                ("to_print", self.env._("To print"), "warning"),
                ("waiting", self.env._("On their way"), ""),
            ),
        )
