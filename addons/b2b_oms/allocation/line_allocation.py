"""What of a line is promised follows what it asks, whatever changed: more, less, another address."""

from datetime import datetime, time

from pytz import UTC, timezone

from odoo import fields, models


class LineAllocation(models.AbstractModel):
    """Adopted by ``sale.order.line``."""

    _name = "b2b.line.allocation"
    _description = "Allocation of an order line"

    b2b_allocation_ids = fields.One2many(
        "b2b.allocation", "line_id", string="Allocations", groups="base.group_user"
    )
    b2b_ship_to_id = fields.Many2one(
        "res.partner",
        string="Ship To",
        copy=False,
        help="Where this line goes. Empty: where the order goes.",
    )
    b2b_destination_ids = fields.One2many(
        "b2b.line.destination",
        "line_id",
        string="Split over Addresses",
        copy=False,
        groups="base.group_user",
        help="So many of the line to other addresses; what is left goes where the line goes.",
    )
    b2b_cancelled_quantity = fields.Float(
        string="Cancelled",
        digits="Product Unit",
        copy=False,
        readonly=True,
        help="Ordered and then cancelled; the quantity of the line is what is left.",
    )

    # === WHAT IS ASKED === #

    def _b2b_is_allocated(self):
        """Whether we promise this line's goods: stocked, on a released order, not made of others.

        What was promised once stays ours, whatever became of the product.
        """
        self.ensure_one()
        if self.order_id.b2b_state != "released" or self.display_type:
            return False
        product = self.product_id
        is_kit = "is_kits" in product._fields and product.is_kits  # its moves are of its parts
        return bool(product.is_storable and not is_kit or self.sudo().b2b_allocation_ids)

    def _b2b_targets(self):
        """{ship-to: quantity in the product's unit} that the line asks to be delivered in all."""
        self.ensure_one()
        unit, own = self.product_id.uom_id, self.product_uom_id

        def in_unit(quantity):
            return own._compute_quantity(quantity, unit, rounding_method="HALF-UP")

        line = self.sudo()
        default = line.b2b_ship_to_id or line.order_id.partner_shipping_id
        targets, rest = {}, line.product_uom_qty
        for destination in line.b2b_destination_ids:
            part = min(destination.quantity, rest)
            rest -= part
            if part > 0:
                address = destination.partner_id
                targets[address] = targets.get(address, 0.0) + in_unit(part)
        targets[default] = targets.get(default, 0.0) + in_unit(rest)
        return targets

    # === FOLLOWING IT === #

    def _b2b_follow(self):
        """Give up what the lines do not ask any more, promise what nothing promises yet."""
        lines = self.filtered(lambda line: line._b2b_is_allocated())
        for order, of_order in lines.grouped("order_id").items():
            of_order._b2b_adopt_moves()
            wanted = [want for line in of_order for want in line._b2b_missing()]
            order._b2b_promise(wanted)

    def _b2b_addresses_changed(self):
        """Other addresses: what did not leave yet is planned for them."""
        self.filtered(lambda line: line.state == "sale")._action_launch_stock_rule()

    def _b2b_missing(self):
        """[(line, ship-to, quantity)] still to be promised, after giving up what is too much."""
        self.ensure_one()
        unit, targets = self.product_id.uom_id, self._b2b_targets()
        default = list(targets)[-1]
        by_address = self.sudo().b2b_allocation_ids.grouped("ship_to_id")
        for address, rows in by_address.items():
            surplus = unit.round(sum(rows.mapped("quantity")) - targets.get(address, 0.0))
            if surplus > 0:
                delivered = rows._reduce(surplus)
                if address != default:
                    # What reached another address than is asked now is delivered all the same.
                    targets[default] -= delivered
        promised = {a: sum(rows.mapped("quantity")) for a, rows in by_address.items()}
        missing = []
        for address, target in targets.items():
            quantity = unit.round(target - promised.get(address, 0.0))
            if quantity > 0:
                missing.append((self, address, quantity))
        return missing

    def _b2b_adopt_moves(self):
        """Lines that were released before there were allocations get theirs from their moves."""
        for line in self.sudo().filtered(
            lambda line: not line.b2b_allocation_ids and line.move_ids
        ):
            moves = line.move_ids.filtered(lambda m: m._b2b_is_leaving() or m._b2b_has_reached())
            for (warehouse, address), part in moves.grouped(
                lambda m: (m.warehouse_id, m.partner_id)
            ).items():
                line._b2b_adopt(
                    part,
                    warehouse or line.warehouse_id,
                    address or line.order_id.partner_shipping_id,
                )

    def _b2b_adopt(self, moves, warehouse, address):
        progress = moves._b2b_progress()
        moves.b2b_allocation_id = self.env["b2b.allocation"].create(
            {
                "line_id": self.id,
                "warehouse_id": warehouse.id,
                "ship_to_id": address.id,
                "quantity": progress.open + progress.delivered,
                "is_planned_from_stock": progress.reserved >= progress.open,
                "reason": self.env._("Was on its way before."),
            }
        )

    # === HANDING IT TO THE WAREHOUSES === #

    def _b2b_procurements(self, procurement_uom, values):
        """A procurement for each allocation that the warehouse does not know yet."""
        self.ensure_one()
        procurements = []
        for allocation in self.sudo().b2b_allocation_ids._without_moves():
            address = allocation.ship_to_id
            own = dict(
                values,
                warehouse_id=allocation.warehouse_id,
                partner_id=address.id,
                b2b_allocation_id=allocation.id,
                location_final_id=address.property_stock_customer,
            )
            if allocation.promised_date:
                own["date_planned"] = allocation._departure()
            procurements.append(
                self.env["stock.rule"].Procurement(
                    self.product_id,
                    self.product_id.uom_id._compute_quantity(
                        allocation.quantity, procurement_uom, rounding_method="HALF-UP"
                    ),
                    procurement_uom,
                    own["location_final_id"],
                    self.product_id.display_name,
                    self.order_id.name,
                    self.order_id.company_id,
                    own,
                )
            )
        return procurements

    def _b2b_procured(self):
        """What the warehouses know of, in the line's unit; lost goods count, they are not sent twice."""
        self.ensure_one()
        known = self.sudo().b2b_allocation_ids.filtered("move_ids")
        return self.product_id.uom_id._compute_quantity(
            sum(known.mapped("quantity")), self.product_uom_id, rounding_method="HALF-UP"
        )


def noon(day, zone):
    """The middle of a day somewhere, as Odoo keeps moments: UTC without a zone."""
    local = timezone(zone or "UTC").localize(datetime.combine(day, time(12)))
    return local.astimezone(UTC).replace(tzinfo=None)
