from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain


class QuantityLimits(NamedTuple):
    """Least, multiple and most of a product an order may hold, in its own unit; zero: no limit."""

    minimum: float
    multiple: float
    maximum: float


class QuantityRule(models.Model):
    """How much of a product may be ordered. A rule silent on a field passes it down."""

    _name = "b2b.quantity.rule"
    _inherit = "b2b.scoped"
    _description = "Quantity rule"
    _order = "product_tmpl_id, categ_id, account_id, tier_id, id"

    product_tmpl_id = fields.Many2one(
        "product.template", string="Product", ondelete="cascade", index="btree_not_null"
    )
    categ_id = fields.Many2one(
        "product.category", string="Category", ondelete="cascade", help="And those below it."
    )
    minimum = fields.Float(digits="Product Unit", help="In the product's own unit.")
    multiple = fields.Float(string="Multiple Of", digits="Product Unit", help="The pack.")
    maximum = fields.Float(digits="Product Unit")

    _limits_positive = models.Constraint(
        "CHECK(minimum >= 0 AND multiple >= 0 AND maximum >= 0)", "Limits cannot be negative."
    )
    _limits_ordered = models.Constraint(
        "CHECK(maximum = 0 OR maximum >= minimum)", "The maximum must not be under the minimum."
    )

    def _nearness(self):
        """The account counts more than the product: an agreement with a buyer goes first."""
        account, tier, company = super()._nearness()
        depth = self.categ_id.parent_path.count("/") if self.categ_id else 0
        return account, tier, bool(self.product_tmpl_id), depth, company

    def _is_about(self, product):
        self.ensure_one()
        if self.product_tmpl_id:
            return product.product_tmpl_id == self.product_tmpl_id
        if self.categ_id:
            return (product.categ_id.parent_path or "").startswith(self.categ_id.parent_path)
        return True

    @api.model
    def _about(self, products):
        """Every rule that may count for these products, in one query."""
        if not self._is_used():
            return self.browse()
        templates = products.product_tmpl_id
        return self.sudo().search(Domain("product_tmpl_id", "in", [False, *templates.ids]))

    def _limits(self, order, products):
        """{product: QuantityLimits} of these rules for the account of an order.

        :param products: iterable of ``product.product``
        """
        rules, limits = self._fitting(order), {}
        for product in products:
            about = rules.filtered(lambda rule, product=product: rule._is_about(product))
            limits[product] = QuantityLimits(
                *(
                    next((rule[field] for rule in about if rule[field]), 0.0)
                    for field in QuantityLimits._fields
                )
            )
        return limits
