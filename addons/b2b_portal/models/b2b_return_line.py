from odoo import api, fields, models

RETURN_REASONS = [
    ("damaged", "Arrived damaged"),
    ("faulty", "Faulty"),
    ("wrong", "Not what was ordered"),
    ("too_many", "Ordered or delivered too many"),
    ("other", "Something else"),
]


class ReturnLine(models.Model):
    """So many of a delivered line shall go back, and why."""

    _name = "b2b.return.line"
    _description = "Line of a return"

    request_id = fields.Many2one(
        "b2b.return.request", required=True, ondelete="cascade", index=True
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", string="Order Line", required=True, ondelete="restrict", index=True
    )
    product_id = fields.Many2one(related="sale_line_id.product_id")
    uom_id = fields.Many2one(related="sale_line_id.product_uom_id")
    quantity = fields.Float(digits="Product Unit", required=True, help="In the line's unit.")
    reason = fields.Selection(RETURN_REASONS, required=True, default="damaged")
    note = fields.Char()
    move_ids = fields.Many2many(
        "stock.move", "b2b_return_line_move_rel", "line_id", "move_id", readonly=True
    )

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "Return more than nothing.")

    @api.model
    def _returnable(self, sale_lines):
        """{order line: how many may be asked to go back}, in the line's unit, goods only.

        Delivered, less what came back (Odoo's delivered quantity), less what is asked or on its
        way back already.
        """
        sale_lines = sale_lines.sudo().filtered(lambda line: line._b2b_is_goods_delivered())
        known = self.sudo().search(
            [
                ("sale_line_id", "in", sale_lines.ids),
                ("request_id.state", "in", ("requested", "approved")),
            ]
        )
        by_line = known.grouped("sale_line_id")
        return {
            line: max(
                0.0,
                line.qty_delivered - sum(row._open_quantity() for row in by_line.get(line, ())),
            )
            for line in sale_lines
        }

    def _open_quantity(self):
        """What of it is not back yet, and still may come."""
        self.ensure_one()
        if self.request_id.state == "requested":
            return self.quantity
        coming = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        return sum(self._in_line_unit(move, move.product_uom_qty) for move in coming)

    def _in_line_unit(self, move, quantity):
        return move.product_uom._compute_quantity(quantity, self.uom_id, rounding_method="HALF-UP")

    def _shares(self):
        """{delivery move: how many of the line come back of it, in the move's unit}, newest first."""
        self.ensure_one()
        delivered = self.sale_line_id.move_ids.filtered(
            lambda move: move.state == "done" and not move._b2b_is_return() and move._b2b_counts()
        )
        rest, shares = self.quantity, {}
        for move in delivered.sorted("id", reverse=True):
            back = move.returned_move_ids.filtered(lambda one: one.state != "cancel")
            left = move.quantity - sum(
                one.product_uom._compute_quantity(one.product_uom_qty, move.product_uom)
                for one in back
            )
            share = min(
                self.uom_id._compute_quantity(rest, move.product_uom, rounding_method="HALF-UP"),
                left,
            )
            if share > 0:
                shares[move] = share
                rest -= self._in_line_unit(move, share)
        return shares
