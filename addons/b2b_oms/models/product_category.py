from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    b2b_has_margin_floor = fields.Boolean(string="Has Margin Floor")
    b2b_margin_floor = fields.Float(
        string="Margin Floor",
        help="Least price as cost plus so many per cent. Counts for the categories below too.",
    )

    b2b_restriction = fields.Selection(
        [("permission", "Only with a permit"), ("no_export", "Not for export")],
        string="Restriction",
        help="Counts for the categories below too. Permits are on the account.",
    )

    def _b2b_restricted(self):
        """The category whose restriction counts: this one or the nearest above; may be empty."""
        category = self
        while category and not category.b2b_restriction:
            category = category.parent_id
        return category

    def _b2b_margin_floor(self):
        """The floor in per cent of cost, of the category or the nearest above; None without."""
        category = self
        while category and not category.b2b_has_margin_floor:
            category = category.parent_id
        return category.b2b_margin_floor if category else None
