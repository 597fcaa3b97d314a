import io
from datetime import timedelta
from unittest.mock import patch

import openpyxl

from odoo.tests import HttpCase, freeze_time, tagged

from ..collections.workbook import workbook
from .collections_common import CollectionsCase
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestStatements(CollectionsCase):
    """What an account owed at the end of a day, on paper and in Excel."""

    def _statement(self, kind="open", **vals):
        return self.env["b2b.statement"].create(
            {"account_id": self.account.id, "company_id": self.company.id, "kind": kind} | vals
        )

    def _history(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "name": "2020-01-01", "rate": 0.8,
             "company_id": self.company.id}
        )  # fmt: skip
        self._owe(100.1, 70)
        paid = self._owe(55.55, 40)
        self._match(paid, self._receive(50, day=self.today - timedelta(days=10)))
        self._match(self._owe(20, 5), self._credit_note(35))
        self._match(self._owe(80, 10, currency_id=euro.id), self._receive(60))
        self._owe(33, 3, currency_id=euro.id)
        self._owe(12, -20)
        return euro

    def test_closing_is_the_ageing_in_every_currency_and_of_both_kinds(self):
        self._history()
        items = self.env["b2b.open.item"].search([("account_id", "=", self.account.id)])
        for kind in ("open", "running"):
            sections = self._statement(kind)._sections()
            self.assertEqual(len(sections), 2)
            for section in sections:
                with self.subTest(kind=kind, currency=section.currency.name):
                    open_items = items.filtered(lambda i, c=section.currency: i.currency_id == c)
                    expected = sum(open_items.mapped("amount_currency"))
                    self.assertAlmostEqual(section.closing, expected, 2)
                    self.assertAlmostEqual(section.closing, sum(section.ageing.values()), 2)
                    self.assertAlmostEqual(section.closing, section.lines[-1]["balance"], 2)

    def test_past_day_is_shown_as_it_was(self):
        invoice = self._owe(100, 40)
        self._match(invoice, self._receive(100))
        past = self._statement(date=self.today - timedelta(days=1))
        (section,) = past._sections()
        self.assertEqual((section.closing, section.ageing["days_60"]), (100, 100))
        self.assertEqual(self._statement()._sections()[0].closing, 0)

    def test_running_balance_leads_from_opening_to_closing(self):
        self._owe(100, 40)
        since = self.today - timedelta(days=30)
        self._owe(50, 10)
        self._receive(30)
        (section,) = self._statement("running", since=since)._sections()
        self.assertEqual(section.opening, 100)
        self.assertEqual([line["balance"] for line in section.lines], [150, 120])
        self.assertEqual(section.closing, 120)

    def test_pdf_shows_the_items_and_the_closing_balance(self):
        invoice = self._owe(100, 40)
        self._owe(50, 10)
        for kind in ("open", "running"):
            with self.subTest(kind=kind):
                statement = self._statement(kind, since=self.today - timedelta(days=60))
                text = self._pdf_text(statement)
                self.assertIn(self.account.name, text)
                self.assertIn(invoice.name, text)
                self.assertIn("150.00", text)

    def test_monthly_statements_go_once_to_those_who_want_one(self):
        silent = self._make_account("Southside", "S-1", email="s@example.com", b2b_statement="no")
        self.tier.statement = "running"
        self._owe(100, 70)
        self._owe(100, 70, account=silent)
        statements = self.env["b2b.statement"]
        with patch.object(type(statements), "_pdf", return_value=b"%PDF"):
            for _time in range(2):
                statements._cron_monthly()
                self.env["b2b.reminder"]._cron_send()
        made = statements.search([])
        self.assertEqual(
            (made.account_id, made.state, made.kind), (self.account, "sent", "running")
        )
        self.assertEqual(made.date, self.today.replace(day=1) - timedelta(days=1))
        self.assertEqual(made.mail_id.recipient_ids, self.account)

    def test_month_without_a_run_is_in_the_next_statement(self):
        self.account.b2b_statement = "open"
        with freeze_time("2031-02-03"):
            self._owe(100, 400)
        for day, since, until in (
            ("2031-02-03", "2031-01-01", "2031-01-31"),
            ("2031-04-02", "2031-02-01", "2031-03-31"),
        ):
            with freeze_time(day):
                self.env["b2b.statement"]._cron_monthly()
            last = self.env["b2b.statement"].search([], limit=1)
            self.assertEqual((str(last.since), str(last.date)), (since, until))
        self.assertEqual(self.env["b2b.statement"].search_count([]), 2)

    def test_account_without_email_is_a_visible_failure(self):
        self.account.write({"email": False, "b2b_statement": "open"})
        self._owe(100, 70)
        self.env["b2b.statement"]._cron_monthly()
        self.env["b2b.reminder"]._cron_send()
        statement = self.env["b2b.statement"].search([])
        self.assertEqual(statement.state, "failed")
        self.assertIn("no email address", statement.error)

    def test_workbook_has_a_sheet_a_currency_with_totals_that_are_the_ageing(self):
        euro = self._history()
        content = workbook(self.env, [("account_id", "=", self.account.id)])
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        self.assertEqual(sorted(book.sheetnames), sorted(["USD", euro.name]))
        total = 0
        for page in book:
            heads = {cell.value: cell.column - 1 for cell in page[1]}
            *rows, last = page.iter_rows(min_row=2, values_only=True)
            self.assertEqual(page.freeze_panes, "B2")
            self.assertEqual(last[0], "Total")
            for head in ("Open", "Not due", "1–30", "Over 90", "Unallocated"):
                self.assertAlmostEqual(last[heads[head]], sum(row[heads[head]] for row in rows), 2)
            total += last[heads["Open"]]
        items = self.env["b2b.open.item"].search([("account_id", "=", self.account.id)])
        self.assertAlmostEqual(total, sum(items.mapped("amount")), 2)

    def test_names_never_become_formulas(self):
        self.account.name = '=HYPERLINK("http://bad.example")'
        self._owe(100, 5)
        content = workbook(self.env, [("account_id", "=", self.account.id)])
        page = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertEqual((page["A2"].value, page["A2"].data_type), (self.account.name, "s"))


@tagged("post_install", "-at_install")
class TestOpenItemsDownload(B2BCase, HttpCase):
    """The Excel file over HTTP: rights and filter are those of the screen."""

    def test_accountants_download_and_others_do_not(self):
        for login, groups, status in (
            ("b2b-books", "account.group_account_invoice", 200),
            ("b2b-credit", "b2b_oms.group_credit", 200),
            ("b2b-desk", "b2b_oms.group_order_desk", 404),
            ("b2b-buyer", "base.group_portal", 404),
        ):
            self._make_user(login, groups)
            self.authenticate(login, login)
            with self.subTest(login=login):
                answer = self.url_open("/b2b/open-items.xlsx")
                self.assertEqual(answer.status_code, status)

    def test_filter_that_is_no_domain_is_refused(self):
        self._make_user("b2b-books", "account.group_account_invoice")
        self.authenticate("b2b-books", "b2b-books")
        self.assertEqual(self.url_open("/b2b/open-items.xlsx?domain=nonsense").status_code, 400)
