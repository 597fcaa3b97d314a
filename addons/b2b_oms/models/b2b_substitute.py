from odoo import api, fields, models


class Substitute(models.Model):
    """What may be delivered when a product is not there."""

    _name = "b2b.substitute"
    _inherit = "b2b.used"
    _description = "Substitute"
    _order = "product_id, sequence, id"
    _rec_name = "substitute_id"

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    substitute_id = fields.Many2one(
        "product.product", string="Instead", required=True, ondelete="cascade"
    )
    ratio = fields.Float(default=1.0, help="So many of it instead of one.", digits="Product Unit")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: every company.")
    note = fields.Char(help="What the buyer should know of the difference.")

    _ratio_positive = models.Constraint("CHECK(ratio > 0)", "The ratio must be positive.")
    _not_itself = models.Constraint(
        "CHECK(product_id != substitute_id)", "A product is no substitute for itself."
    )
    _pair_uniq = models.UniqueIndex(
        "(product_id, substitute_id, COALESCE(company_id, 0))", "This substitute exists already."
    )

    @api.model
    def _for(self, products, company):
        """What may be sent instead of these, the best first; only what is still sold."""
        rules = self.sudo().search(
            [("product_id", "in", products.ids), ("company_id", "in", (company.id, False))]
        )
        return rules.filtered(lambda r: r.substitute_id.active and r.substitute_id.sale_ok)
