"""Two orders that are one: recognised across channels, and what a person decides about them."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_mail_orders import MailCase


@tagged("post_install", "-at_install")
class TestRepeatedOrders(MailCase):
    def setUp(self):
        super().setUp()
        self._policy("channel_twin").write({"action": "hold", "days": 3})
        self.desk = self._make_user("b2b-twin-desk", "b2b_oms.group_order_desk")

    def _by_api(self, number="PO-1", lines=(("TEST-BOLT", 20), ("TEST-NUT", 10))):
        return self._submit(self._po(number=number, lines=lines), channel="api").order_ids

    def _by_mail(self, number="PO-1", lines=(("TEST-BOLT", 20), ("TEST-NUT", 10))):
        content = json.dumps(self._po(number=number, lines=lines), indent=1).encode()
        self.mail = self._mail(("po.json", content))
        return self.mail.order_ids

    def _difference(self, order):
        hold = order.b2b_hold_ids.filtered(lambda h: h.code in ("duplicate", "channel_twin"))
        action = hold.with_user(self.desk).action_compare()
        return self.env["b2b.order.difference"].with_user(self.desk).browse(action["res_id"])

    def _goods(self, order):
        return {
            line.product_id: line.product_uom_qty
            for line in order._b2b_goods()
            if line.product_uom_qty
        }

    def assertJoined(self, order, first):
        self.assertEqual((order.b2b_state, order.b2b_replaced_by_id), ("cancelled", first))
        for one in (order, first):
            self.assertIn("duplicate", one.b2b_event_ids.mapped("rule"))
        self.assertIn(first.name, self._answers(self.mail)[:1].body)

    def test_same_number_by_mail_and_api_is_held_with_the_difference(self):
        first = self._by_api()
        order = self._by_mail(lines=(("TEST-BOLT", 25), ("TEST-NUT", 10)))
        self.assertHeldFor(order, "duplicate")
        difference = self._difference(order)
        self.assertEqual(difference.other_id, first)
        self.assertEqual(
            {line.product_id: line.difference for line in difference.line_ids},
            {self.bolt: 5, self.nut: 0},
        )
        self.assertTrue(difference.is_open)

    def test_same_lines_under_another_number_are_held_for_some_days(self):
        self._by_api()
        self.assertHeldFor(self._by_mail(number="M-9"), "channel_twin")
        self.assertReleased(self._by_mail(number="M-10", lines=(("TEST-BOLT", 21),)))

    def test_same_lines_by_the_same_channel_are_noted_only(self):
        self._policy("near_duplicate").action = "note"
        self._by_api()
        again = self._by_api(number="PO-2")
        self.assertReleased(again)
        self.assertEqual(again.b2b_hold_ids.mapped("code"), ["near_duplicate"])

    def test_merge_adds_what_is_more_to_the_released_first(self):
        first = self._by_api()
        order = self._by_mail(lines=(("TEST-BOLT", 25), ("TEST-NUT", 4)))
        self._difference(order).action_merge()
        self.assertEqual(self._goods(first), {self.bolt: 25, self.nut: 10})
        self.assertReleased(first)
        self.assertJoined(order, first)
        self.assertPromisesHold()

    def test_change_makes_the_released_first_what_the_new_one_says(self):
        first = self._by_api()
        order = self._by_mail(lines=(("TEST-BOLT", 15),))
        self._difference(order).action_change_first()
        self.assertEqual(self._goods(first), {self.bolt: 15})
        self.assertJoined(order, first)
        self.assertPromisesHold()

    def test_change_of_a_held_first_brings_its_number_and_date_and_lets_it_go_on(self):
        first = self._by_api(number="A-1", lines=(("TEST-BOLT", 2),))
        self.assertHeldFor(first, "minimum_order")
        self._by_api(number="A-1", lines=(("TEST-BOLT", 30),))
        order = self.env["sale.order"].search([("client_order_ref", "=", "A-1")], limit=1)
        self.assertHeldFor(order, "duplicate")
        order.b2b_requested_date = "2030-01-05"
        self._difference(order).action_change_first()
        self.assertReleased(first)
        self.assertEqual(str(first.b2b_requested_date), "2030-01-05")
        self.assertEqual(self._goods(first), {self.bolt: 30})
        self.assertPromisesHold()

    def test_keep_both_releases_the_hold_and_says_why(self):
        first = self._by_api()
        order = self._by_mail(number="M-9")
        self._difference(order).action_keep_both()
        self.assertReleased(order)
        hold = order.b2b_hold_ids.filtered(lambda h: h.code == "channel_twin")
        self.assertEqual((hold.state, hold.resolved_by_id), ("waived", self.desk))
        self.assertIn(first.name, hold.reason)
        self.assertPromisesHold()

    def test_refuse_ends_the_new_one_and_leaves_the_first(self):
        first = self._by_api()
        order = self._by_mail()
        self._difference(order).action_refuse()
        self.assertEqual(order.b2b_state, "cancelled")
        self.assertFalse(order.b2b_replaced_by_id)
        self.assertReleased(first)
        self.assertEqual(self._goods(first), {self.bolt: 20, self.nut: 10})
        self.assertIn("cancelled", self._answers(self.mail)[:1].body)
        self.assertPromisesHold()

    def test_what_was_shipped_is_not_taken_back(self):
        first = self._by_api()
        self._deliver(first)
        order = self._by_mail(lines=(("TEST-BOLT", 15),))
        with self.assertRaises(UserError):
            self._difference(order).action_change_first()
        self.assertEqual(self._goods(first), {self.bolt: 20, self.nut: 10})

    def test_settled_once_is_settled(self):
        self._by_api()
        difference = self._difference(self._by_mail())
        difference.action_merge()
        for act in (difference.action_merge, difference.action_change_first,
                    difference.action_keep_both, difference.action_refuse):  # fmt: skip
            with self.assertRaises(UserError):
                act()

    def test_only_the_desk_settles(self):
        self._by_api()
        order = self._by_mail()
        seller = self._make_user("b2b-twin-seller", "sales_team.group_sale_salesman_all_leads")
        seller.group_ids |= self.env.ref("b2b_oms.group_user")
        difference = self._difference(order).with_user(seller)
        for act in (difference.action_merge, difference.action_change_first,
                    difference.action_keep_both, difference.action_refuse):  # fmt: skip
            with self.assertRaises(AccessError):
                act()
