from odoo import api, fields, models
from odoo.exceptions import UserError


class CreditChange(models.Model):
    """One change of a credit limit: who, when, from what to what, why. Only ever added to."""

    _name = "b2b.credit.change"
    _description = "Change of a credit limit"
    _order = "id desc"
    _rec_name = "after"

    limit_id = fields.Many2one("b2b.credit.limit", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="limit_id.company_id", store=True)
    account_id = fields.Many2one(related="limit_id.account_id", store=True, index=True)
    before = fields.Char()
    after = fields.Char(required=True)
    reason = fields.Char(required=True)

    @api.model
    def _record(self, changes):
        """:param changes: {limit: (before, after, reason)}"""
        for limit in changes:
            self.env["b2b.announcer"]._limits(limit)
        return self.sudo().create(
            [
                {"limit_id": limit.id, "before": before, "after": after, "reason": reason}
                for limit, (before, after, reason) in changes.items()
            ]
        )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The history of a limit cannot be changed."))
