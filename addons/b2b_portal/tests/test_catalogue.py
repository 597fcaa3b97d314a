from odoo.tests import tagged

from ..shop.catalogue import Wish
from .common import PortalCase

# The smallest PNG there is.
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestCatalogue(PortalCase):
    """What an account finds, and what it costs."""

    def setUp(self):
        super().setUp()
        self.catalogue = self.env["b2b.portal.catalogue"]
        self.offers = self.env["b2b.portal.offer"]
        self.user = self._make_member("buyer")
        self.buyer = self._buyer(self.user)

    def _found(self, **wish):
        products, _count = self.catalogue._find(self.buyer, Wish(**wish), limit=1000)
        return set(products.ids)

    def _offer(self, product, quantity=None):
        asked = {product: quantity} if quantity else None
        return self.offers._of(self.buyer, product, asked)[product]

    # === FINDING === #

    def test_is_found_by_name_sku_barcode_and_own_part_number(self):
        self.bolt.barcode = "4006381333931"
        self.env["b2b.customer.part"].create(
            {"account_id": self.account.id, "code": "OWN-77", "product_id": self.bolt.id}
        )
        for text in ("hex BOLT", "bolt hex", "test-bo", "bolt test", "4006381333931", "own-77"):
            with self.subTest(text=text):
                self.assertEqual(
                    self._found(text=text) & {self.bolt.id, self.nut.id}, {self.bolt.id}
                )

    def test_own_part_number_of_another_account_finds_nothing(self):
        stranger = self._make_account("Southside Foods", "S-100")
        self.env["b2b.customer.part"].create(
            {"account_id": stranger.id, "code": "THEIRS-77", "product_id": self.bolt.id}
        )
        self.assertFalse(self._found(text="THEIRS-77"))
        self.assertFalse(self.catalogue._suggest(self.buyer, "THEIRS-77"))

    def test_wildcards_of_buyers_are_letters(self):
        for text in ("%", "_%", "%%%", "\\"):
            with self.subTest(text=text):
                self.assertFalse(self.catalogue._suggest(self.buyer, f"TEST{text}BOLT"))

    def test_what_the_account_may_not_buy_is_not_there(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        closed = self.env["product.category"].create(
            {"name": "Explosives", "b2b_restriction": "permission"}
        )
        below = self.env["product.category"].create({"name": "Fuses", "parent_id": closed.id})
        hidden = [
            self._make_product("Not for sale", "H-1", 1.0, sale_ok=False),
            self._make_product("Archived", "H-2", 1.0, active=False),
            self._make_product("Elsewhere", "H-3", 1.0, company_id=company.id),
            self._make_product("Restricted", "H-4", 1.0, categ_id=closed.id),
            self._make_product("Restricted below", "H-5", 1.0, categ_id=below.id),
            self.env.ref("b2b_oms.product_unknown_item"),
        ]
        for product in hidden:
            with self.subTest(product=product.name):
                self.assertNotIn(product.id, self._found())
                self.assertFalse(self.catalogue._get(self.buyer, product.id))
        self.account.b2b_permitted_categ_ids = closed
        self.assertTrue(self.catalogue._get(self.buyer, hidden[4].id))

    def test_filters_narrow_what_is_found(self):
        empty = self._make_product("Never there", "TEST-EMPTY", 1.0)
        self.assertIn(empty.id, self._found())
        self.assertNotIn(empty.id, self._found(in_stock=True))
        self.assertIn(self.bolt.id, self._found(in_stock=True))
        self.assertFalse(self._found(bought=True))
        self._make_order({self.bolt: 20}).action_confirm()
        self.assertEqual(self._found(bought=True), {self.bolt.id})

    def test_categories_count_what_is_looked_for(self):
        parent = self.env["product.category"].create({"name": "B2B tests"})
        child = self.env["product.category"].create({"name": "Screws", "parent_id": parent.id})
        self._make_product("Screw one", "SCR-1", 1.0, categ_id=child.id)
        self._make_product("Screw two", "SCR-2", 1.0, categ_id=child.id)
        self.assertIn((parent, 2), self.catalogue._categories(self.buyer, Wish()))
        inside = Wish(text="two", category=parent)
        self.assertEqual(self.catalogue._categories(self.buyer, inside), [(child, 1)])

    # === OFFERS === #

    def test_price_is_the_one_the_order_gets(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self.assertAlmostEqual(self._offer(self.bolt, 20).price, order.order_line.price_unit)

    def test_next_break_says_how_many_more_save_how_much(self):
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
        offer = self._offer(self.bolt, 18)
        self.assertEqual((offer.more, round(offer.saving, 1)), (6, 11.1))
        self.assertEqual(self._offer(self.bolt, 24).more, 0)
        breaks = self.offers._breaks(self.buyer, self.bolt, offer.limits)
        self.assertEqual(breaks, [(1, 9.0), (24, 8.0)])

    def test_least_quantity_follows_minimum_and_pack(self):
        self.env["b2b.quantity.rule"].create(
            {"product_tmpl_id": self.bolt.product_tmpl_id.id, "minimum": 15, "multiple": 10}
        )
        offer = self._offer(self.bolt)
        self.assertEqual((offer.least, offer.quantity), (20, 20))

    def test_stock_is_of_the_warehouses_the_account_may_draw_from(self):
        other = self.env["stock.warehouse"].create({"name": "Second", "code": "B2BS2"})
        self.env["stock.quant"]._update_available_quantity(self.bolt, other.lot_stock_id, 50)
        self.assertEqual(self._offer(self.bolt).free, 150)
        self.env["b2b.warehouse.preference"].create(
            {"account_id": self.account.id, "warehouse_id": other.id, "use": "excluded"}
        )
        self.assertEqual(self._offer(self.bolt).free, 100)

    def test_day_of_what_is_not_there_is_the_day_it_comes(self):
        day = self.env["stock.move"]._fields["date"].now().replace(hour=12)
        day = self.env["stock.move"]._fields["date"].add(day, days=5)
        incoming = self.env["stock.move"].create(
            {
                "product_id": self.nut.id,
                "product_uom_qty": 500,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "date": day,
            }
        )
        incoming._action_confirm()
        offer = self._offer(self.nut, 150)
        self.assertFalse(offer.is_there)
        self.assertEqual(offer.expected, day.date())
        self.assertFalse(self._offer(self.nut, 700).expected)

    def test_queries_of_a_page_do_not_grow_with_the_catalogue(self):
        def asked(count):
            products = self.env["product.product"].browse(products_of[:count])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.offers._of(self.buyer, products)
            return self.env.cr.sql_log_count - before

        products_of = [
            self._make_product(f"Row {n}", f"ROW-{n}", 2.0, on_hand=n % 2).id for n in range(40)
        ]
        asked(2)
        self.assertEqual(asked(4), asked(40))

    # === PAGES === #

    def test_pages_show_price_stock_and_what_saves(self):
        self._login(self.user)
        page = self._get("/my/b2b/catalogue?search=TEST-BOLT")
        self.assertEqual(page.status_code, 200)
        for words in ("Hex bolt M8", "9.00", "100 in stock"):
            self.assertIn(words, page.text)
        self.assertEqual(self._get(f"/my/b2b/catalogue/{self.bolt.id}").status_code, 200)
        self.assertIn("Nothing found", self._get("/my/b2b/catalogue?search=no+such+thing").text)

    def test_nonsense_in_the_query_is_an_empty_or_whole_catalogue(self):
        self._login(self.user)
        for query in ("category=abc", "category=-1", "category=99999999999999", "order=price;drop",
                      "view=x", "search=%00", "search=" + "x" * 3000, "in_stock=yes"):  # fmt: skip
            with self.subTest(query=query):
                self.assertEqual(self._get(f"/my/b2b/catalogue?{query}").status_code, 200)
        for page in ("page/0", "page/999999", "999999999"):
            with self.subTest(page=page):
                self.assertIn(self._get(f"/my/b2b/catalogue/{page}").status_code, (200, 404))

    def test_words_of_buyers_are_never_html(self):
        self._login(self.user)
        page = self._get("/my/b2b/catalogue?search=<script>alert(1)</script>")
        self.assertNotIn("<script>alert(1)", page.text)

    def test_suggestions_tell_price_and_stock(self):
        self._login(self.user)
        found = self.make_jsonrpc_request("/my/b2b/suggest", {"text": "test-bo"})
        self.assertEqual([one["sku"] for one in found], ["TEST-BOLT"])
        self.assertIn("9.00", found[0]["price"])
        for text in ("", "x", None, 5, "x" * 5000, ["a"]):
            with self.subTest(text=text):
                self.assertEqual(self.make_jsonrpc_request("/my/b2b/suggest", {"text": text}), [])

    def test_picture_is_only_of_what_the_account_may_buy(self):
        self._login(self.user)
        pictured = self.env["product.category"].create({"name": "With", "b2b_image": PIXEL})
        self.bolt.categ_id = self.env["product.category"].create(
            {"name": "Below", "parent_id": pictured.id}
        )
        bare = self._make_product("No picture", "TEST-BARE", 1.0)
        bare.categ_id = self.env["product.category"].create({"name": "Without"})
        hidden = self._make_product("Not for sale", "H-1", 1.0, sale_ok=False)
        for path, status in (
            (f"{self.bolt.id}/128", 200),
            (f"{bare.id}/128", 404),
            (f"{self.bolt.id}/7", 404),
            (f"{hidden.id}/128", 404),
            ("999999999/128", 404),
        ):
            with self.subTest(path=path):
                self.assertEqual(self._get(f"/my/b2b/image/{path}").status_code, status)

    # === ROLES === #

    def test_who_may_not_order_looks_at_prices_and_stock_and_is_offered_no_cart(self):
        for role, adds in (("viewer", False), ("payable", False), ("approver", True)):
            self._login(self._make_member(role))
            for path in ("?search=TEST-BOLT", "?search=TEST-BOLT&view=list", f"/{self.bolt.id}"):
                with self.subTest(role=role, path=path):
                    page = self._get(f"/my/b2b/catalogue{path}")
                    self.assertEqual(page.status_code, 200)
                    self.assertIn("o_b2b_price", page.text)
                    for offered in ("/my/b2b/cart/add", 'href="/my/b2b/cart"'):
                        self.assertEqual(offered in page.text, adds, offered)
