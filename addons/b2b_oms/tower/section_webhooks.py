from odoo import models


class WebhooksSection(models.AbstractModel):
    """Messages to other systems that wait, and those that were given up."""

    _name = "b2b.tower.section.webhooks"
    _inherit = "b2b.tower.section"
    _description = "Webhooks"
    _code = "webhooks"
    _sequence = 90
    _model = "b2b.webhook.delivery"
    _action = "b2b_oms.b2b_webhook_delivery_action"
    _reads = ()

    def _title(self):
        return self.env._("Webhooks")

    def _tiles(self, scope):
        return self._by_state(
            scope.domain(),
            (
                ("waiting", self.env._("Waiting"), ""),
                ("dead", self.env._("Given up"), "danger"),
            ),
        )
