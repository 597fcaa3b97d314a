from odoo.fields import Command
from odoo.tests import tagged

from .test_allocation import AllocationCase


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
