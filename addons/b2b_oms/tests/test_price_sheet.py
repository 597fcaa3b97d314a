import io

import openpyxl
from pypdf import PdfReader

from odoo.tests import Form, HttpCase, tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestPriceSheet(B2BCase, HttpCase):
    """What an account pays, as its orders will."""

    def _sheet(self, **vals):
        return self.env["b2b.price.sheet"].create({"account_id": self.account.id} | vals)

    def test_sheet_shows_the_accounts_prices_and_can_be_searched(self):
        with Form(self.env["b2b.price.sheet"]) as form:
            form.account_id = self.account
            form.wanted = "TEST-"
            rows = [(row["product_id"], row["price"]) for row in form.line_ids._records]
        self.assertEqual(rows, [(self.bolt.id, 9.0), (self.nut.id, 3.6)])
        found = self._sheet(wanted="hex nut").line_ids
        self.assertEqual(found.product_id, self.nut)

    def test_sheet_agrees_with_an_order(self):
        order = self._make_order({self.bolt: 1, self.nut: 1})
        prices = {line.product_id: line.price for line in self._sheet(wanted="TEST-").line_ids}
        self.assertEqual(prices, {line.product_id: line.price_unit for line in order.order_line})

    def test_excel_file_holds_every_price_and_no_formula(self):
        self.nut.name = "=cmd|' /C calc'!A0"
        user = self._make_user("b2b-rep", "sales_team.group_sale_salesman")
        sheet = self._sheet(wanted="TEST-").with_user(user).copy()
        self.authenticate(user.login, user.login)
        answer = self.url_open(f"/b2b/price-sheet/{sheet.id}.xlsx")
        self.assertEqual(answer.status_code, 200)
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
        self.assertEqual(rows[1][0:1] + rows[1][3:4], ("TEST-BOLT", 9))
        self.assertEqual(rows[2][1], "=cmd|' /C calc'!A0")
        cell = openpyxl.load_workbook(io.BytesIO(answer.content)).active["B3"]
        self.assertEqual(cell.data_type, "s")

    def test_sheet_of_a_colleague_is_not_found(self):
        user = self._make_user("b2b-rep", "sales_team.group_sale_salesman")
        self.authenticate(user.login, user.login)
        sheet = self._sheet()
        self.assertEqual(self.url_open(f"/b2b/price-sheet/{sheet.id}.xlsx").status_code, 404)

    def test_pdf_holds_the_prices(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf(
            "b2b_oms.report_price_sheet", self._sheet(wanted="TEST-").ids
        )
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        self.assertIn("TEST-BOLT", text)
        self.assertIn("9.00", text)

    def test_accounts_below_floor_are_found(self):
        category = self.env["product.category"].create(
            {"name": "Fasteners", "b2b_has_margin_floor": True, "b2b_margin_floor": 20}
        )
        (self.bolt + self.nut).categ_id = category
        self.bolt.standard_price, self.nut.standard_price = 8.0, 3.0
        manager = self._make_user("b2b-manager", "b2b_oms.group_manager")
        self.env["b2b.floor.breach"].with_user(manager).action_find()
        found = self.env["b2b.floor.breach"].search([("account_id", "=", self.account.id)])
        self.assertEqual([(b.product_id, b.price, b.least) for b in found], [(self.bolt, 9.0, 9.6)])
