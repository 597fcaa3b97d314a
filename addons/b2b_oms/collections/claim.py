"""What a dispute and a promise have in common: a part of an invoice, its owner, its end."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Claim(models.AbstractModel):
    """Something said about an open amount of one invoice, or of one of its lines.

    While it is open, the amount is left out of reminders and shown apart in the exposure.
    """

    _name = "b2b.claim"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "About an open amount"
    _rec_name = "move_id"
    _check_company_auto = True

    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("move_type", "=", "out_invoice"), ("state", "=", "posted")],
    )
    line_id = fields.Many2one(
        "account.move.line",
        string="Invoice Line",
        ondelete="set null",
        domain="[('move_id', '=', move_id), ('display_type', '=', 'product')]",
        help="Empty: the whole invoice.",
    )
    account_id = fields.Many2one(
        related="move_id.commercial_partner_id", string="Account", store=True, index=True
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, required=True, precompute=True
    )
    user_id = fields.Many2one(
        "res.users", string="Owner", default=lambda self: self.env.user, required=True
    )
    closed_on = fields.Datetime(readonly=True, copy=False)
    note = fields.Text()

    @api.depends("move_id", "line_id")
    def _compute_amount(self):
        for claim in self:
            residual = claim.move_id.amount_residual
            line = claim.line_id.price_total
            claim.amount = min(line, residual) if claim.line_id else residual

    @api.constrains("amount", "move_id", "line_id")
    def _check_amount(self):
        for claim in self:
            if claim.move_id.move_type != "out_invoice" or claim.move_id.state != "posted":
                raise ValidationError(self.env._("Choose a posted customer invoice."))
            if claim.currency_id.compare_amounts(claim.amount, 0) <= 0:
                raise ValidationError(self.env._("The amount must be more than nothing."))
            if claim.line_id and claim.line_id.move_id != claim.move_id:
                raise ValidationError(self.env._("The line is not of this invoice."))

    @api.model_create_multi
    def create(self, vals_list):
        claims = super().create(vals_list)
        claims._look_again()
        return claims

    def write(self, vals):
        result = super().write(vals)
        if {"amount", "state", "move_id"} & vals.keys():
            self._look_again()
        return result

    def unlink(self):
        self._look_again()
        return super().unlink()

    def _look_again(self):
        """What is disputed is not overdue: an order may be held for it no longer."""
        self.env["sale.order"]._b2b_look_again(self.account_id)

    def _close(self, state):
        """End the open ones of these."""
        still = self.filtered(lambda claim: claim.state == "open")
        still.write({"state": state, "closed_on": fields.Datetime.now()})
        still.activity_unlink(["mail.mail_activity_data_todo"])

    def _remind_owner(self, summary, day):
        """An activity for whoever owns each of these."""
        for claim in self:
            claim.activity_schedule(
                "mail.mail_activity_data_todo", day, summary, user_id=claim.user_id.id
            )
