from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    b2b_image = fields.Image(
        string="Picture",
        max_width=512,
        max_height=512,
        help="Shown in the portal for products without one. Counts for the categories below too.",
    )

    def _b2b_pictured(self):
        """The category whose picture counts: this one or the nearest above; may be empty."""
        category = self
        while category and not category.b2b_image:
            category = category.parent_id
        return category
