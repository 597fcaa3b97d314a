from odoo import fields, models


class AccountTier(models.Model):
    _inherit = "b2b.account.tier"

    show_service = fields.Boolean(
        string="Service Figures in the Portal",
        help="Buyers of its accounts see how their orders went, month by month.",
    )
