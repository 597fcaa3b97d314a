from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestOrderList(PortalCase):
    """In order to find an order among many, as a buyer I search, filter and sort."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("viewer")
        self._login(self.user)

    def _list(self, query=""):
        return self._get(f"/my/b2b/orders{query}").text

    def test_held_and_received_orders_are_listed_with_their_number(self):
        held = self._make_order({self.bolt: 1}, client_order_ref="PO-HELD")
        held.action_confirm()
        received = self._make_order(client_order_ref="PO-NEW", b2b_channel="edi")
        text = self._list()
        for order in held, received:
            self.assertIn(order.name, text)
            self.assertIn(order.client_order_ref, text)

    def test_search_finds_numbers_and_takes_wildcards_as_they_look(self):
        order = self._make_order(client_order_ref="PO 100% cotton")
        order.action_confirm()
        for words, found in (("100%", True), ("cotton po", True), (order.name, True),
                             ("100_", False), ("PO silk", False)):  # fmt: skip
            with self.subTest(words=words):
                text = self._get(f"/my/b2b/orders?q={words.replace('%', '%25')}").text
                self.assertEqual(f'orders/{order.id}"' in text, found)

    def test_what_is_searched_for_is_never_html(self):
        text = self._list("?q=<script>alert(1)</script>")
        self.assertNotIn("<script>alert(1)", text)

    def test_unknown_filters_sorts_and_pages_open_the_list(self):
        self._make_order(b2b_channel="edi")
        for query in ("?filterby=nonsense", "?sortby=id;drop", "/page/999", "?filterby=open&x=1"):
            with self.subTest(query=query):
                self.assertEqual(self._get(f"/my/b2b/orders{query}").status_code, 200)

    def test_empty_list_says_so(self):
        self.assertIn("No orders here", self._list())
        self.assertIn("Nothing found for", self._list("?q=nothing"))

    def test_queries_do_not_grow_with_the_list(self):
        self._make_order(b2b_channel="edi")
        self._list()
        counts = []
        for more in (1, 14):
            for _number in range(more):
                self._make_order(b2b_channel="edi")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._list()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)
