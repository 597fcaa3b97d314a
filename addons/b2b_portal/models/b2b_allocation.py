from odoo import models


class Allocation(models.Model):
    _name = "b2b.allocation"
    _inherit = ["b2b.allocation", "b2b.portal.allocation.choice"]
