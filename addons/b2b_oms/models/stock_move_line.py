from odoo import api, models

from ..const import IN_HAND


class StockMoveLine(models.Model):
    """A person may write more on a line than is free: not what others were promised."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        in_hand = all(self._b2b_is_in_hand(vals) for vals in vals_list)
        lines = super(StockMoveLine, self.with_context(**{IN_HAND: in_hand})).create(vals_list)
        return lines.with_env(self.env)

    def _b2b_is_in_hand(self, vals):
        move = self.env["stock.move"].browse(vals.get("move_id"))
        return vals.get("picked", bool(move) and move.picked)

    def _synchronize_quant(self, quantity, location, action="available", in_date=False, **options):
        """Goods in a picker's hand are a fact, whatever the system believes."""
        if action == "reserved" and self.picked:
            self = self.with_context(**{IN_HAND: True})
        return super()._synchronize_quant(
            quantity, location, action=action, in_date=in_date, **options
        )

    @api.model
    def _b2b_promised(self, product, location, lot):
        """Reserved lines at a place that belong to promises made to accounts."""
        domain = [
            ("product_id", "=", product.id),
            ("location_id", "=", location.id),
            ("state", "in", ("assigned", "partially_available")),
            ("move_id.b2b_allocation_id", "!=", False),
        ]
        if lot:
            domain.append(("lot_id", "in", (lot.id, False)))
        return self.search(domain)

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
