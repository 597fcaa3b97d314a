from odoo.tests import new_test_user, tagged

from ..roles import LOOK, ORDER, PAY, ROLES
from .common import PortalCase

# Every page about one document, and the right it asks for.
DOCUMENT_PAGES = {
    "/my/b2b/orders/{order}": LOOK,
    "/my/b2b/orders/{order}/pdf": LOOK,
    "/my/b2b/orders/{order}/slips/{picking}": LOOK,
    "/my/b2b/orders/{order}/reorder": ORDER,
    "/my/b2b/invoices/{invoice}": LOOK,
    "/my/b2b/invoices/{invoice}/pdf": LOOK,
    "/my/b2b/invoices/zip?ids={invoice}": LOOK,
    "/my/b2b/invoices/pay?ids={invoice}": PAY,
}
# Every form about one document: what it sends, and the right it asks for.
DOCUMENT_FORMS = {
    "/my/b2b/orders/{order}/cancel": ({}, ORDER),
    "/my/b2b/orders/{order}/ask": ({"words": "Please call"}, ORDER),
    "/my/b2b/orders/{order}/po": ({"number": "PO-9"}, ORDER),
    "/my/b2b/orders/{order}/arrived/{picking}": ({}, ORDER),
    "/my/b2b/orders/{order}/backorders/{allocation}": ({"choice": "wait"}, ORDER),
    "/my/b2b/orders/{order}/reorder": ({}, ORDER),
    "/my/b2b/invoices/{invoice}/dispute": ({"reason": "price", "words": "Too much"}, PAY),
    "/my/b2b/invoices/{invoice}/promise": ({}, PAY),
}
PRINTED = ("/pdf", "/slips/", "/zip")
# What a portal login may read of ours by RPC, beside what Odoo shows: nothing internal.
READABLE = {
    "sale.order": {"b2b_cost_center", "b2b_requested_date", "b2b_state"},
    "sale.order.line": {
        "b2b_cancelled_quantity", "b2b_delivery_status", "b2b_requested_date", "b2b_ship_to_id",
        "b2b_source_code", "b2b_source_unit",
    },
    "account.move": set(),
    "stock.picking": {"b2b_carrier", "b2b_tracking_ref", "b2b_tracking_url"},
    "res.partner": set(),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestFollowAccess(PortalCase):
    """Role × document × whose it is."""

    def setUp(self):
        super().setUp()
        self.stranger = self._make_account("Southside Foods", "S-100")
        self.ids = self._documents(self.account)

    def _documents(self, account):
        """Ids of an order, its delivery, allocation and invoice."""
        colleague = self.env["res.partner"].create(
            {"name": f"Colleague of {account.name}", "parent_id": account.id}
        )
        order = self._make_order(account=colleague)
        order.action_confirm()
        self.assertReleased(order)
        picking = self._deliver(order)
        invoice = self._invoice(order)
        return {
            "order": order.id,
            "picking": picking.id,
            "allocation": order.b2b_allocation_ids.id,
            "invoice": invoice.id,
        }

    def _pages(self, ids, printed=False):
        """(path, right); pages that print take a second each and are left out unless asked for."""
        for path, right in DOCUMENT_PAGES.items():
            if printed or not any(part in path for part in PRINTED):
                yield path.format(**ids), right

    def test_each_role_opens_what_its_rights_allow_of_colleagues_documents(self):
        for role, user in self._make_members().items():
            self._login(user)
            for path, right in self._pages(self.ids):
                with self.subTest(role=role, path=path):
                    allowed = right in ROLES[role][1]
                    self.assertEqual(self._get(path).status_code, 200 if allowed else 403)

    def test_colleague_prints_order_slip_invoice_and_zip(self):
        self._login(self._make_member("viewer"))
        for path, _right in self._pages(self.ids, printed=True):
            if any(part in path for part in PRINTED):
                with self.subTest(path=path):
                    page = self._get(path)
                    self.assertEqual(page.status_code, 200)
                    self.assertIn("attachment", page.headers["Content-Disposition"])

    def test_documents_of_another_account_are_not_there(self):
        self._login(self._make_member("admin", self.stranger))
        for path, _right in self._pages(self.ids, printed=True):
            with self.subTest(path=path):
                self.assertEqual(self._get(path).status_code, 404)
        for path, (fields, _right) in DOCUMENT_FORMS.items():
            with self.subTest(form=path):
                answer = self._post(path.format(**self.ids), fields)
                self.assertEqual(answer.status_code, 404)

    def test_forms_ask_for_their_right(self):
        for role in ("viewer", "payable"):
            self._login(self._make_member(role))
            for path, (fields, right) in DOCUMENT_FORMS.items():
                if right in ROLES[role][1]:
                    continue
                with self.subTest(role=role, form=path):
                    answer = self._post(path.format(**self.ids), fields)
                    self.assertEqual(answer.status_code, 403)

    def test_forms_need_the_pages_token_and_are_not_opened_by_a_link(self):
        self._login(self._make_member("admin"))
        for path, (fields, _right) in DOCUMENT_FORMS.items():
            with self.subTest(form=path):
                path = path.format(**self.ids)
                self.assertEqual(self.url_open(path, data=fields | {"x": "y"}).status_code, 400)
                if "reorder" not in path:
                    self.assertEqual(self._get(path).status_code, 405)

    def test_ids_nobody_has_and_ids_of_other_documents_are_not_there(self):
        other = self._documents(self.stranger)
        self._login(self._make_member("admin"))
        odd = (
            "/my/b2b/orders/0",
            "/my/b2b/orders/99999999999999999999",
            "/my/b2b/invoices/2147483648",
            "/my/b2b/invoices/zip?ids=",
            "/my/b2b/invoices/zip?ids=1;drop",
            f"/my/b2b/invoices/zip?ids={self.ids['invoice']}-{other['invoice']}",
            f"/my/b2b/invoices/pay?ids={self.ids['invoice']}-{other['invoice']}",
            f"/my/b2b/invoices/zip?ids={'-'.join(str(n) for n in range(1, 60))}",
            f"/my/b2b/orders/{self.ids['order']}/slips/{other['picking']}",
        )
        for path in odd:
            with self.subTest(path=path):
                self.assertEqual(self._get(path).status_code, 404)
        path = f"/my/b2b/orders/{self.ids['order']}/backorders/{other['allocation']}"
        self.assertEqual(self._post(path, {"choice": "wait"}).status_code, 404)

    def test_what_a_rep_still_writes_and_drafts_of_invoices_are_not_there(self):
        draft = self._make_order()
        unposted = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.account.id}
        )
        self._login(self._make_member("admin"))
        self.assertEqual(self._get(f"/my/b2b/orders/{draft.id}").status_code, 404)
        self.assertEqual(self._get(f"/my/b2b/invoices/{unposted.id}").status_code, 404)

    def test_orders_of_another_company_are_not_there(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        order = self.env["sale.order"].create(
            {"partner_id": self.account.id, "company_id": other.id, "b2b_channel": "edi"}
        )
        self._login(self._make_member("admin"))
        self.assertEqual(self._get(f"/my/b2b/orders/{order.id}").status_code, 404)

    def test_archived_account_has_no_portal(self):
        user = self._make_member("admin")
        self._login(user)
        self.account.active = False
        answer = self._get(f"/my/b2b/orders/{self.ids['order']}")
        self.assertEqual(answer.status_code, 303)

    def test_lists_and_search_show_the_own_account_only(self):
        other = self._documents(self.stranger)
        theirs = self.env["sale.order"].browse(other["order"]).name
        invoice = self.env["account.move"].browse(other["invoice"]).name
        self._login(self._make_member("admin"))
        for path in (
            "/my/b2b",
            "/my/b2b/orders?filterby=all",
            f"/my/b2b/orders?q={theirs}",
            "/my/b2b/invoices?filterby=all",
            f"/my/b2b/search?q={theirs}",
            f"/my/b2b/search?q={invoice}",
            "/my/b2b/statement?kind=running",
        ):
            with self.subTest(path=path):
                text = self._get(path).text
                self.assertNotIn(f'orders/{other["order"]}"', text)
                self.assertNotIn(f'invoices/{other["invoice"]}"', text)
                self.assertNotIn(f">{invoice}<", text)

    def test_no_internal_field_of_ours_is_readable_by_rpc(self):
        user = self._make_member("admin")
        for model, allowed in READABLE.items():
            with self.subTest(model=model):
                fields = self.env[model].with_user(user).fields_get(attributes=["type"])
                ours = {name for name in fields if name.startswith(("b2b_", "buyer_"))}
                self.assertEqual(ours - allowed, set())

    def test_ledger_holds_allocations_and_disputes_are_closed_to_rpc(self):
        user = self._make_member("admin")
        for model in (
            "b2b.order.event", "b2b.order.hold", "b2b.allocation", "b2b.dispute", "b2b.cart",
            "b2b.payment.promise", "b2b.open.item", "b2b.statement", "b2b.account.member",
            "b2b.substitute", "b2b.credit.limit",
        ):  # fmt: skip
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(user).has_access("read"))

    def test_card_on_odoos_portal_leads_buyers_here_and_nobody_else(self):
        self._login(self._make_member("viewer"))
        self.assertIn('href="/my/b2b"', self._get("/my/home").text)
        new_test_user(self.env, "b2b-none", groups="base.group_portal")
        self.authenticate("b2b-none", "b2b-none")
        self.assertNotIn('href="/my/b2b"', self._get("/my/home").text)
