from odoo import models


class IntakeSection(models.AbstractModel):
    """Documents that are no order yet: on their way, or waiting for a person."""

    _name = "b2b.tower.section.intake"
    _inherit = "b2b.tower.section"
    _description = "Received documents"
    _code = "intake"
    _sequence = 5
    _model = "b2b.intake"
    _action = "b2b_oms.b2b_intake_action"
    _reads = ()

    def _title(self):
        return self.env._("Received documents")

    def _tiles(self, scope):
        wanted = scope.domain(account="account_id")
        if scope.channel:
            wanted.append(("channel", "=", scope.channel))
        return self._by_state(
            wanted,
            (
                ("waiting", self.env._("Waiting for a person"), "warning"),
                ("received", self.env._("Not read yet"), ""),
            ),
        )
