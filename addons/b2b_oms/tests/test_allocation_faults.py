from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_allocation import AllocationCase


@tagged("post_install", "-at_install")
class TestAllocationFaults(AllocationCase):
    """What goes wrong between the order and the shelf: nothing is oversold, nothing raises in vain."""

    def _deliver_all(self, order):
        for picking in order.picking_ids.filtered(lambda p: p.state == "assigned"):
            picking.move_ids.picked = True
            picking.with_context(skip_backorder=True).button_validate()

    def _empty(self, house):
        """Everything is gone: Odoo archives no warehouse with goods in it."""
        quants = self.env["stock.quant"].search([("location_id.warehouse_id", "=", house.id)])
        quants.with_context(inventory_mode=True).write({"inventory_quantity": 0})
        quants.action_apply_inventory()
        quants.unlink()

    def test_ship_to_without_coordinates_is_served(self):
        nowhere = self.env["res.partner"].create(
            {"name": "Nowhere", "type": "delivery", "parent_id": self.account.id}
        )
        order = self._release(13, partner_shipping_id=nowhere.id)
        self.assertEqual(self._story(order), {self.warehouse.code: (6, 0), "SEC": (7, 0)})

    def test_order_that_no_warehouse_may_serve_waits_with_a_reason(self):
        self.env["b2b.warehouse.preference"].create(
            [
                {"account_id": self.account.id, "warehouse_id": house.id, "use": "excluded"}
                for house in self.env["stock.warehouse"].search([])
            ]
        )
        order = self._release(5)
        rows = order.b2b_allocation_ids
        self.assertEqual((rows.kind, rows.waiting_quantity), ("backorder", 5))
        self.assertTrue(rows.reason)
        self.assertFalse(rows.promised_date)

    def test_negative_quant_takes_from_what_its_neighbours_promise(self):
        shelf = self.env["stock.location"].create(
            {"name": "Minus", "location_id": self.warehouse.lot_stock_id.id, "usage": "internal"}
        )
        self.env["stock.quant"].create(
            {"product_id": self.gear.id, "location_id": shelf.id, "quantity": -4}
        )
        order = self._release(13)
        self.assertEqual(sum(order.b2b_allocation_ids.mapped("reserved_quantity")), 9)
        self.assertEqual(sum(order.b2b_allocation_ids.mapped("waiting_quantity")), 4)

    def test_warehouse_with_promises_is_archived_only_when_they_are_elsewhere(self):
        order = self._release(5)
        (allocation,) = order.b2b_allocation_ids
        house, other = allocation.warehouse_id, self.second
        if house == other:
            other = self.warehouse
        with self.assertRaises(UserError):
            house.active = False
        allocation._move_to(other, 5)
        self._empty(house)
        house.active = False
        self.assertEqual(self._story(order), {other.code: (5, 0)})
        self.assertEqual(self._release(9).b2b_allocation_ids.warehouse_id, other)
        self._deliver_all(order)
        self.assertEqual(order.order_line.qty_delivered, 5)

    def test_product_turned_into_a_service_after_the_order(self):
        order = self._release(20)
        self.gear.type = "service"
        order.order_line.product_uom_qty = 8
        order.action_b2b_check()
        self.env["b2b.allocation"]._promise_again()
        self._allocate_by_cron()
        self._deliver_all(order)
        self.assertLessEqual(order.order_line.qty_delivered, 20)

    def test_product_no_longer_kept_in_stock_after_the_order(self):
        order = self._release(20)
        self.gear.is_storable = False
        order.order_line.product_uom_qty = 8
        self._allocate_by_cron()
        self._deliver_all(order)

    def test_product_tracked_by_lots_after_the_order_leaves_with_a_lot(self):
        order = self._release(5)
        self.gear.tracking = "lot"
        lot = self.env["stock.lot"].create({"name": "L-1", "product_id": self.gear.id})
        order.picking_ids.move_line_ids.lot_id = lot
        self._deliver_all(order)
        self.assertEqual(order.order_line.qty_delivered, 5)
        # What left with a lot that was never received is missing there, and counted as such.
        again = self._release(13)
        self.assertLessEqual(sum(again.b2b_allocation_ids.mapped("reserved_quantity")), 13)

    def test_product_archived_after_the_order_is_still_delivered(self):
        order = self._release(5)
        self.gear.active = False
        self._allocate_by_cron()
        self._deliver_all(order)
        self.assertEqual(order.order_line.qty_delivered, 5)

    def test_more_written_on_a_delivery_than_is_there_is_not_promised_from_it(self):
        order = self._release(6)
        house = order.b2b_allocation_ids.warehouse_id
        stock = 6 if house == self.warehouse else 7
        move_line = order.picking_ids.move_line_ids
        with self.assertRaises(UserError):
            move_line.quantity = 50
            self.env.flush_all()
        self.env.invalidate_all()
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.gear.id), ("location_id", "=", house.lot_stock_id.id)]
        )
        self.assertLessEqual(sum(quants.mapped("reserved_quantity")), stock)


