import io

from openpyxl import load_workbook

from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestService(PortalCase):
    """In order to see how well they are served, buyers read their months, where they may."""

    def setUp(self):
        super().setUp()
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._deliver(order)
        self._invoice(order)
        self._login(self._make_member("viewer"))

    def test_nobody_sees_it_before_the_account_is_allowed_to(self):
        self.assertEqual(self._get("/my/b2b/service").status_code, 404)
        self.assertEqual(self._get("/my/b2b/service.xlsx").status_code, 404)
        self.assertNotIn("/my/b2b/service", self._get("/my/b2b/account").text)

    def test_tier_allows_it_and_the_account_may_differ(self):
        self.account.b2b_tier_id.show_service = True
        self.assertEqual(self._get("/my/b2b/service").status_code, 200)
        self.account.b2b_show_service = "no"
        self.assertEqual(self._get("/my/b2b/service").status_code, 404)
        self.account.b2b_tier_id.show_service = False
        self.account.b2b_show_service = "yes"
        self.assertIn("/my/b2b/service", self._get("/my/b2b/account").text)

    def test_page_and_file_say_what_the_ledger_says(self):
        self.account.b2b_show_service = "yes"
        self.env.flush_all()
        (month,) = self.env["b2b.service.ledger"]._months(self.account, self.env.company)
        self.assertIn("Right first time", self._get("/my/b2b/service").text)
        sheet = load_workbook(io.BytesIO(self._get("/my/b2b/service.xlsx").content)).active
        rows = list(sheet.iter_rows(values_only=True))
        told = dict(zip(rows[0], rows[1], strict=True))
        self.assertEqual(told["Month"], month["period"])
        self.assertEqual((told["Orders"], told["Invoices"]), (1, 1))
        self.assertEqual(told["In stock"], month["fill"])

    def test_strangers_months_are_not_among_them(self):
        stranger = self._make_account("Southside Foods", "S-100", b2b_show_service="yes")
        self._login(self._make_member("admin", stranger))
        page = self._get("/my/b2b/service")
        self.assertIn("Nothing to tell yet", page.text)

    def test_returns_wait_until_they_are_back(self):
        user = self._make_member("buyer")
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._deliver(order)
        asked = self.env["b2b.return.request"]._request(
            self._buyer(user), order, {order.order_line: (1, "faulty", "")}
        )

        def told():
            self.env.flush_all()
            (month,) = self.env["b2b.service.ledger"]._months(self.account, self.env.company)
            return month["returns"], month["open_returns"]

        self.assertEqual(told(), (1, 1))
        asked.action_approve()
        self.assertEqual(told(), (1, 1))
        for move in asked.picking_ids.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        asked.picking_ids.with_context(skip_backorder=True).button_validate()
        self.assertEqual(told(), (1, 0))
