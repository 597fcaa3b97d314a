"""A colleague takes an order by phone."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestFastEntry(IntakeCase):
    def setUp(self):
        super().setUp()
        self.rep = self._make_user("rep", "sales_team.group_sale_salesman")
        self.account.user_id = self.rep
        self.Entry = self.env["b2b.fast.entry"].with_user(self.rep)

    def _entry(self, lines=None, **vals):
        rows = [
            Command.create({"product_id": product.id, "quantity": quantity})
            for product, quantity in (lines or {self.bolt: 20}).items()
        ]
        return self.Entry.create({"account_id": self.account.id, "line_ids": rows} | vals)

    def test_prices_stock_and_last_time_stand_beside_while_it_is_typed(self):
        self._make_order({self.bolt: 24}).action_confirm()
        form = Form(self.Entry)
        form.account_id = self.account
        with form.line_ids.new() as line:
            line.product_id = self.bolt
            line.quantity = 30
            self.assertEqual((line.price, line.available, line.subtotal), (9, 76, 270))
            self.assertIn("24 at", line.last)
        self.assertEqual(form.total, 270)

    def test_pasted_rows_become_lines_and_what_is_unclear_stays(self):
        entry = self._entry({self.nut: 1}, pasted="TEST-BOLT\t24\n12 x test-nut\nNO-SUCH\t5\n")
        entry.action_read_pasted()
        added = entry.line_ids[1:]
        self.assertEqual(added.product_id, self.bolt | self.nut)
        self.assertEqual(added.mapped("quantity"), [24, 12, 5])
        self.assertEqual(added[2].words, "NO-SUCH")
        self.assertIn("unknown", added[2].problem)
        entry.action_submit()
        order = self.env["sale.order"].search([("partner_id", "=", self.account.id)])
        self.assertHeldFor(order, "unknown_product")
        self.assertPromisesHold()

    def test_check_tells_why_it_would_be_held_and_saves_nothing(self):
        entry = self._entry({self.bolt: 2})
        before = self.env["sale.order"].search_count([])
        entry.action_check()
        self.assertEqual(entry.outcome, "held")
        self.assertIn("100", entry.reasons)
        self.assertIn("2 from", entry.promises)
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_order_takes_the_path_of_every_channel(self):
        entry = self._entry(number="TEL-1")
        entry.action_check()
        self.assertEqual(entry.outcome, "released")
        action = entry.action_submit()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertReleased(order)
        self.assertEqual((order.b2b_channel, order.client_order_ref), ("rep", "TEL-1"))
        again = entry.action_submit()  # pressed twice
        self.assertEqual(again["res_id"], order.id)
        self._entry(number="TEL-2").action_submit()
        self.assertEqual(self.env["sale.order"].search_count([("b2b_channel", "=", "rep"),
                         ("partner_id", "=", self.account.id)]), 2)  # fmt: skip
        self.assertPromisesHold()

    def test_lines_of_an_order_are_taken_over(self):
        order = self._make_order({self.bolt: 24, self.nut: 3})
        form = Form(self.Entry)
        form.account_id = self.account
        form.copy_order_id = order.with_user(self.rep)
        entry = form.save()
        self.assertEqual(
            [(line.product_id, line.quantity) for line in entry.line_ids],
            [(self.bolt, 24), (self.nut, 3)],
        )
        self.assertIn(order, entry.recent_ids)

    def test_credit_is_told_and_turns_red(self):
        self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 100})
        entry = self._entry({self.bolt: 20})
        self.assertIn("100", entry.credit)
        self.assertTrue(entry.is_over)
        entry.line_ids.quantity = 1
        self.assertFalse(entry.is_over)

    def test_entries_that_are_not_ready_say_so(self):
        for entry in (
            self.Entry.create({}),
            self._entry({self.bolt: 0}),
            self.Entry.create({"account_id": self.account.id}),
        ):
            for act in (entry.action_check, entry.action_submit):
                with self.assertRaises(UserError):
                    act()
        with self.assertRaises(UserError):
            self._entry().action_read_pasted()

    def test_who_may_not_sell_enters_nothing(self):
        reader = self._make_user("reader", "b2b_oms.group_user")
        with self.assertRaises(AccessError):
            self.env["b2b.fast.entry"].with_user(reader).create({})
