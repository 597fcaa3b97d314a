from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _b2b_in_packs(self, pack):
        """The quantity in packs as a picker counts them: “2 × 12 + 3”, “3 Dozens”.

        :param pack: how many of the product's unit are in a pack; zero: the order's own packaging
        :return: text; empty where the goods come in no packs
        """
        self.ensure_one()
        packaging = self.move_id.packaging_uom_id
        if packaging and packaging != self.product_uom_id:
            packed = self.product_uom_id._compute_quantity(self.quantity, packaging, round=False)
            return f"{packed:.4g} {packaging.name}"
        unit = self.product_id.uom_id
        quantity = self.quantity_product_uom
        if unit.compare(pack, 1.0) <= 0 or unit.compare(quantity, pack) < 0:
            return ""
        whole = int(unit.round(quantity) // pack)
        rest = unit.round(quantity - whole * pack)
        return f"{whole} × {pack:g}" + (f" + {rest:g}" if rest else "")
