from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "b2b.portal.invoice", "b2b.portal.invoice.claims"]
