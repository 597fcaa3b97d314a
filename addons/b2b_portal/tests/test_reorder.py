from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestReorder(PortalCase):
    """In order to buy the same again, as a buyer I see what changed since, and take what I need."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")
        self.buyer = self._buyer(self.user)
        self._login(self.user)
        self.order = self._make_order({self.bolt: 20, self.nut: 10})
        self.order.action_confirm()
        self.path = f"/my/b2b/orders/{self.order.id}/reorder"

    def _again(self):
        return {row.product: row for row in self.order._portal_again(self.buyer)}

    def _cart(self):
        lines = self.env["b2b.cart"]._current(self.buyer).line_ids
        return {line.product_id: line.quantity for line in lines}

    def test_same_price_and_enough_stock_is_no_difference(self):
        row = self._again()[self.bolt]
        self.assertEqual((row.quantity, row.price_then, row.offer.price), (20, 9.0, 9.0))
        self.assertEqual(row.change, 0)
        self.assertFalse(row.is_short)

    def test_price_of_today_stands_beside_the_price_of_then(self):
        self.bolt.list_price = 12.0
        row = self._again()[self.bolt]
        self.assertEqual((row.price_then, row.offer.price), (9.0, 10.8))
        self.assertAlmostEqual(row.change, 0.2)
        self.assertIn("20 %", self._get(self.path).text)

    def test_what_is_short_says_how_many_and_when(self):
        self._stock(self.bolt, -75)
        coming = fields.Datetime.now() + timedelta(days=3)
        receipt = self.env["stock.move"].create(
            {
                "product_id": self.bolt.id,
                "product_uom_qty": 50,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "date": coming,
            }
        )
        receipt._action_confirm()
        row = self._again()[self.bolt]
        self.assertTrue(row.is_short)
        self.assertEqual(row.offer.free, 5)
        self.assertGreaterEqual(row.offer.expected, coming.date())
        self.assertIn("Only", self._get(self.path).text)

    def test_what_is_not_sold_any_more_stays_out_and_names_its_successor(self):
        self.env["b2b.substitute"].create(
            {"product_id": self.nut.id, "substitute_id": self.bolt.id}
        )
        self.nut.sale_ok = False
        row = self._again()[self.nut]
        self.assertFalse(row.is_sold)
        self.assertEqual(row.instead, self.bolt)
        self._post(self.path, {f"take-{self.nut.id}": "on", f"quantity-{self.nut.id}": "5"})
        self.assertNotIn(self.nut, self._cart())

    def test_ticked_products_go_into_the_cart_with_their_quantity(self):
        answer = self._post(
            self.path,
            {
                f"take-{self.bolt.id}": "on",
                f"quantity-{self.bolt.id}": "7",
                f"quantity-{self.nut.id}": "3",
            },
        )
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self._cart(), {self.bolt: 7})

    def test_odd_quantities_and_foreign_products_put_nothing_in(self):
        washer = self._make_product("Washer", "TEST-WASHER", 1.0, on_hand=10)
        for text in ("-1", "nan", "inf", "1e99", "", "many", "0"):
            with self.subTest(quantity=text):
                field = f"quantity-{self.bolt.id}"
                answer = self._post(self.path, {f"take-{self.bolt.id}": "on", field: text})
                self.assertTrue(answer.headers["Location"].endswith("nothing=1"))
        self._post(self.path, {f"take-{washer.id}": "on", f"quantity-{washer.id}": "5"})
        self.assertEqual(self._cart(), {})

    def test_quantities_count_in_the_products_own_unit(self):
        order = self._make_order({self.bolt: 1})
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.order_line.product_uom_qty = 2
        row = next(iter(order._portal_again(self.buyer)))
        self.assertEqual(row.quantity, 24)
        self.assertAlmostEqual(row.price_then, row.offer.price)

    def test_fees_discounts_and_notes_are_no_products(self):
        self.order.write(
            {"order_line": [Command.create({"display_type": "line_note", "name": "A note"})]}
        )
        self.assertEqual(set(self._again()), {self.bolt, self.nut})

    def test_queries_do_not_grow_with_the_lines(self):
        products = [
            self._make_product(f"Part {number}", f"PART-{number}", 5.0, on_hand=5)
            for number in range(20)
        ]
        few = self._make_order({product: 9 for product in products[:4]})
        many = self._make_order({product: 9 for product in products})
        counts = []
        for order in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order._portal_again(self.buyer)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_habit_shows_when_its_usual_pause_is_over(self):
        today = fields.Date.today()
        for days in (40, 30, 20):
            order = self._make_order({self.nut: 50})
            order.action_confirm()
            order.date_order = fields.Datetime.to_datetime(today - timedelta(days=days))
        self.env.flush_all()
        habits = self.env["b2b.portal.habits"]._due_again(self.buyer)
        # The order of today has both products: nuts were bought lately.
        self.assertFalse(habits)
        self.order._action_cancel()
        self.env.flush_all()
        habit = self.env["b2b.portal.habits"]._due_again(self.buyer)[0]
        self.assertEqual((habit.product, habit.every, habit.quantity), (self.nut, 10, 50))
        self.assertIn("Time to reorder", self._get("/my/b2b").text)
        self._post("/my/b2b/habits", {"product": str(self.nut.id)})
        self.assertEqual(self._cart(), {self.nut: 50})
