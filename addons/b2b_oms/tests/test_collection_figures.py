from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .collections_common import CollectionsCase


@tagged("post_install", "-at_install")
class TestCollectionFigures(CollectionsCase):
    """Each figure as its definition says, worked out by hand."""

    def _sell(self, day, amount):
        with freeze_time(day):
            self.today = self.env["b2b.open.item"]._day()
            return self._owe(amount)

    def _figures(self, account=None):
        return self.env["b2b.collection.figure"].search(
            [("account_id", "=", account and account.id), ("company_id", "=", self.company.id)]
        )

    def test_dso_simple_and_count_back(self):
        for day, amount in (("2031-01-15", 300), ("2031-02-10", 280), ("2031-03-05", 100)):
            self._sell(day, amount)
        with freeze_time("2031-03-10"):
            paid = self.env["account.move"].search([("amount_total", "=", 300)], limit=1)
            self.today = self.env["b2b.open.item"]._day()
            self._match(paid, self._receive(300))
            figures = self._figures(self.account)
            self.assertEqual(figures.receivable, 380)
            self.assertEqual(figures.sales, 680)
            self.assertAlmostEqual(figures.dso_simple, 90 * 380 / 680, 5)
            # March so far: 10 days take 100; February: 28 days take 280; nothing is left.
            self.assertAlmostEqual(figures.dso_count_back, 10 + 28, 5)

    def test_count_back_takes_a_part_of_the_last_month(self):
        self._sell("2031-01-15", 310)
        self._sell("2031-03-05", 100)
        with freeze_time("2031-03-10"):
            self.today = self.env["b2b.open.item"]._day()
            self._receive(255)
            # 155 open: March takes 100; January and the empty February, 59 days, give 55 of 310.
            self.assertAlmostEqual(
                self._figures(self.account).dso_count_back, 10 + 59 * 55 / 310, 5
            )

    def test_overdue_share_and_days_beyond_terms(self):
        self._owe(100, 10)
        self._owe(300, -10)
        for late in (4, 8):
            old = self._owe(50, 30)
            self._match(old, self._receive(50, day=old.invoice_date_due + timedelta(days=late)))
        figures = self._figures(self.account)
        self.assertEqual(figures.overdue_share, 25)
        self.assertEqual(figures.days_beyond_terms, 6)

    def test_company_row_sums_its_accounts(self):
        other = self._make_account("Southside", "S-1")
        self._owe(100, 10)
        self._owe(60, 10, account=other)
        rows = self.env["b2b.collection.figure"].search([("company_id", "=", self.company.id)])
        whole = rows.filtered(lambda row: not row.account_id)
        self.assertEqual(len(whole), 1)
        self.assertEqual(whole.receivable, sum((rows - whole).mapped("receivable")))
        self.assertTrue(all(rows._fields[name].help for name in ("dso_simple", "dso_count_back",
                                                                 "overdue_share")))  # fmt: skip
