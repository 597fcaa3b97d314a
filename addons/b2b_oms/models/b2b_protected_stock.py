from odoo import api, fields, models
from odoo.fields import Domain


class ProtectedStock(models.Model):
    """The last so many of a product are for the accounts of one tier."""

    _name = "b2b.protected.stock"
    _inherit = "b2b.used"
    _description = "Protected quantity"
    _order = "product_id, warehouse_id, tier_id, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    tier_id = fields.Many2one(
        "b2b.account.tier", required=True, ondelete="cascade", check_company=True
    )
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", ondelete="cascade", check_company=True, help="Empty: in each warehouse."
    )
    quantity = fields.Float(required=True, digits="Product Unit", help="In the product's own unit.")

    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0)", "A protected quantity cannot be negative."
    )

    @api.model
    def _from(self, tier, products, warehouses):
        """{(product.id, warehouse.id): quantity} that is kept for other tiers than this one."""
        if not self._is_used():
            return {}
        rows = self.sudo().search(
            Domain("company_id", "in", warehouses.company_id.ids)
            & Domain("product_id", "in", products.ids)
            & Domain("warehouse_id", "in", [False, *warehouses.ids])
            & Domain("tier_id", "not in", tier.ids if tier else [])
        )
        kept = {}
        for row in rows:
            houses = row.warehouse_id or warehouses.filtered(
                lambda house, row=row: house.company_id == row.company_id
            )
            for house in houses:
                key = (row.product_id.id, house.id)
                kept[key] = kept.get(key, 0.0) + row.quantity
        return kept
