from datetime import timedelta

from odoo.tests import tagged

from ..collections.buckets import BUCKETS, column
from .collections_common import CollectionsCase


@tagged("post_install", "-at_install")
class TestOpenItems(CollectionsCase):
    """What is open, how old it is, and that nothing is left out."""

    def test_each_item_stands_in_the_column_of_its_age(self):
        table = (
            (-5, "not_due"), (0, "not_due"), (1, "days_30"), (30, "days_30"), (31, "days_60"),
            (60, "days_60"), (61, "days_90"), (90, "days_90"), (91, "older"),
        )  # fmt: skip
        for days, bucket in table:
            with self.subTest(days=days):
                item = self._item(self._owe(100, days))
                self.assertEqual((item.bucket, item[bucket], item.amount), (bucket, 100, 100))
                self.assertEqual(item.days_overdue, max(days, 0))
                self.assertEqual(column(days, 100), bucket)
                others = {b.code for b in BUCKETS} - {bucket}
                self.assertFalse(any(item[code] for code in others))

    def test_credits_stand_apart_whatever_their_date(self):
        note = self._credit_note(30)
        money = self._receive(12.5)
        for move, amount in ((note, -30), (money, -12.5)):
            item = self._item(move)
            self.assertEqual((item.bucket, item.unallocated), ("unallocated", amount))

    def test_items_tell_account_tier_and_salesperson(self):
        seller = self._make_user("b2b-seller", "sales_team.group_sale_salesman")
        self.account.user_id = seller
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.account.id})
        item = self._item(self._owe(100, account=branch, invoice_user_id=seller.id))
        self.assertEqual(
            (item.account_id, item.partner_id, item.tier_id, item.user_id),
            (self.account, branch, self.tier, seller),
        )

    def test_total_is_the_ledger_to_the_cent_in_every_situation(self):
        euro = self._euro(rate=0.8)
        self._owe(100.1, 3)
        paid = self._owe(55.55, 40)
        self._match(paid, self._receive(50))
        self._owe(80, 10, currency_id=euro.id)
        foreign = self._owe(70, 95, currency_id=euro.id)
        self._match(foreign, self._receive(60))
        self._match(self._owe(20), self._credit_note(35))
        nobody = self._receive(7)
        nobody.button_draft()
        nobody.line_ids.partner_id = False
        nobody.action_post()
        self.assertPromisesHold()
        items = self.env["b2b.open.item"]
        rows = items._read_group([("company_id", "=", self.company.id)], [], ["amount:sum"])
        ledger = items._ledger(self.company)[self.company]
        self.assertAlmostEqual(rows[0][0], ledger, 2)
        self.assertTrue(ledger)

    def test_reversed_payment_opens_the_item_again(self):
        invoice = self._owe(100, 20)
        money = self._receive(100)
        self._match(invoice, money)
        self.assertFalse(self._item(invoice))
        money._reverse_moves(cancel=True)
        self.assertEqual(self._item(invoice).days_30, 100)
        self.assertPromisesHold()

    def test_credit_note_larger_than_the_invoice_leaves_a_credit(self):
        invoice, note = self._owe(100, 20), self._credit_note(130)
        self._match(invoice, note)
        self.assertFalse(self._item(invoice))
        self.assertEqual(self._item(note).unallocated, -30)

    def test_money_is_expected_when_promised_else_as_late_as_usual(self):
        for _n in range(2):
            old = self._owe(10, 30)
            self._match(old, self._receive(10, day=self.today - timedelta(days=20)))
        self.env.flush_all()
        due_soon = self._item(self._owe(100, -7))
        self.assertEqual(due_soon.expected_on, self.today + timedelta(days=17))
        self._promise(due_soon.move_id, in_days=3)
        due_soon.invalidate_recordset()
        self.assertEqual(due_soon.expected_on, self.today + timedelta(days=3))
        disputed = self._owe(50, 5)
        self._dispute(disputed)
        self.assertFalse(self._item(disputed).expected_on)

    def test_ageing_takes_the_same_few_queries_for_any_number_of_items(self):
        items = self.env["b2b.open.item"]

        def ageing():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            items.formatted_read_group(
                [], ["account_id"], [f"{bucket.code}:sum" for bucket in BUCKETS] + ["amount:sum"]
            )
            return self.env.cr.sql_log_count - before

        self._owe(100)
        ageing()
        few = ageing()
        for number in range(10):
            account = self._make_account(f"Account {number}", f"A-{number}")
            self._owe(100, number, account=account)
        self.assertEqual(ageing(), few)
        self.assertLessEqual(few, 5)

    def test_companies_see_their_own_items(self):
        other = self._other_company()
        user = self._make_user("b2b-books", "account.group_account_invoice")
        self._owe(100)
        mine = self.env["b2b.open.item"].with_user(user).search([])
        self.assertEqual(mine.company_id, self.company)
        foreign = self.env["b2b.open.item"].with_user(user).with_context(
            allowed_company_ids=[other.id]
        )  # fmt: skip
        user.company_ids |= other
        self.assertFalse(foreign.search([]))

    def _euro(self, rate=None):
        euro = self.env.ref("base.EUR")
        euro.active = True
        euro.rate_ids.unlink()
        if rate:
            self.env["res.currency.rate"].create(
                {"currency_id": euro.id, "name": "2020-01-01", "rate": rate,
                 "company_id": self.company.id}
            )  # fmt: skip
        return euro

    def _other_company(self):
        return self.env["res.company"].create({"name": "Second company"})
