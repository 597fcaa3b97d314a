from odoo import fields, models

WHATS = [
    ("held", "Would be held"),
    ("not_held", "Would not be held"),
    ("price", "Would cost something else"),
    ("routing", "Would leave from elsewhere"),
]


class TrialResult(models.Model):
    """One order that would fare differently, and how."""

    _name = "b2b.trial.result"
    _description = "Difference of a trial"
    _order = "trial_id desc, id"
    _rec_name = "order_id"

    trial_id = fields.Many2one("b2b.trial", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    account_id = fields.Many2one(related="order_id.b2b_account_id", store=True, string="Account")
    company_id = fields.Many2one(related="trial_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    what = fields.Selection(WHATS, required=True)
    message = fields.Char(string="Why")
    difference = fields.Monetary(help="By how much the goods would cost more or less.")
