from odoo import fields, models


class StandingLine(models.Model):
    """So many of a product, every time."""

    _name = "b2b.standing.line"
    _description = "Line of a standing order"
    _order = "sequence, id"

    standing_id = fields.Many2one(
        "b2b.standing.order", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product", required=True, ondelete="cascade", domain=[("sale_ok", "=", True)]
    )
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    ship_to_id = fields.Many2one(
        "res.partner", string="Ship-to", help="Empty: where the whole order goes."
    )
    next_quantity = fields.Float(
        digits="Product Unit",
        default=-1.0,
        help="The next time only. Below zero: as always; zero: not this time.",
    )

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "Order more than nothing.")

    def _due_quantity(self):
        """How many the next run orders."""
        self.ensure_one()
        return self.quantity if self.next_quantity < 0 else self.next_quantity
