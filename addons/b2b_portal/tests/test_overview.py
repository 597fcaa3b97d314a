from datetime import timedelta

from odoo import fields
from odoo.tests import HOST, tagged

from ..roles import PAY, ROLES
from .common import PortalCase


@tagged("post_install", "-at_install")
class TestOverview(PortalCase):
    """In order to see at a glance where we stand, as a buyer I start on the overview."""

    def _page(self, role="buyer", path="/my/b2b"):
        self._login(self._make_member(role))
        return self._get(path).text

    def _needs(self, user):
        needs = self.env["b2b.portal.needs"]._needs(self._buyer(user))
        return [need.code for need in needs]

    def _overdue(self):
        order = self._make_order()
        order.action_confirm()
        self._deliver(order)
        invoice = self._invoice(order)
        day = fields.Date.today() - timedelta(days=3)
        invoice.line_ids.filtered("date_maturity").date_maturity = day
        invoice.invoice_date_due = day

    def test_tiles_count_open_orders_by_status(self):
        self._make_order({self.bolt: 1}).action_confirm()
        self._make_order().action_confirm()
        self._make_order().action_confirm()
        user = self._make_member("viewer")
        counts = self.env["sale.order"]._portal_counts(self._buyer(user))
        self.assertEqual(counts, {"review": 1, "accepted": 2})
        self._login(user)
        self.assertIn("filterby=accepted", self._get("/my/b2b").text)

    def test_needs_are_those_the_role_may_settle(self):
        self._overdue()
        self._make_order({self.bolt: 1}).action_confirm()
        expected = {
            "viewer": [], "buyer": ["overdue", "held"], "payable": ["overdue"],
            "approver": ["overdue", "held"], "admin": ["overdue", "held"],
        }  # fmt: skip
        for role, user in self._make_members().items():
            with self.subTest(role=role):
                self.assertEqual(self._needs(user), expected[role])

    def test_order_above_a_limit_needs_its_approver(self):
        buyer = self._make_member("buyer", order_limit=50)
        approver = self._make_member("approver")
        order = self._make_order(b2b_channel="portal")
        order.b2b_orderer_id = buyer
        order.action_confirm()
        self.assertHeldFor(order, "buyer_limit")
        self.assertIn("approval", self._needs(approver))
        self.assertNotIn("approval", self._needs(buyer))
        self._login(buyer)
        self.assertIn("approver of your company", self._get(f"/my/b2b/orders/{order.id}").text)

    def test_credit_is_shown_to_who_pays_only(self):
        self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 4321})
        for role, user in self._make_members().items():
            with self.subTest(role=role):
                self._login(user)
                shown = "4,321.00" in self._get("/my/b2b").text
                self.assertEqual(shown, PAY in ROLES[role][1])

    def test_credit_shared_with_another_account_is_not_shown(self):
        """What is left of it would tell what the other owes."""
        other = self._make_account("Southside Foods", "S-100")
        limits = self.env["b2b.credit.limit"]
        shared = limits.create({"account_id": other.id, "amount": 4321})
        limits.create({"account_id": self.account.id, "shared_with_id": shared.id})
        self.assertNotIn("4,321.00", self._page())

    def test_search_finds_orders_invoices_and_products(self):
        order = self._make_order(client_order_ref="PO-4711")
        order.action_confirm()
        self._deliver(order)
        invoice = self._invoice(order)
        self.env["b2b.customer.part"].create(
            {"account_id": self.account.id, "code": "OWN-77", "product_id": self.bolt.id}
        )
        self._login(self._make_member("buyer"))
        for words, path in (
            ("4711", f"/my/b2b/orders/{order.id}"),
            (order.name, f"/my/b2b/invoices/{invoice.id}"),
            (invoice.name, f"/my/b2b/invoices/{invoice.id}"),
            ("Hex bolt", f"/my/b2b/catalogue/{self.bolt.id}"),
            ("OWN-77", f"/my/b2b/catalogue/{self.bolt.id}"),
        ):
            with self.subTest(words=words):
                self.assertIn(path, self._get(f"/my/b2b/search?q={words}").text)
        self.assertIn("Nothing found", self._get("/my/b2b/search?q=qqqq").text)
        self.assertIn("What are you looking for", self._get("/my/b2b/search").text)

    def test_page_in_a_right_to_left_language_says_so(self):
        self.env["res.lang"]._activate_lang("ar_001")
        self._login(self._make_member("buyer"))
        self.opener.cookies.set("frontend_lang", "ar_001", domain=HOST)
        page = self.url_open("/my/b2b").text  # by way of its own address
        self.assertRegex(page, r'<html[^>]*lang="ar-001"[^>]*dir="rtl"')
        self.assertIn("assets_frontend.rtl", page)
