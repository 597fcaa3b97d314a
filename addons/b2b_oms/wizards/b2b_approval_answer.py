from odoo import fields, models


class ApprovalAnswer(models.TransientModel):
    """Asks for a comment, then answers all chosen approvals."""

    _name = "b2b.approval.answer"
    _description = "Answer approvals"

    request_ids = fields.Many2many(
        "b2b.approval.request", default=lambda self: self.env.context.get("active_ids", [])
    )
    comment = fields.Char(help="Needed to refuse.")

    def action_approve(self):
        """Say yes to all of them."""
        return self._answer("approved")

    def action_refuse(self):
        """Say no to all of them."""
        return self._answer("refused")

    def _answer(self, decision):
        for approval in self.request_ids:
            approval._decide(self.env.user, decision, self.comment)
        return {"type": "ir.actions.act_window_close"}
