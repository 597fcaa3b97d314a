import io

from openpyxl import load_workbook

from odoo import fields
from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestStatement(PortalCase):
    """In order to agree on what is open, as accounts payable I take a statement of account."""

    def setUp(self):
        super().setUp()
        self._login(self._make_member("payable"))
        self.invoice = self._billed("=HYPERLINK(0)")

    def _billed(self, reference):
        order = self._make_order(client_order_ref=reference)
        order.action_confirm()
        self._deliver(order)
        return self._invoice(order)

    def _sheet(self, query=""):
        page = self._get(f"/my/b2b/statement.xlsx{query}")
        return load_workbook(io.BytesIO(page.content)).active

    def test_page_and_workbook_say_what_is_open(self):
        text = self._get("/my/b2b/statement").text
        self.assertIn(self.invoice.name, text)
        figures = [cell.value for row in self._sheet().iter_rows() for cell in row]
        self.assertIn(self.invoice.amount_residual, figures)
        self.assertIn(self.invoice.name, figures)

    def test_no_cell_is_a_formula(self):
        for row in self._sheet("?kind=running").iter_rows():
            for cell in row:
                self.assertNotEqual(cell.data_type, "f", cell.value)

    def test_pdf_leaves_no_statement_behind(self):
        before = self.env["b2b.statement"].search_count([])
        answer = self._post("/my/b2b/statement.pdf", {"kind": "running"})
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(self.env["b2b.statement"].search_count([]), before)

    def test_odd_periods_are_brought_in_order(self):
        today = fields.Date.today()
        for query in (
            "?since=9999-01-01", "?until=0001-01-01", "?since=x&until=y",
            f"?since={today}&until=1999-01-01", "?kind=nonsense", "?until=9999-12-31",
        ):  # fmt: skip
            with self.subTest(query=query):
                self.assertEqual(self._get(f"/my/b2b/statement{query}").status_code, 200)

    def test_nothing_open_says_so(self):
        self._pay(self.invoice)
        self.assertIn("Nothing is open", self._get("/my/b2b/statement").text)
