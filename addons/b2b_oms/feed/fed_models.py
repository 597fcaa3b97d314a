"""Which records are told as which subject of the change feed."""

from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "b2b.fed"]

    def _b2b_fed(self):
        return {"orders": self.ids}


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "b2b.fed"]

    def _b2b_fed(self):
        return {"orders": self.order_id.ids}


class OrderHold(models.Model):
    _name = "b2b.order.hold"
    _inherit = ["b2b.order.hold", "b2b.fed"]

    def _b2b_fed(self):
        return {"orders": self.order_id.ids}


class Allocation(models.Model):
    _name = "b2b.allocation"
    _inherit = ["b2b.allocation", "b2b.fed"]

    def _b2b_fed(self):
        """What is promised is no longer offered."""
        return {"orders": self.line_id.order_id.ids, "stock": self.line_id.product_id.ids}


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "b2b.fed"]

    def _b2b_fed(self):
        return {"shipments": self.filtered("sale_id").ids}


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "b2b.fed"]

    def _b2b_fed(self):
        return {"shipments": self.filtered("sale_line_id").picking_id.ids}


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "b2b.fed"]

    def _b2b_fed(self):
        return {"stock": self.product_id.ids}


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "b2b.fed"]

    def _b2b_fed(self):
        return {"invoices": self.filtered(lambda move: move.is_sale_document()).ids}


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "b2b.fed"]

    def _b2b_fed(self):
        paid = self.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        of_invoices = paid.filtered(lambda line: line.move_id.is_sale_document())
        return {"payments": (paid - of_invoices).ids, "invoices": of_invoices.move_id.ids}


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = ["account.partial.reconcile", "b2b.fed"]

    def _b2b_fed(self):
        """Which invoice a payment is for."""
        return (self.debit_move_id | self.credit_move_id)._b2b_fed()


class PricelistItem(models.Model):
    _name = "product.pricelist.item"
    _inherit = ["product.pricelist.item", "b2b.fed"]

    def _b2b_fed(self):
        return {"prices": self.ids}


class ResPartner(models.Model):
    """What accounts change in is told by ``b2b.announcer``; here only that they go."""

    _inherit = "res.partner"

    def unlink(self):
        accounts = self.sudo().filtered("b2b_tier_id").ids
        self.env["b2b.change"]._mark("accounts", accounts, leaving=True)
        return super().unlink()
