from odoo import fields, models


class LineBilling(models.AbstractModel):
    """What billing asks of an order line. Adopted by ``sale.order.line``."""

    _name = "b2b.line.billing"
    _description = "Billing of an order line"

    b2b_delivery_status = fields.Selection(
        [("pending", "Not Delivered"), ("partial", "Partially Delivered"), ("full", "Delivered")],
        string="Delivery Status",
        compute="_compute_b2b_delivery_status",
        help="Empty for what is not delivered.",
    )

    def _compute_b2b_delivery_status(self):
        for line in self:
            line.b2b_delivery_status = line._b2b_how_far_delivered()

    def _b2b_how_far_delivered(self):
        self.ensure_one()
        if self.state != "sale" or not self._b2b_is_shipped():
            return False
        unit = self.product_uom_id
        if unit.compare(self.qty_delivered, self.product_uom_qty) >= 0:
            return "full"
        return "partial" if unit.compare(self.qty_delivered, 0) > 0 else "pending"

    def _b2b_is_shipped(self):
        """Whether deliveries say how much of the line was delivered; of a kit Odoo says it."""
        self.ensure_one()
        if self.display_type or self.qty_delivered_method != "stock_move":
            return False
        return not self.move_ids or self.product_id in self.move_ids.product_id

    def _b2b_is_fee(self):
        """Freight and the small-order fee: lines one period may share."""
        self.ensure_one()
        is_freight = "is_delivery" in self._fields and self.is_delivery
        return bool(is_freight or self.b2b_adjustment in ("fee", "freight"))

    def _b2b_is_reduction(self):
        """A discount on the goods of the order, granted as they are billed."""
        self.ensure_one()
        return not self.is_downpayment and self.price_unit * self.product_uom_qty < 0

    def _b2b_may_be_extra(self, ordered):
        """Whether the line can be billed without a delivery.

        :param ordered: bill what was ordered, goods too
        """
        self.ensure_one()
        if self.display_type:
            return False
        if self._b2b_is_reduction() and not ordered:
            return not self._b2b_is_shipped()
        return bool(self.qty_to_invoice) and (ordered or not self._b2b_is_shipped())

    def _b2b_take_billed_quantity(self):
        """Odoo bills by product; accounts with a schedule are billed by what their schedule says."""
        for order, lines in self.grouped("order_id").items():
            schedule = order._b2b_billing_schedule() if order.state == "sale" else None
            if not schedule:
                continue
            ordered = schedule._timing()._bills_ordered
            for line in lines.filtered(lambda line: not line.display_type):
                if ordered and not line.is_downpayment:
                    line.qty_to_invoice = line.product_uom_qty - line.qty_invoiced
                elif line._b2b_is_shipped():
                    line.qty_to_invoice = line.qty_delivered - line.qty_invoiced

    def _b2b_unit_value(self):
        """Price of one unit without tax, discount taken off, in the order's currency."""
        self.ensure_one()
        return self.price_unit * (1 - self.discount / 100)
