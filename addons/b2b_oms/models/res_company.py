from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    b2b_pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Company Price List",
        domain=[("b2b_is_agreement", "=", False)],
        help="Asked for accounts when neither an agreement nor the account's list has a rule.",
    )
