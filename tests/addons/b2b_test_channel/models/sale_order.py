from odoo import fields, models

from .b2b_intake import KIOSK


class SaleOrder(models.Model):
    _inherit = "sale.order"

    b2b_channel = fields.Selection(selection_add=KIOSK, ondelete={"kiosk": "set default"})
