from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ApprovalDeputy(models.Model):
    """Who decides while somebody is away."""

    _name = "b2b.approval.deputy"
    _description = "Deputy"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", string="Away", required=True, index=True, default=lambda self: self.env.user
    )
    deputy_id = fields.Many2one(
        "res.users", required=True, domain=[("share", "=", False)], index=True
    )
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date(required=True)

    _dates_ordered = models.Constraint(
        "CHECK(date_to >= date_from)", "An absence cannot end before it begins."
    )
    _not_oneself = models.Constraint("CHECK(user_id != deputy_id)", "Nobody is their own deputy.")

    @api.constrains("user_id", "deputy_id")
    def _check_deputy(self):
        for row in self:
            if row.deputy_id.share:
                raise ValidationError(self.env._("A deputy is one of us."))

    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        self.env["b2b.approval.request"].sudo()._ask_deputies()
        return deputies

    @api.model
    def _with_deputies(self, users):
        """These users and whoever stands in for those of them who are away today.

        A deputy who is away too is stood in for as well; who is asked twice is asked once.
        """
        today = fields.Date.context_today(self)
        rows = self.sudo().search([("date_from", "<=", today), ("date_to", ">=", today)])
        by_user = rows.grouped("user_id")
        known, waiting = users, users
        while waiting:
            stand_ins = self.env["res.users"].union(
                *(by_user[user].deputy_id for user in waiting if user in by_user)
            )
            waiting = stand_ins.filtered("active") - known
            known |= waiting
        return known
