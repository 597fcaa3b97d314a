from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import IntakeCase


class AllocationCase(IntakeCase):
    """Two warehouses: 6 bolts in the first, 7 in the second."""

    def setUp(self):
        super().setUp()
        self.second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        self.gear = self._make_product("Gear", "TEST-GEAR", 40.0)
        self._put(self.gear, 6, self.warehouse)
        self._put(self.gear, 7, self.second)

    def _put(self, product, quantity, warehouse):
        self.env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, quantity
        )

    def _receive(self, product, quantity, warehouse, done=True):
        """A receipt from a supplier; done, or expected."""
        supplier = self.env.ref("stock.stock_location_suppliers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": supplier.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": supplier.id,
                            "location_dest_id": warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        if done:
            picking.move_ids.write({"quantity": quantity, "picked": True})
            picking.button_validate()
        return picking

    def _release(self, quantity, product=None, **vals):
        order = self._make_order({product or self.gear: quantity}, **vals)
        order.action_confirm()
        self.assertEqual(order.b2b_state, "released", order.b2b_hold_reason)
        return order

    def _story(self, order):
        """{warehouse code: (reserved, without stock)} of what is still to leave."""
        story = {}
        for row in order.b2b_allocation_ids.filtered(lambda a: a.state == "open"):
            had = story.get(row.warehouse_id.code, (0, 0))
            story[row.warehouse_id.code] = (
                had[0] + row.reserved_quantity,
                had[1] + row.waiting_quantity,
            )
        return story

    def _allocate_by_cron(self):
        self.env["b2b.allocation.run"]._cron_allocate()

    def tearDown(self):
        self.assertEqual(self.env["b2b.audit"].violations(), [])
        super().tearDown()


@tagged("post_install", "-at_install")
class TestAllocation(AllocationCase):
    """From release to pick list, and every change after it."""

    def test_one_warehouse_is_enough_for_a_small_order(self):
        order = self._release(5)
        self.assertEqual(len(order.picking_ids), 1)
        self.assertEqual(sum(r for r, _w in self._story(order).values()), 5)

    def test_ledger_says_why_another_warehouse_was_not_chosen(self):
        order = self._release(5)
        chosen = order.b2b_allocation_ids.warehouse_id
        other = (self.warehouse | self.second) - chosen
        planned = order.b2b_event_ids.filtered(lambda event: event.kind == "routing")
        self.assertIn(chosen.name, planned.message)
        self.assertRegex(planned.not_chosen, f"{other.name}: .+")

    def test_line_is_split_over_warehouses_and_reserved_in_both(self):
        order = self._release(10)
        self.assertEqual(len(order.picking_ids), 2)
        self.assertEqual(sum(r for r, _w in self._story(order).values()), 10)
        self.assertEqual(order.picking_ids.mapped("state"), ["assigned", "assigned"])

    def test_what_nobody_has_is_backordered_in_one_warehouse(self):
        order = self._release(20)
        story = self._story(order)
        self.assertEqual(sum(r for r, _w in story.values()), 13)
        self.assertEqual(sorted(w for _r, w in story.values()), [0, 7])
        self.assertEqual(
            sum(
                order.b2b_allocation_ids.filtered(lambda a: a.kind == "backorder").mapped(
                    "waiting_quantity"
                )
            ),
            7,
        )

    def test_more_after_the_release_is_planned_and_less_gives_up_the_backorder_first(self):
        order = self._release(10)
        order.order_line.product_uom_qty = 20
        self.assertEqual(sum(w for _r, w in self._story(order).values()), 7)
        order.order_line.product_uom_qty = 13
        self.assertEqual(sum(w for _r, w in self._story(order).values()), 0)
        self.assertEqual(sum(r for r, _w in self._story(order).values()), 13)

    def test_smaller_split_line_makes_no_receipt_from_the_customer(self):
        order = self._release(10)
        order.order_line.product_uom_qty = 3
        self.assertEqual(
            order.picking_ids.filtered(lambda p: p.picking_type_code == "incoming"),
            self.env["stock.picking"],
        )
        self.assertEqual(sum(r for r, _w in self._story(order).values()), 3)
        order.order_line.product_uom_qty = 0
        self.assertEqual(self._story(order), {})

    def test_other_ship_to_moves_what_did_not_leave_yet(self):
        order = self._release(10)
        branch = self.env["res.partner"].create(
            {"name": "Branch", "type": "delivery", "parent_id": self.account.id}
        )
        order.partner_shipping_id = branch
        open_pickings = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        self.assertEqual(open_pickings.partner_id, branch)
        self.assertEqual(sum(r for r, _w in self._story(order).values()), 10)

    def test_lines_and_parts_of_lines_go_to_addresses_of_their_own(self):
        branches = self.env["res.partner"].create(
            [
                {"name": f"Branch {n}", "type": "delivery", "parent_id": self.account.id}
                for n in range(2)
            ]
        )
        order = self._make_order({self.bolt: 20, self.nut: 30}, partner_shipping_id=self.account.id)
        bolts, nuts = order.order_line
        nuts.b2b_ship_to_id = branches[0]
        bolts.b2b_destination_ids = [
            Command.create({"partner_id": branches[1].id, "quantity": 8}),
        ]
        order.action_confirm()
        by_address = {p.partner_id: sum(p.move_ids.mapped("quantity")) for p in order.picking_ids}
        self.assertEqual(by_address, {self.account: 12, branches[0]: 30, branches[1]: 8})

    def test_backorder_is_served_when_stock_arrives_even_on_a_shelf(self):
        order = self._release(20)
        waiting = order._b2b_waiting().warehouse_id
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": waiting.lot_stock_id.id}
        )
        self.env["stock.quant"].with_context(inventory_mode=True).create(
            {"product_id": self.gear.id, "location_id": shelf.id, "inventory_quantity": 7}
        ).action_apply_inventory()
        self._allocate_by_cron()
        self.assertEqual(sum(w for _r, w in self._story(order).values()), 0)

    def test_receipt_serves_the_better_tier_before_the_older_order(self):
        older = self._release(20)
        first = self.env["b2b.account.tier"].create(
            {"name": "Platinum", "pricelist_id": self.pricelist.id, "allocation_priority": 1}
        )
        account = self._make_account("First Foods", "F-1")
        account.b2b_tier_id = first
        newer = self._release(5, account=account)
        self._receive(self.gear, 8, older._b2b_waiting().warehouse_id)
        self.assertEqual(sum(w for _r, w in self._story(newer).values()), 0)
        self.assertEqual(sum(w for _r, w in self._story(older).values()), 4)

    def test_cancelled_order_hands_its_stock_on(self):
        first = self._release(13)
        second = self._release(3)
        self.assertEqual(sum(w for _r, w in self._story(second).values()), 3)
        first.action_cancel()
        self._allocate_by_cron()
        self.assertEqual(sum(w for _r, w in self._story(second).values()), 0)

    def test_batch_of_orders_shares_the_stock_once(self):
        orders = self.env["sale.order"].union(
            *(self._make_order({self.gear: 5}) for _n in range(4))
        )
        orders.action_confirm()
        reserved = [sum(r for r, _w in self._story(order).values()) for order in orders]
        self.assertEqual(reserved, [5, 5, 3, 0])

    def test_goods_asked_in_whole_numbers_are_shared_in_whole_numbers(self):
        orders = [self._release(20, self._make_product("Cog", "COG", 9.0))]
        cog = orders[0].order_line.product_id
        orders += [self._release(20, cog), self._release(20, cog)]
        house = orders[0].b2b_allocation_ids.warehouse_id
        self._put(cog, 43, house)
        run = self.env["b2b.allocation.run"].create({"product_ids": cog.ids, "method": "pro_rata"})
        run.action_simulate()
        granted = run.line_ids.mapped("granted")
        self.assertEqual(sum(granted), 43)
        self.assertEqual([share % 1 for share in granted], [0, 0, 0])

    def test_simulated_run_changes_nothing_until_it_is_committed(self):
        order = self._release(20)
        self._put(self.gear, 4, order._b2b_waiting().warehouse_id)
        run = self.env["b2b.allocation.run"].create({})
        run.action_simulate()
        mine = run.line_ids.filtered(lambda line: line.order_id == order)
        self.assertEqual((mine.waiting, mine.granted), (7, 4))
        self.assertEqual(sum(w for _r, w in self._story(order).values()), 7)
        run.action_commit()
        self.assertEqual(sum(w for _r, w in self._story(order).values()), 3)
        with self.assertRaisesRegex(UserError, "carried out already"):
            run.action_commit()

    def test_rest_is_closed_with_a_reason_and_the_line_tells(self):
        order = self._release(20)
        with self.assertRaisesRegex(UserError, "Say why"):
            order.order_line._b2b_close(7, " ")
        order._b2b_waiting()._close("Discontinued")
        line = order.order_line
        self.assertEqual((line.product_uom_qty, line.b2b_cancelled_quantity), (13, 7))
        self.assertEqual(sum(w for _r, w in self._story(order).values()), 0)
        self.assertIn("Discontinued", " ".join(order.b2b_event_ids.mapped("message")))

    def test_rest_is_cancelled_at_release_where_that_is_agreed(self):
        self.account.b2b_backorder_policy = "cancel_rest"
        order = self._release(20)
        self.assertEqual(order.order_line.product_uom_qty, 13)
        self.assertEqual(order.order_line.b2b_cancelled_quantity, 7)
        self.assertEqual(sum(w for _r, w in self._story(order).values()), 0)

    def test_order_that_ships_complete_has_one_policy_in_odoo_too(self):
        self.tier.backorder_policy = "complete_order"
        self.assertEqual(self._release(5).picking_policy, "one")

    def test_substitute_is_sent_where_the_account_takes_one(self):
        other = self._make_product("Gear, zinc", "TEST-GEAR-Z", 44.0, on_hand=50)
        self.env["b2b.substitute"].create({"product_id": self.gear.id, "substitute_id": other.id})
        refused = self._release(20)
        self.assertEqual(refused.order_line.product_id, self.gear)
        refused.action_cancel()
        self.account.b2b_substitutes = "yes"
        order = self._release(20)
        new = order.order_line.filtered(lambda line: line.product_id == other)
        self.assertEqual(new.product_uom_qty, 7)
        self.assertAlmostEqual(new.price_unit * (1 - new.discount / 100), 39.6)
        self.assertEqual(order.order_line[0].b2b_cancelled_quantity, 7)

    def test_backorder_is_moved_to_another_warehouse(self):
        order = self._release(20)
        waiting = order._b2b_waiting()
        other = (self.warehouse | self.second) - waiting.warehouse_id
        waiting._move_to(other, 5)
        self.assertEqual(
            {a.warehouse_id: a.waiting_quantity for a in order._b2b_waiting()},
            {waiting.warehouse_id: 2, other: 5},
        )

    def test_promise_moves_with_the_receipt_and_the_buyer_is_told_once(self):
        order = self._release(20)
        waiting = order._b2b_waiting()
        moment = fields.Datetime.add(fields.Datetime.now(), days=10)
        receipt = self._receive(self.gear, 50, waiting.warehouse_id, done=False)
        receipt.move_ids.date = moment
        self.env["b2b.allocation"]._cron_promise()
        self.assertEqual(waiting.promised_date, moment.date())
        told = self._told(order)
        self.assertEqual(len(told), 1)
        receipt.move_ids.date = fields.Datetime.add(moment, days=1)
        self.env["b2b.allocation"]._cron_promise()
        self.assertEqual(len(self._told(order)), 1, "a day is within the tolerance")
        receipt.move_ids.date = fields.Datetime.add(moment, days=9)
        self.env["b2b.allocation"]._cron_promise()
        self.env["b2b.allocation"]._cron_promise()
        self.assertEqual(len(self._told(order)), 2)
        self.assertIn("Now expected on", self._told(order)[0].body)

    def test_buyer_is_not_told_of_a_cancellation_when_goods_only_change_the_warehouse(self):
        order = self._release(20)
        self.env["b2b.allocation"]._cron_promise()
        waiting = order._b2b_waiting()
        waiting._move_to((self.warehouse | self.second) - waiting.warehouse_id, 7)
        self.env["b2b.allocation"]._cron_promise()
        self.assertNotIn("Cancelled", "".join(self._told(order).mapped("body")))
        order._b2b_waiting()._close("Discontinued")
        self.env["b2b.allocation"]._cron_promise()
        self.assertIn("Cancelled", "".join(self._told(order).mapped("body")))

    def test_move_to_a_warehouse_without_free_stock_takes_nothing_that_is_kept(self):
        self.env["b2b.safety.stock"].create(
            {"warehouse_id": self.second.id, "product_id": self.gear.id, "quantity": 7}
        )
        order = self._release(6)
        row = order.b2b_allocation_ids
        self.assertEqual(row.warehouse_id, self.warehouse)
        row._move_to(self.second, 6)
        self.assertEqual(self._story(order)["SEC"], (0, 6))

    def test_backorder_leaves_after_the_days_its_warehouse_needs(self):
        order = self._release(20)
        waiting = order._b2b_waiting()
        waiting.warehouse_id.b2b_handling_days = 3
        receipt = self._receive(self.gear, 50, waiting.warehouse_id, done=False)
        receipt.move_ids.date = fields.Datetime.add(fields.Datetime.now(), days=10)
        self.env["b2b.allocation"]._promise_again()
        arrival = receipt.move_ids.date.date()
        self.assertEqual(waiting.promised_date, fields.Date.add(arrival, days=3))

    def _told(self, order):
        return order.message_ids.filtered(lambda m: "what changed for your order" in (m.body or ""))

    def test_stock_is_kept_for_a_held_order_and_free_again_when_it_ends(self):
        self.tier.keep_stock_hours = 24
        held = self._make_order({self.gear: 10}, client_order_ref="SAME")
        self._make_order(client_order_ref="SAME")
        self._policy("order_value").write({"action": "hold", "amount": 300})
        held.action_confirm()
        self.assertEqual(held.b2b_state, "held")
        self._policy("order_value").action = "ignore"
        other = self._release(10)
        self.assertEqual(sum(r for r, _w in self._story(other).values()), 3)
        held.action_confirm()
        self.assertEqual(held.b2b_state, "released")
        self.assertEqual(sum(r for r, _w in self._story(held).values()), 10)
        self.assertFalse(self.env["b2b.soft.reservation"].search([("order_id", "=", held.id)]))

    def test_shortage_reported_by_the_picker_is_planned_elsewhere(self):
        order = self._release(6)
        picking = order.picking_ids
        here = order.b2b_allocation_ids.warehouse_id
        picking.move_ids.quantity = 2
        picking.action_b2b_report_shortage()
        there = (self.warehouse | self.second) - here
        story = self._story(order)
        self.assertEqual(story[here.code], (2, 0))
        self.assertEqual(story[there.code], (4, 0))
        stock = self.env["b2b.availability"]._by_warehouse(self.gear, here)
        self.assertLessEqual(stock[self.gear.id, here.id], 1, "what is missing is not promised")
        with self.assertRaisesRegex(UserError, "how many you found"):
            picking.action_b2b_report_shortage()

    def test_count_that_falls_short_names_and_replans_the_promise(self):
        order = self._release(6)
        here = order.b2b_allocation_ids.warehouse_id
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.gear.id), ("location_id", "=", here.lot_stock_id.id)]
        )
        quant.with_context(inventory_mode=True).inventory_quantity = 1
        quant.action_apply_inventory()
        self.assertEqual(sum(r for r, _w in self._story(order).values()), 6)
        self.assertIn("were not there", " ".join(order.b2b_event_ids.mapped("message")))

    def test_quantity_below_the_rounding_promises_nothing(self):
        order = self._release(5)
        order.order_line.product_uom_qty = 5.00001
        self.assertEqual(sum(r for r, _w in self._story(order).values()), 5)

    def test_partial_delivery_keeps_the_rest_promised(self):
        order = self._release(5)
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 2, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        row = order.b2b_allocation_ids
        self.assertEqual((row.delivered_quantity, row.open_quantity, row.quantity), (2, 3, 5))
        order.order_line.product_uom_qty = 4
        self.assertEqual((row.delivered_quantity, row.open_quantity), (2, 2))

    def test_pick_pack_ship_follows_through_every_step(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._release(6)
        row = order.b2b_allocation_ids
        for _step in range(3):
            self.assertEqual((row.open_quantity, row.reserved_quantity), (6, 6))
            picking = order.picking_ids.filtered(lambda p: p.state == "assigned")
            picking.move_ids.picked = True
            picking.button_validate()
        self.assertEqual((row.delivered_quantity, row.state), (6, "done"))

    def test_customer_without_a_tier_is_served_as_odoo_does(self):
        stranger = self.env["res.partner"].create({"name": "Walk-in"})
        order = self._make_order({self.gear: 10}, account=stranger)
        order.action_confirm()
        self.assertFalse(order.b2b_allocation_ids)
        self.assertEqual(len(order.picking_ids), 1)
