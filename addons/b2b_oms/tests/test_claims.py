from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .collections_common import CollectionsCase


@tagged("post_install", "-at_install")
class TestClaims(CollectionsCase):
    """Disputes and promises: they stand apart, and end by themselves."""

    def _terms(self):
        self.env.flush_all()
        amounts = self.env["b2b.credit.exposure"]._amounts(self.account.ids, self.company.ids)
        owed = amounts.get((self.account.id, self.company.id), {})
        return {term: round(amount, 2) for (term, _currency), amount in owed.items()}

    def test_disputed_and_promised_parts_stand_apart_in_the_exposure(self):
        invoice = self._owe(100, 20)
        self._dispute(invoice, amount=30)
        self._promise(invoice, amount=25)
        self.assertEqual(self._terms(), {"receivable": 45, "disputed": 30, "promised": 25})
        item = self._item(invoice)
        self.assertEqual((item.disputed, item.promised, item.amount), (30, 25, 100))

    def test_blocked_invoice_is_disputed_as_a_whole(self):
        invoice = self._owe(100, 20)
        invoice.action_toggle_block_payment()
        self.assertEqual(self._terms(), {"disputed": 100})
        self._promise(invoice)
        self.assertEqual(self._terms(), {"disputed": 100})

    def test_dispute_about_a_line_is_about_its_amount(self):
        invoice = self._owe(100, 20)
        line = invoice.invoice_line_ids
        dispute = self._dispute(invoice, line_id=line.id)
        self.assertEqual(dispute.amount, line.price_total)
        with self.assertRaises(ValidationError):
            self._dispute(self._owe(10), line_id=line.id)

    def test_what_is_disputed_is_not_overdue(self):
        self._dispute(self._owe(100, 40), amount=60)
        late = self.env["b2b.payment.behaviour"]._overdue(self.account.ids, self.company.ids)
        self.assertEqual(late[self.account.id, self.company.id].amount, 40)
        self._dispute(self._owe(50, 90))
        late = self.env["b2b.payment.behaviour"]._overdue(self.account.ids, self.company.ids)
        self.assertEqual(late[self.account.id, self.company.id], (40, 40))

    def test_dispute_lets_an_order_go_that_was_held_for_overdue(self):
        invoice = self._owe(100, 40)
        order = self._make_order()
        order.action_confirm()
        self.assertHeldFor(order, "overdue")
        self._dispute(invoice)
        self.env["sale.order"]._cron_b2b_look_again()
        self.assertReleased(order)

    def test_nonsense_is_refused(self):
        invoice = self._owe(100)
        for move, amount in ((invoice, 0), (invoice, -5), (self._credit_note(10), 5)):
            with self.subTest(move=move.name, amount=amount), self.assertRaises(ValidationError):
                self._dispute(move, amount=amount)
        with self.assertRaises(UserError):
            self._credit_note(10).action_b2b_promise()

    def test_paid_promise_is_kept_and_late_one_broken_and_escalated(self):
        controller = self._make_user("b2b-control", "b2b_oms.group_credit")
        self.env["b2b.credit.limit"].create(
            {"account_id": self.account.id, "amount": 9000, "user_id": controller.id}
        )
        paid, late, open_ = self._owe(100, 5), self._owe(70, 5), self._owe(30, 5)
        kept, broken = self._promise(paid, 2), self._promise(late, -1)
        waiting = self._promise(open_, 0)
        self._match(paid, self._receive(100))
        self.env["b2b.payment.promise"]._cron_settle()
        self.assertEqual((kept + broken + waiting).mapped("state"), ["kept", "broken", "open"])
        self.assertEqual(broken.activity_ids.user_id, self.env.user | controller)
        self.assertFalse(kept.activity_ids)
        again = len(broken.activity_ids)
        self.env["b2b.payment.promise"]._cron_settle()
        self.assertEqual(len(broken.activity_ids), again)

    def test_promise_ends_at_midnight_where_the_company_is(self):
        self.company.partner_id.tz = "America/Chicago"
        promise = self._promise(self._owe(100, 5))
        promise.promised_date = "2030-03-05"
        with freeze_time("2030-03-06 05:30:00"):  # half past eleven in the evening in Chicago
            self.env["b2b.payment.promise"]._cron_settle()
            self.assertEqual(promise.state, "open")
        with freeze_time("2030-03-06 06:30:00"):
            self.env["b2b.payment.promise"]._cron_settle()
            self.assertEqual(promise.state, "broken")

    def test_partial_payment_short_of_the_promise_breaks_it(self):
        invoice = self._owe(100, 5)
        promise = self._promise(invoice, -1, amount=80)
        self._match(invoice, self._receive(60))
        self.env["b2b.payment.promise"]._cron_settle()
        self.assertEqual(promise.state, "broken")

    def test_dispute_ends_with_the_credit_note(self):
        invoice = self._owe(100, 5)
        dispute = self._dispute(invoice, expected_date=self.today + timedelta(days=3))
        self.assertEqual(dispute.activity_ids.date_deadline, self.today + timedelta(days=3))
        self._match(invoice, self._credit_note(100))
        self.env["b2b.payment.promise"]._cron_settle()
        self.assertEqual(dispute.state, "settled")
        self.assertFalse(dispute.activity_ids)

    def test_one_call_notes_a_promise_for_each_invoice(self):
        invoices = self._owe(100, 5) + self._owe(50, 2)
        context = self.env["b2b.open.item"].search([("move_id", "in", invoices.ids)])
        action = context.action_promise()
        entry = self.env["b2b.promise.entry"].with_context(**action["context"]).create(
            {"promised_date": self.today}
        )  # fmt: skip
        entry.action_note()
        promises = self.env["b2b.payment.promise"].search([])
        self.assertEqual(promises.move_id, invoices)
        self.assertEqual(sum(promises.mapped("amount")), 150)

    def test_who_may_see_and_do_what(self):
        roles = {
            "books": self._make_user("b2b-books", "account.group_account_invoice"),
            "reader": self._make_user("b2b-reader", "account.group_account_readonly"),
            "credit": self._make_user("b2b-credit", "b2b_oms.group_credit"),
            "desk": self._make_user("b2b-desk", "b2b_oms.group_order_desk"),
            "buyer": self._buyer(),
        }
        finance, active = {"books", "reader", "credit"}, {"books", "credit"}
        table = (
            ("b2b.open.item", "read", finance),
            ("b2b.collection.figure", "read", finance),
            ("b2b.dispute", "read", finance),
            ("b2b.dispute", "create", active),
            ("b2b.payment.promise", "write", active),
            ("b2b.reminder", "read", finance),
            ("b2b.reminder", "write", set()),
            ("b2b.reminder.run", "create", set()),
            ("b2b.statement", "create", active),
            ("b2b.promise.entry", "create", active),
            ("b2b.reminder.level", "write", set()),
        )
        for model, operation, allowed in table:
            for role, user in roles.items():
                with self.subTest(model=model, operation=operation, role=role):
                    may = self.env[model].with_user(user).has_access(operation)
                    self.assertEqual(may, role in allowed)

    def test_buyer_cannot_dispute_send_or_run_by_rpc(self):
        invoice, buyer = self._owe(100, 20), self._buyer()
        letter = self._remind()
        for call in (
            invoice.with_user(buyer).action_b2b_dispute,
            invoice.with_user(buyer).action_b2b_promise,
            letter.with_user(buyer).action_approve,
            self.env["b2b.reminder.run"].with_user(buyer).action_run,
            self.account.with_user(buyer).action_b2b_statement,
        ):
            with self.subTest(call=call.__name__), self.assertRaises(AccessError):
                call()

    def _buyer(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.account.id})
        return new_test_user(
            self.env, "b2b-buyer", groups="base.group_portal", partner_id=contact.id
        )
