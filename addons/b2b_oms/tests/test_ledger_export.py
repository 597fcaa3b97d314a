import io
import json
from unittest.mock import patch
from urllib.parse import quote

import openpyxl

from odoo.tests import HttpCase, tagged

from ..performance import ledger_workbook
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestLedgerExport(B2BCase, HttpCase):
    """In order to show why orders are as they are, the decision ledger as an Excel file."""

    def setUp(self):
        super().setUp()
        self.order = self._make_order({self.bolt: 1}, client_order_ref="=HYPERLINK(0)")
        self.order.action_confirm()
        self.events = self.env["b2b.order.event"]
        self.domain = [("order_id", "=", self.order.id)]

    def _rows(self, content):
        return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())

    def _sheet(self, domain=None):
        return self._rows(ledger_workbook.ledger_workbook(self.events, domain or self.domain))

    def test_every_line_is_there_with_its_figures_the_oldest_first(self):
        lines = self.events.search(self.domain, order="id")
        rows = self._sheet()
        self.assertEqual([row[6].value for row in rows[1:]], lines.mapped("message"))
        self.assertEqual({row[1].value for row in rows[1:]}, {self.order.name})
        held = lines.filtered("figures")[0]
        name, value = next(iter(held.figures.items()))
        self.assertIn(f"{name}: {value}", rows[1 + list(lines).index(held)][7].value)

    def test_chunks_lose_no_line(self):
        with patch.object(ledger_workbook, "CHUNK", 1):
            rows = self._sheet()
        self.assertEqual(len(rows) - 1, self.events.search_count(self.domain))

    def test_no_cell_is_a_formula_and_long_ones_are_cut(self):
        self.events._note(self.order, "intake", "=1+1|cmd", path="x" * 40_000)
        cells = [cell for row in self._sheet() for cell in row]
        self.assertIn("=1+1|cmd", [cell.value for cell in cells])
        self.assertFalse([cell.value for cell in cells if cell.data_type == "f"])
        self.assertFalse([cell.value for cell in cells if cell.hyperlink])
        self.assertTrue(any(len(str(cell.value)) == ledger_workbook.LONGEST for cell in cells))

    def test_button_downloads_what_the_list_shows(self):
        user = self._make_user("b2b-desk", "b2b_oms.group_order_desk")
        self.authenticate(user.login, user.login)
        shown = self.events.with_user(user).with_context(active_domain=self.domain)
        answer = self.url_open(shown.action_xlsx()["url"])
        self.assertEqual(len(self._rows(answer.content)) - 1, self.events.search_count(self.domain))

    def test_reader_gets_what_the_rules_let_through(self):
        rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman")
        self.authenticate(rep.login, rep.login)
        mine = self._make_order({self.bolt: 1})
        mine.user_id = rep
        mine.action_confirm()
        self.order.user_id = self.env.ref("base.user_admin")
        query = quote(json.dumps([["order_id", "in", (self.order | mine).ids]]))
        rows = self._rows(self.url_open(f"/b2b/ledger.xlsx?domain={query}").content)
        self.assertEqual({row[1].value for row in rows[1:]}, {mine.name})

    def test_buyers_and_nonsense_get_nothing(self):
        self._make_user("b2b-buyer", "base.group_portal")
        self.authenticate("b2b-buyer", "b2b-buyer")
        self.assertEqual(self.url_open("/b2b/ledger.xlsx").status_code, 404)
        user = self._make_user("b2b-desk", "b2b_oms.group_order_desk")
        self.authenticate(user.login, user.login)
        for domain in ("nonsense", '[["nothing", "=", 1]]', "{}", "[1]"):
            with self.subTest(domain=domain):
                self.assertEqual(
                    self.url_open(f"/b2b/ledger.xlsx?domain={quote(domain)}").status_code, 400
                )
