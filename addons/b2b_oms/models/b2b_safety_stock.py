from odoo import api, fields, models
from odoo.fields import Domain


class SafetyStock(models.Model):
    """What a warehouse keeps back and promises to nobody. The nearest row wins."""

    _name = "b2b.safety.stock"
    _inherit = "b2b.used"
    _description = "Safety quantity"
    _order = "product_id, categ_id, warehouse_id, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", ondelete="cascade", check_company=True, help="Empty: each warehouse."
    )
    product_id = fields.Many2one("product.product", ondelete="cascade", index="btree_not_null")
    categ_id = fields.Many2one(
        "product.category", string="Category", ondelete="cascade", help="And those below it."
    )
    quantity = fields.Float(
        required=True, digits="Product Unit", help="In the product's own unit; of each product."
    )

    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0)", "A safety quantity cannot be negative."
    )

    @api.model
    def _of(self, products, warehouses):
        """{(product.id, warehouse.id): quantity} of those that have one."""
        if not self._is_used():
            return {}
        rows = self.sudo().search(
            Domain("company_id", "in", warehouses.company_id.ids)
            & Domain("warehouse_id", "in", [False, *warehouses.ids])
            & Domain("product_id", "in", [False, *products.ids])
        )
        kept = {}
        for row in rows.sorted(lambda row: row._nearness()):  # the nearest comes last
            houses = row.warehouse_id or warehouses.filtered(
                lambda house, row=row: house.company_id == row.company_id
            )
            for product in row._among(products):
                kept.update({(product.id, house.id): row.quantity for house in houses})
        return kept

    def _nearness(self):
        self.ensure_one()
        depth = (self.categ_id.parent_path or "").count("/")
        return bool(self.product_id), depth, bool(self.warehouse_id)

    def _among(self, products):
        """The products the row is about."""
        self.ensure_one()
        if self.product_id:
            return self.product_id
        path = self.categ_id.parent_path or ""
        return products.filtered(lambda p: (p.categ_id.parent_path or "").startswith(path))
