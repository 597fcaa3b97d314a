from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestOrderFlow(B2BCase):
    """The path of an order: what passes is confirmed, what may not is held with its reason."""

    def test_clean_order_is_released_and_reserved(self):
        order = self._make_order({self.bolt: 20})
        self.assertEqual(order.b2b_state, "received")
        order.action_confirm()
        self.assertReleased(order)
        self.assertEqual(order.picking_ids.move_ids.quantity, 20)
        self.assertPromisesHold()

    def test_order_under_the_minimum_is_held_and_not_confirmed(self):
        order = self._make_order({self.bolt: 1})
        self.assertIs(order.action_confirm(), True)
        self.assertHeldFor(order, "minimum_order")
        self.assertFalse(order.picking_ids)
        self.assertIn("minimum order", order.b2b_hold_reason)
        self.assertPromisesHold()

    def test_customer_without_a_tier_is_confirmed_as_odoo_does(self):
        stranger = self.env["res.partner"].create({"name": "Walk-in"})
        order = self._make_order({self.bolt: 1}, account=stranger)
        order.action_confirm()
        self.assertEqual((order.state, order.b2b_state), ("sale", False))

    def test_mass_confirm_confirms_what_may_pass_and_holds_the_rest(self):
        good = [self._make_order({self.bolt: 12}) for _n in range(4)]
        small = [self._make_order({self.bolt: 1}) for _n in range(2)]
        orders = self.env["sale.order"].concat(*good, *small)
        orders.action_confirm()
        for order in good:
            self.assertReleased(order)
        for order in small:
            self.assertHeldFor(order, "minimum_order")
        self.assertPromisesHold()

    def test_held_order_confirmed_again_stays_held_while_the_cause_is_there(self):
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        order.action_confirm()
        self.assertHeldFor(order, "minimum_order")

    def test_hold_clears_when_the_order_is_corrected(self):
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        order.write({"order_line": [(1, order.order_line.id, {"product_uom_qty": 30})]})
        self.assertEqual(order.b2b_state, "received")
        self.assertEqual(order.b2b_hold_ids.mapped("state"), ["cleared"])
        order.action_confirm()
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_unknown_item_is_never_confirmed_even_when_the_policy_ignores_it(self):
        self.env["b2b.check.policy"].create(
            {"code": "unknown_product", "account_id": self.account.id, "action": "ignore"}
        )
        order = self._make_order({self.bolt: 20, self.env.ref("b2b_oms.product_unknown_item"): 1})
        with self.assertRaisesRegex(UserError, "Choose a product"):
            order.action_confirm()

    def test_cancelled_order_leaves_no_open_hold_and_may_be_taken_up_again(self):
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        order.action_cancel()
        self.assertEqual(order.b2b_state, "cancelled")
        self.assertEqual(order.b2b_hold_ids.mapped("state"), ["cleared"])
        order.action_draft()
        self.assertEqual(order.b2b_state, "received")
        self.assertPromisesHold()

    def test_transition_the_table_does_not_allow_is_refused_by_name(self):
        order = self._make_order()
        with self.assertRaisesRegex(UserError, "Received and cannot become Closed"):
            order._b2b_set_state("closed", "Because.")

    def test_every_state_is_reachable_from_the_start(self):
        table = self.env["b2b.order.flow"]._b2b_transitions()
        reached, front = set(), {False}
        while front:
            reached |= front
            front = set().union(*(table[state] for state in front)) - reached
        states = {key for key, _label in self.env["sale.order"]._fields["b2b_state"].selection}
        self.assertEqual(reached - {False}, states)

    def test_ledger_tells_the_path_and_cannot_be_changed(self):
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        told = [(event.kind, event.to_state) for event in order.b2b_event_ids.sorted("id")]
        self.assertEqual(told, [("state", "received"), ("finding", False), ("state", "held")])
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            order.b2b_event_ids[0].write({"message": "Nothing happened."})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            order.b2b_event_ids[0].unlink()

    def test_order_is_closed_when_delivered_invoiced_and_paid(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(order.b2b_state, "released")
        self._pay(invoice)
        self.assertEqual(order.b2b_state, "closed")
        self.assertPromisesHold()

    def test_partly_delivered_order_is_not_closed_by_the_first_payment(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._deliver(order, {self.bolt: 12})
        self._pay(self._invoice(order))
        self.assertEqual(order.b2b_state, "released")
        self.assertPromisesHold()

    def test_path_adds_at_most_thirty_queries_whatever_the_lines(self):
        stranger = self.env["res.partner"].create({"name": "Walk-in"})
        products = [self._make_product(f"P{n}", f"SPINE-{n}", 10, on_hand=1000) for n in range(30)]

        def queries(account, count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order = self._make_order(dict.fromkeys(products[:count], 20), account=account)
            order.action_confirm()
            self.env.flush_all()
            self.assertEqual(order.state, "sale")
            return self.cr.sql_log_count - before

        queries(stranger, 1), queries(self.account, 1)  # warm up
        self.account.property_product_pricelist = self.pricelist
        stranger.property_product_pricelist = self.pricelist
        for count in (1, 10, 30):
            with self.subTest(lines=count):
                self.assertLessEqual(queries(self.account, count) - queries(stranger, count), 30)
