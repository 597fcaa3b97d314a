from odoo import api, fields, models


class OrderDifference(models.TransientModel):
    """Two orders that look like one, side by side."""

    _name = "b2b.order.difference"
    _description = "Difference of two orders"

    order_id = fields.Many2one("sale.order", required=True)
    other_id = fields.Many2one("sale.order", required=True, string="Earlier Order")
    currency_id = fields.Many2one(related="order_id.currency_id")
    order_po = fields.Char(related="order_id.client_order_ref", string="PO")
    other_po = fields.Char(related="other_id.client_order_ref", string="Earlier PO")
    order_channel = fields.Selection(related="order_id.b2b_channel", string="By")
    other_channel = fields.Selection(related="other_id.b2b_channel", string="Earlier By")
    order_date = fields.Datetime(related="order_id.date_order", string="On")
    other_date = fields.Datetime(related="other_id.date_order", string="Earlier On")
    order_total = fields.Monetary(related="order_id.amount_total", string="Total")
    other_total = fields.Monetary(related="other_id.amount_total", string="Earlier Total")
    other_state = fields.Selection(related="other_id.b2b_state", string="Earlier Is")
    line_ids = fields.One2many("b2b.order.difference.line", "difference_id")
    order_state = fields.Selection(related="order_id.b2b_state", string="This Is")
    is_open = fields.Boolean(compute="_compute_is_open", help="It can still be settled.")

    @api.depends("order_id.b2b_state", "other_id.b2b_state")
    def _compute_is_open(self):
        for difference in self:
            difference.is_open = difference.order_state in (
                "received",
                "held",
            ) and difference.other_state in ("received", "held", "released")

    @api.model
    def _between(self, order, other):
        """The difference of two orders, products they share first as the later one names them."""
        (order | other).check_access("read")
        rows = {}
        for column, lines in (
            ("quantity", order._b2b_goods()),
            ("other_quantity", other._b2b_goods()),
        ):
            for line in lines:
                key = line.product_id.id, line.product_uom_id.id
                row = rows.setdefault(key, {"product_id": key[0], "uom_id": key[1]})
                row[column] = row.get(column, 0.0) + line.product_uom_qty
        return self.create(
            {
                "order_id": order.id,
                "other_id": other.id,
                "line_ids": [fields.Command.create(row) for row in rows.values()],
            }
        )

    # === WHAT A PERSON DECIDES === #

    def action_merge(self):
        """What this order has more of is added to the earlier one."""
        self.order_id._b2b_merge_into(self.other_id)
        return self._open(self.other_id)

    def action_change_first(self):
        """The earlier order becomes what this one says."""
        self.order_id._b2b_change_first(self.other_id)
        return self._open(self.other_id)

    def action_keep_both(self):
        """Both are wanted."""
        self.order_id._b2b_keep_beside(self.other_id)
        return self._open(self.order_id)

    def action_refuse(self):
        """Only the earlier order is wanted."""
        self.order_id._b2b_refuse_beside(self.other_id)
        return self._open(self.other_id)

    def _open(self, order):
        return order._get_records_action()


class OrderDifferenceLine(models.TransientModel):
    """One product of the two orders."""

    _name = "b2b.order.difference.line"
    _description = "Line of a difference"

    difference_id = fields.Many2one("b2b.order.difference", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True)
    uom_id = fields.Many2one("uom.uom", required=True)
    quantity = fields.Float(digits="Product Unit", string="This Order")
    other_quantity = fields.Float(digits="Product Unit", string="Earlier Order")
    difference = fields.Float(
        string="More or Less", digits="Product Unit", compute="_compute_difference"
    )

    @api.depends("quantity", "other_quantity")
    def _compute_difference(self):
        for line in self:
            line.difference = line.quantity - line.other_quantity
