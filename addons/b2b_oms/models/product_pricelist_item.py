from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PricelistItem(models.Model):
    """A rule of a list or of an agreement; ours add unit, mixing and a quantity to draw down."""

    _inherit = "product.pricelist.item"

    b2b_uom_id = fields.Many2one(
        "uom.uom",
        string="Priced Unit",
        help="The unit of the fixed price and of the minimum quantity. Empty: the product's own.",
    )
    b2b_mix_and_match = fields.Boolean(
        string="Mix and Match",
        help="The minimum quantity counts all products of the order that this rule is about.",
    )
    b2b_quantity_total = fields.Float(
        string="Quantity Agreed",
        digits="Product Unit",
        help="How much may be bought at this price, in the priced unit. Zero: no limit.",
    )
    b2b_quantity_drawn = fields.Float(
        string="Drawn", digits="Product Unit", compute="_compute_b2b_quantity_drawn"
    )
    b2b_quantity_left = fields.Float(
        string="Left", digits="Product Unit", compute="_compute_b2b_quantity_drawn"
    )
    b2b_line_ids = fields.One2many("sale.order.line", "b2b_price_rule_id", string="Priced Lines")

    _b2b_quantity_total_positive = models.Constraint(
        "CHECK(b2b_quantity_total >= 0)", "An agreed quantity cannot be negative."
    )

    @api.depends("b2b_quantity_total", "b2b_line_ids.product_uom_qty", "b2b_line_ids.state")
    def _compute_b2b_quantity_drawn(self):
        for rule in self:
            drawn = 0.0
            if rule.b2b_quantity_total:
                lines = rule.sudo().b2b_line_ids.filtered(lambda line: line.state == "sale")
                drawn = sum(
                    line.product_uom_id._compute_quantity(
                        max(line.product_uom_qty, line.qty_delivered),
                        rule.b2b_uom_id or line.product_id.uom_id,
                        round=False,
                        raise_if_failure=False,
                    )
                    for line in lines
                )
            rule.b2b_quantity_drawn = drawn
            rule.b2b_quantity_left = rule.b2b_quantity_total and rule.b2b_quantity_total - drawn

    @api.constrains("b2b_uom_id", "product_id", "product_tmpl_id", "compute_price", "fixed_price")
    def _check_b2b_terms(self):
        for rule in self.filtered(lambda rule: rule.pricelist_id.b2b_is_agreement):
            product = rule.product_id or rule.product_tmpl_id
            unit = rule.b2b_uom_id
            if unit and product and not unit._has_common_reference(product.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(unit)s is not a unit of %(product)s.",
                        unit=unit.name,
                        product=product.display_name,
                    )
                )
            if rule.compute_price == "fixed" and rule.fixed_price <= 0:
                raise ValidationError(self.env._("An agreed price must be above zero."))

    # === QUESTIONS OF THE PRICE BOOK === #

    def _b2b_is_about(self, product):
        """Whether the rule is about the product, whatever the quantity."""
        return self._is_applicable_for(product, float("inf"))

    def _b2b_min_quantity(self, product):
        """The minimum quantity in the product's own unit."""
        if not self.b2b_uom_id or self.b2b_uom_id == product.uom_id:
            return self.min_quantity
        return self.b2b_uom_id._compute_quantity(
            self.min_quantity, product.uom_id, round=False, raise_if_failure=False
        )

    def _b2b_serves(self, product, quantity):
        """Whether its break is reached and, if a quantity was agreed, this much is left of it."""
        if product.uom_id.compare(quantity, self._b2b_min_quantity(product)) < 0:
            return False
        if not self.b2b_quantity_total:
            return True
        wanted = product.uom_id._compute_quantity(
            quantity, self.b2b_uom_id or product.uom_id, round=False, raise_if_failure=False
        )
        return product.uom_id.compare(wanted, self.b2b_quantity_left) <= 0

    # === ODOO'S HOOKS === #

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env["b2b.announcer"]._prices(rules)
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.env["b2b.announcer"]._prices(self)
        return result

    def unlink(self):
        self.env["b2b.announcer"]._prices(self)
        return super().unlink()

    def _compute_price(self, product, quantity, uom, date, currency=None, **kwargs):
        """A fixed price counts for its own unit and currency; Odoo takes both for the order's."""
        price = super()._compute_price(product, quantity, uom, date, currency=currency, **kwargs)
        if self.compute_price != "fixed":
            return price
        if self.b2b_uom_id:
            price = self.b2b_uom_id._compute_price(self.fixed_price, uom)
        if currency and self.currency_id and self.currency_id != currency:
            company = self.company_id or self.env.company
            price = self.currency_id._convert(price, currency, company, date, round=False)
        return price
