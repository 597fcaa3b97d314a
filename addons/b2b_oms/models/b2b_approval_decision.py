from odoo import fields, models


class ApprovalDecision(models.Model):
    """One answer: whose, what, with which words, to which figures."""

    _name = "b2b.approval.decision"
    _description = "Decision"
    _order = "id desc"
    _rec_name = "decision"

    request_id = fields.Many2one(
        "b2b.approval.request", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one("res.users", string="Who", required=True)
    step = fields.Char()
    decision = fields.Selection([("approved", "Approved"), ("refused", "Refused")], required=True)
    comment = fields.Char()
    figures = fields.Json()
