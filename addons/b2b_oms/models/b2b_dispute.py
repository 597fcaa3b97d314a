from odoo import api, fields, models

DISPUTE_REASONS = [
    ("price", "Price"),
    ("quantity", "Quantity"),
    ("quality", "Damaged or faulty"),
    ("delivery", "Not delivered"),
    ("tax", "Tax"),
    ("paperwork", "PO number or paperwork"),
    ("other", "Other"),
]
DISPUTE_STATES = [
    ("open", "Open"),
    ("settled", "Credited or paid"),
    ("rejected", "Owed after all"),
]


class Dispute(models.Model):
    """The account does not agree with an invoice or a line of it."""

    _name = "b2b.dispute"
    _inherit = "b2b.claim"
    _description = "Dispute"
    _order = "state, expected_date, id desc"

    reason = fields.Selection(DISPUTE_REASONS, required=True, default="price", tracking=True)
    expected_date = fields.Date(string="Answer Expected", tracking=True)
    state = fields.Selection(
        DISPUTE_STATES, required=True, default="open", index=True, tracking=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        disputes = super().create(vals_list)
        for dispute in disputes:
            dispute._remind_owner(self.env._("Settle this dispute"), dispute.expected_date)
        return disputes

    def action_settle(self):
        """It is credited or paid."""
        self._close("settled")

    def action_reject(self):
        """The amount is owed after all: reminders go on where they stopped."""
        self._close("rejected")

    @api.model
    def _settle(self):
        """Disputes about invoices on which nothing is open any more are over."""
        self.search([("state", "=", "open"), ("move_id.amount_residual", "=", 0)])._close("settled")
