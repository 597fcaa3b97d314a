from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "b2b.portal.picking.shipment"]


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "b2b.portal.move.progress"]
