import io

import openpyxl

from odoo.tests import tagged

from odoo.addons.b2b_oms.documents.pasted import MAX_LINES, Entry

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestQuickOrder(PortalCase):
    """Many items at once."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")
        self.buyer = self._buyer(self.user)

    def _look(self, *pairs):
        entries = [Entry(code, quantity) for code, quantity in pairs]
        return self.env["b2b.portal.quick.order"]._look(self.buyer, entries)

    # === WHAT EACH LINE IS TOLD === #

    def test_known_item_is_priced_and_dated(self):
        (row,) = self._look(("test-bolt", 20))
        self.assertTrue(row.is_fine)
        self.assertEqual((row.offer.product, row.subtotal), (self.bolt, 180))
        ((day, quantity, from_stock),) = row.days
        self.assertTrue(day)
        self.assertEqual((quantity, from_stock), (20, True))

    def test_one_product_under_several_names_is_one_line(self):
        self.env["b2b.customer.part"].create(
            {"account_id": self.account.id, "code": "OWN-77", "product_id": self.bolt.id}
        )
        rows = self._look(("TEST-BOLT", 5), ("OWN-77", 6), ("test-bolt", 7), ("TEST-NUT", 1))
        self.assertEqual([(r.offer.product, r.quantity, r.merged) for r in rows],
                         [(self.bolt, 18, 3), (self.nut, 1, 1)])  # fmt: skip

    def test_unknown_item_is_kept_with_its_nearest_matches(self):
        row, other = self._look(("TEST-BOLD", 5), ("ZZZ-404", 1))
        self.assertFalse(row.offer)
        self.assertIn(self.bolt, row.nearest)
        self.assertEqual((other.code, other.nearest), ("ZZZ-404", ()))

    def test_what_the_account_may_not_buy_is_unknown_to_it(self):
        self._make_product("Not for sale", "HIDDEN-1", 1.0, sale_ok=False)
        (row,) = self._look(("HIDDEN-1", 5))
        self.assertFalse(row.offer)
        self.assertFalse(row.nearest)

    def test_quantity_under_the_minimum_or_between_packs_is_proposed(self):
        self.env["b2b.quantity.rule"].create(
            {
                "product_tmpl_id": self.bolt.product_tmpl_id.id,
                "minimum": 20,
                "multiple": 10,
                "maximum": 60,
            }
        )
        for asked, proposed in ((5, 20), (20, 0), (23, 30), (60, 0), (75, 60)):
            with self.subTest(asked=asked):
                self.assertEqual(self._look(("TEST-BOLT", asked))[0].proposed, proposed)

    def test_item_no_longer_sold_offers_what_is_sold_instead(self):
        old = self._make_product("Hex bolt, old", "TEST-OLD", 10.0)
        self.env["b2b.substitute"].create({"product_id": old.id, "substitute_id": self.bolt.id})
        old.active = False
        (row,) = self._look(("TEST-OLD", 5))
        self.assertTrue(row.superseded)
        self.assertEqual(row.nearest, (self.bolt,))

    def test_what_is_not_in_stock_says_so_in_parts(self):
        (row,) = self._look(("TEST-BOLT", 130))
        self.assertEqual([(q, stock) for _day, q, stock in row.days], [(100, True), (30, False)])
        self.assertFalse(row.days[1][0])

    def test_breaks_count_the_lines_together_as_the_order_does(self):
        self.pricelist.item_ids.create(
            {
                "pricelist_id": self.pricelist.id,
                "applied_on": "1_product",
                "product_tmpl_id": self.bolt.product_tmpl_id.id,
                "min_quantity": 24,
                "compute_price": "percentage",
                "percent_price": 20.0,
            }
        )
        (row,) = self._look(("TEST-BOLT", 12), ("test-bolt", 12))
        order = self._make_order({self.bolt: 24})
        self.assertEqual(row.offer.price, 8.0)
        self.assertEqual(row.offer.price, order.order_line.price_unit)

    def test_queries_do_not_grow_with_the_lines(self):
        products = [self._make_product(f"Row {n}", f"ROW-{n}", 2.0, on_hand=5) for n in range(60)]
        pairs = [(product.default_code, 3) for product in products]

        def asked(count):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._look(*pairs[:count])
            return self.env.cr.sql_log_count - before

        asked(2)
        self.assertLessEqual(asked(60) - asked(6), 2)

    # === THE PAGE === #

    def _check(self, entries="", action="check", files=None, **form):
        self._login(self.user)
        data = {"entries": entries, "action": action} | form
        return self._post("/my/b2b/quick-order/check", data, files)

    def test_pasted_list_is_checked_and_goes_into_the_cart(self):
        pasted = "TEST-BOLT\t20\nTEST-NUT;10\nXY-404 3"
        page = self._check(pasted)
        for words in ("Hex bolt M8", "180.00", "Unknown", "XY-404"):
            self.assertIn(words, page.text)
        self.assertFalse(self.env["b2b.cart"]._open(self.buyer))
        answer = self._check(pasted, action="add")
        self.assertTrue(answer.headers["Location"].endswith("/my/b2b/cart"))
        cart = self.env["b2b.cart"]._open(self.buyer)
        self.assertEqual(
            [(line.product_id, line.text, line.quantity) for line in cart.line_ids],
            [
                (self.bolt, False, 20),
                (self.nut, False, 10),
                (self.env["product.product"], "XY-404", 3),
            ],
        )

    def test_line_whose_quantity_is_no_number_keeps_all_out_of_the_cart(self):
        page = self._check("TEST-BOLT\t20\nTEST-NUT\tmany", action="add")
        self.assertIn("Say a quantity first: TEST-NUT", page.text)
        self.assertFalse(self.env["b2b.cart"]._open(self.buyer))

    def test_proposed_quantities_are_taken_over(self):
        self.env["b2b.quantity.rule"].create(
            {"product_tmpl_id": self.bolt.product_tmpl_id.id, "multiple": 10}
        )
        self.assertIn("TEST-BOLT\t30", self._check("TEST-BOLT 23", action="propose").text)

    def test_file_is_read_beside_what_was_typed(self):
        book = openpyxl.Workbook()
        for row in (("SKU", "Qty"), ("TEST-NUT", 7)):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        page = self._check("TEST-BOLT 20", files={"file": ("po.xlsx", stream.getvalue())})
        self.assertIn("Hex bolt M8", page.text)
        self.assertIn("Hex nut M8", page.text)

    def test_hostile_uploads_are_answered_with_a_sentence(self):
        for name, content in (
            ("po.xlsx", b"PK\x03\x04 not really"),
            ("po.csv", b"\x00\x01\x02" * 500),
            ("po.exe", b"MZ\x90" + bytes(range(32)) * 20),
            ("po.csv", b"A-1,1\n" * (MAX_LINES + 50)),
            ("po.csv", b"x" * (3 * 1024 * 1024)),
            ("po.html", b"<script>alert(1)</script>\x00"),
        ):
            with self.subTest(name=name, size=len(content)):
                page = self._check(files={"file": (name, content)})
                self.assertEqual(page.status_code, 200)
                self.assertIn("alert-danger", page.text)

    def test_five_hundred_lines_are_checked_and_ordered(self):
        products = self.env["product.product"].create(
            [
                {
                    "name": f"Row {n}",
                    "default_code": f"ROW-{n}",
                    "list_price": 3.0,
                    "is_storable": True,
                }
                for n in range(MAX_LINES)
            ]
        )
        pasted = "\n".join(f"{product.default_code}\t2" for product in products)
        page = self._check(pasted, fragment="1")
        self.assertIn("500", page.text)
        self.assertEqual(self._check(pasted, action="add").status_code, 303)
        self.assertEqual(len(self.env["b2b.cart"]._open(self.buyer).line_ids), MAX_LINES)
        self.assertIn("more than 500 lines", self._check("TEST-BOLT 1", action="add").text)

    def test_words_of_buyers_are_never_html(self):
        page = self._check("<img/src=x/onerror=alert(1)>\t3")
        self.assertNotIn("<img/src", page.text)
