from odoo import api, fields, models
from odoo.exceptions import UserError


class CreditRaise(models.TransientModel):
    """Raises a limit for some days, with the reason, from the hold that needs it."""

    _name = "b2b.credit.raise"
    _description = "Raise a credit limit temporarily"

    limit_id = fields.Many2one(
        "b2b.credit.limit", required=True, default=lambda self: self._default_limit_id()
    )
    currency_id = fields.Many2one(related="limit_id.currency_id")
    exposure = fields.Monetary(related="limit_id.exposure")
    amount = fields.Monetary(related="limit_id.amount", string="Limit Now")
    extra_amount = fields.Monetary(
        string="Temporary Extra", compute="_compute_extra", store=True, readonly=False
    )
    extra_until = fields.Date(
        string="Until", required=True, default=lambda self: self._default_extra_until()
    )
    reason = fields.Char(required=True)

    def _default_extra_until(self):
        return fields.Date.add(fields.Date.context_today(self), days=7)

    def _holds(self):
        return self.env["b2b.order.hold"].browse(
            self.env.context.get("active_ids", [])
            if self.env.context.get("active_model") == "b2b.order.hold"
            else []
        )

    def _default_limit_id(self):
        hold = self._holds()[:1]
        if not hold:
            return self.env["b2b.credit.limit"].browse(self.env.context.get("active_ids", []))[:1]
        pair = hold.account_id, hold.company_id
        own = self.env["b2b.credit.limit"]._of({pair})[pair]
        return own.shared_with_id or own

    @api.depends("limit_id")
    def _compute_extra(self):
        """What the chosen holds are over by, on top of what was granted already."""
        for wizard in self:
            over = [(hold.figures or {}).get("over", 0.0) for hold in self._holds()]
            wizard.extra_amount = wizard.limit_id.extra_amount + max(over, default=0.0)

    def action_raise(self):
        """Raise it; held orders that fit now go on by themselves."""
        if not self.limit_id:
            raise UserError(self.env._("This account has no credit limit of its own."))
        self.limit_id.write(
            {
                "extra_amount": self.extra_amount,
                "extra_until": self.extra_until,
                "reason": self.reason,
            }
        )
        return {"type": "ir.actions.act_window_close"}