@tagged("post_install", "-at_install")
class TestWarehouseWays(AllocationCase):
    """Units, lots and steps that Odoo's warehouses know keep working under allocations."""

    def test_a_dozen_is_split_over_warehouses_in_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._make_order({self.gear: 1})
        order.order_line.product_uom_id = dozen
        order.action_confirm()
        self.assertReleased(order)
        rows = order.b2b_allocation_ids
        self.assertEqual(sum(rows.mapped("quantity")), 12)
        self.assertEqual(sum(rows.mapped("reserved_quantity")), 12)
        order.order_line.product_uom_qty = 2
        self.assertEqual(sum(order.b2b_allocation_ids.mapped("quantity")), 24)
        order.order_line.product_uom_qty = 0.5
        self.assertEqual(sum(order.b2b_allocation_ids.mapped("quantity")), 6)

    def test_half_a_dozen_delivered_is_half_a_dozen(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._make_order({self.bolt: 1})
        order.order_line.product_uom_id = dozen
        order.action_confirm()
        move = order.picking_ids.move_ids
        move.quantity = move.product_uom._compute_quantity(move.product_uom_qty, dozen) / (
            2 if move.product_uom == dozen else 1 / 6
        )
        move.picked = True
        order.picking_ids.with_context(skip_backorder=True).button_validate()
        self.assertEqual(sum(order.b2b_allocation_ids.mapped("delivered_quantity")), 6)
        self.assertEqual(sum(order.b2b_allocation_ids.mapped("reserved_quantity")), 6)

    def _lots(self, product, *names):
        product.tracking = "lot"
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": product.id} for name in names]
        )
        for days, lot in enumerate(lots):
            self.env["stock.quant"]._update_available_quantity(
                product,
                self.warehouse.lot_stock_id,
                5,
                lot_id=lot,
                in_date=f"2026-01-{10 + days} 10:00:00",
            )
        return lots

    def test_lots_leave_first_in_first_out(self):
        wheel = self._make_product("Wheel", "TEST-WHEEL", 30.0)
        old, new = self._lots(wheel, "OLD", "NEW")
        lines = self._release(7, wheel).picking_ids.move_line_ids
        self.assertEqual({line.lot_id: line.quantity for line in lines}, {old: 5, new: 2})
        rest = self._release(9, wheel)
        self.assertEqual(sum(rest.b2b_allocation_ids.mapped("reserved_quantity")), 3)
        self.assertEqual(rest.picking_ids.move_line_ids.lot_id, new)

    def test_serial_numbers_are_promised_once_each(self):
        machine = self._make_product("Machine", "TEST-MACHINE", 900.0, tracking="serial")
        for name in ("S1", "S2", "S3"):
            lot = self.env["stock.lot"].create({"name": name, "product_id": machine.id})
            self.env["stock.quant"]._update_available_quantity(
                machine, self.warehouse.lot_stock_id, 1, lot_id=lot
            )
        first, second = self._release(2, machine), self._release(2, machine)
        taken = (first | second).picking_ids.move_line_ids.lot_id
        self.assertEqual(sorted(taken.mapped("name")), ["S1", "S2", "S3"])
        self.assertEqual(sum(second.b2b_allocation_ids.mapped("waiting_quantity")), 1)

    def test_shortage_at_the_pick_of_three_steps_is_planned_elsewhere(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._release(5)
        pick = order.picking_ids.filtered(
            lambda p: p.picking_type_id == self.warehouse.pick_type_id
        )
        self.assertEqual(pick.move_ids.quantity, 5)
        pick.move_ids.quantity = 3
        pick.action_b2b_report_shortage()
        rows = order.b2b_allocation_ids.filtered(lambda row: row.state == "open")
        self.assertEqual(
            {row.warehouse_id.code: row.quantity for row in rows},
            {self.warehouse.code: 3, "SEC": 2},
        )

    def test_order_over_three_addresses_is_one_order_with_three_slips(self):
        branches = self.env["res.partner"].create(
            [
                {"name": f"Branch {n}", "type": "delivery", "parent_id": self.account.id}
                for n in range(3)
            ]
        )
        order = self._make_order(
            {self.bolt: 18, self.nut: 8},
            client_order_ref="PO-3",
            partner_shipping_id=self.account.id,
        )
        order.order_line[0].b2b_destination_ids = [
            Command.create({"partner_id": branch.id, "quantity": 3}) for branch in branches[:2]
        ]
        order.order_line[1].b2b_ship_to_id = branches[2]
        order.action_confirm()
        self.assertEqual(order.picking_ids.partner_id, branches | order.partner_shipping_id)
        self.assertEqual(len(order.picking_ids), 4)
