from odoo import models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    # === COUNTS === #

    def _apply_inventory(self, *args, **kwargs):
        """A count is never refused for a promise; the promises it breaks are planned again."""
        products, warehouses = self.product_id, self.location_id.warehouse_id
        result = super()._apply_inventory(*args, **kwargs)
        if products and warehouses:
            self.env["b2b.allocation"]._counted(products, warehouses)
        return result
