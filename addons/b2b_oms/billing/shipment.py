from odoo import api, fields, models


class ShippedMove(models.AbstractModel):
    """What billing asks of a goods move. Adopted by ``stock.move``."""

    _name = "b2b.shipped.move"
    _description = "Shipped goods"

    b2b_claim_ids = fields.One2many(
        "b2b.billing.claim", "move_id", string="Billed", groups="base.group_user"
    )

    def _b2b_is_return(self):
        self.ensure_one()
        return self.location_id.usage == "customer"

    def _b2b_counts(self):
        """Whether the move changes what the customer has to pay, as Odoo counts it as delivered."""
        self.ensure_one()
        if self.sale_line_id.product_id != self.product_id:
            return False  # part of a kit: the line counts whole kits
        if self._b2b_is_return():
            return self.to_refund and self.location_dest_id.usage != "customer"
        if self.location_dest_id.usage != "customer":
            return False
        return not self.origin_returned_move_id or self.to_refund

    def _b2b_signed_quantity(self):
        """Done quantity in the order line's unit; what came back counts less than nothing."""
        self.ensure_one()
        quantity = self.product_uom._compute_quantity(
            self.quantity, self.sale_line_id.product_uom_id, rounding_method="HALF-UP"
        )
        return -quantity if self._b2b_is_return() else quantity


class Shipment(models.AbstractModel):
    """One delivery as the buyer follows it. Adopted by ``stock.picking``."""

    _name = "b2b.shipment"
    _description = "Shipment"

    b2b_carrier = fields.Char(string="Shipped By", copy=False)
    b2b_tracking_ref = fields.Char(string="Tracking Number", copy=False)
    b2b_tracking_url = fields.Char(string="Tracking Page", copy=False)
    b2b_dispatch_ids = fields.One2many(
        "b2b.billing.dispatch", "picking_id", string="Told", groups="base.group_user"
    )

    def _b2b_tracking(self):
        """Who carries it, its number and the page to follow it; the delivery app's where it is."""
        self.ensure_one()
        if "carrier_id" in self._fields and self.carrier_id:
            return self.carrier_id.name, self.carrier_tracking_ref, self.carrier_tracking_url
        return self.b2b_carrier, self.b2b_tracking_ref, self.b2b_tracking_url

    def _b2b_shipped_lines(self):
        """List of (order line, shipped here, still to come) for the buyer's message."""
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state == "done" and move.sale_line_id)
        return [
            (
                line,
                sum(move._b2b_signed_quantity() for move in of_line),
                max(0.0, line.product_uom_qty - line.qty_delivered),
            )
            for line, of_line in moves.grouped("sale_line_id").items()
        ]

    def _b2b_package_names(self):
        self.ensure_one()
        return ", ".join(self.move_line_ids.result_package_id.mapped("name"))

    def _b2b_is_told(self):
        """Whether the buyer is told: goods of an account's order that reached the customer."""
        self.ensure_one()
        return bool(
            self.state == "done"
            and self.picking_type_code in ("outgoing", "dropship")
            and self.location_dest_id.usage == "customer"
            and self.sale_id
            and self.sudo().sale_id._b2b_tier()
        )

    def _b2b_shipped(self):
        """Goods left: the buyer is told, what is billed on shipment is billed, both in the background."""
        leaving = self.sudo().filtered(lambda picking: picking._b2b_is_told())
        self.env["b2b.billing.dispatch"]._queue_shipments(leaving)
        self.env["b2b.announcer"]._shipped(leaving)
        self._b2b_wake_billing()

    @api.model
    def _b2b_wake_billing(self):
        if self.env["b2b.billing.schedule"]._is_used():
            self.env.ref("b2b_oms.cron_billing")._trigger()
