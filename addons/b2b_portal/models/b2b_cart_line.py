from odoo import fields, models


class CartLine(models.Model):
    """One product, or words nobody could find a product for, and how many."""

    _name = "b2b.cart.line"
    _inherit = ["b2b.cart.line.submission", "b2b.cart.line.form", "b2b.cart.line.list"]
    _description = "Line of a cart"
    _order = "sequence, id"

    cart_id = fields.Many2one("b2b.cart", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", ondelete="cascade")
    text = fields.Char(help="What the buyer wrote where no product was found.")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    ship_to_id = fields.Many2one("res.partner", string="Ship-to", help="Empty: the cart's.")
    requested_date = fields.Date(help="Empty: the cart's.")
    note = fields.Char()

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "Order more than nothing.")
    _something = models.Constraint(
        "CHECK(product_id IS NOT NULL OR text IS NOT NULL)", "A line names something."
    )
