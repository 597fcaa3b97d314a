from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Marking the activity of an approval as done is the yes of whoever marks it."""
        asked = self.filtered(lambda activity: activity.res_model == "b2b.approval.request")
        approvals = self.env["b2b.approval.request"].browse(asked.mapped("res_id")).exists()
        pending = approvals.filtered(lambda approval: approval.state == "pending")
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        for approval in pending:
            approval._decide(self.env.user, "approved", feedback or "")
        return result
