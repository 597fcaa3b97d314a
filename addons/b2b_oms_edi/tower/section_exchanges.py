from odoo import models


class ExchangesSection(models.AbstractModel):
    """EDI documents that wait for a person, failed, or were rejected by the partner."""

    _name = "b2b.tower.section.exchanges"
    _inherit = "b2b.tower.section"
    _description = "EDI exchanges"
    _code = "exchanges"
    _sequence = 80
    _model = "b2b.edi.exchange"
    _action = "b2b_oms_edi.b2b_edi_exchange_action"
    _reads = ()

    def _title(self):
        return self.env._("EDI")

    def _tiles(self, scope):
        return self._by_state(
            scope.domain(account="account_id"),
            (
                ("held", self.env._("Waiting for a person"), "warning"),
                ("failed", self.env._("Failed, tried again"), "warning"),
                ("rejected", self.env._("Rejected by the partner"), "danger"),
                ("dead", self.env._("Given up"), "danger"),
                ("ready", self.env._("To send"), ""),
            ),
        )
