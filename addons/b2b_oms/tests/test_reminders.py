from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .collections_common import CollectionsCase

PDF = "odoo.addons.b2b_oms.collections.letter.Letter._pdf"


@tagged("post_install", "-at_install")
class TestReminders(CollectionsCase):
    """In order to be paid without chasing anybody by hand, as the accountant."""

    def setUp(self):
        super().setUp()
        # What the letters look like is another test's matter; printing takes seconds.
        self.printer = self.enterContext(patch(PDF, autospec=True, return_value=b"%PDF-1.4"))

    def test_one_letter_with_all_items_at_the_highest_level(self):
        self._owe(100, 4)
        second = self._owe(50, 12)
        self._send(self._remind())
        self._later(7)
        third = self._owe(30, 3)
        letter = self._remind() - self._letters().filtered(lambda r: r.state == "sent")
        self.assertEqual(len(letter), 1)
        self.assertEqual(letter.level_id.days, 10)
        self.assertEqual(letter.amount, 180)
        levels = {item.move_line_id.move_id: item.level_id.days for item in letter.item_ids}
        self.assertEqual((levels[second], levels[third]), (10, 3))

    def test_levels_are_never_jumped_and_each_is_sent_once(self):
        invoice = self._owe(100, 60)
        seen = []
        for _day in range(40):
            for letter in self._remind().filtered(lambda r: r.state == "proposed"):
                seen.append(letter.level_id.days)
                self._send(letter)
            self._later(1)
        self.assertEqual(seen, [3, 10, 25])
        self.assertEqual(self._item(invoice).level_id.days, 25)
        self.assertPromisesHold()

    def _owe_to_the_last_level(self):
        """An invoice that had its final letter."""
        invoice = self._owe(100, 60)
        for days in (7, 15, 0):
            self._send(self._remind().filtered(lambda r: r.state == "proposed"))
            self._later(days)
        self.assertEqual(self._item(invoice).level_id.days, 25)
        self._later(1)
        return invoice

    def test_new_debt_brings_no_friendly_reminder_while_an_old_one_had_its_final(self):
        old = self._owe_to_the_last_level()
        self.env.ref("b2b_oms.reminder_level_last").fee = 40
        new = self._owe(50, 4)
        letter = self._remind().filtered(lambda r: r.state == "proposed")
        self.assertEqual((letter.level_id.days, letter.amount), (25, 150))
        levels = {item.move_line_id.move_id: item.level_id.days for item in letter.item_ids}
        self.assertEqual(levels, {old: 0, new: 3})
        self.assertEqual([total.fee for total in letter._sums()], [0])
        self._match(old, self._receive(100))
        self._send(letter)
        self.assertEqual((letter.level_id.days, letter.state), (3, "sent"))

    def test_account_that_is_late_is_not_told_of_what_only_comes_due(self):
        late, coming = self._owe(100, 4), self._owe(70, -4)
        letter = self._remind()
        self.assertEqual((letter.level_id.days, letter.amount), (3, 100))
        self.assertEqual(letter.item_ids.move_line_id.move_id, late)
        self.assertFalse(self._item(coming).level_id)

    def test_note_before_the_due_date(self):
        self._owe(100, -4)
        self._owe(100, -9)
        letter = self._remind()
        self.assertEqual((letter.level_id.days, letter.amount), (-5, 100))

    def test_second_run_does_nothing(self):
        self._owe(100, 5)
        first = self._remind()
        self.assertEqual(self._remind(), first)
        self._send(first)
        self.assertEqual(self._remind(), first)
        self._send()
        self.assertEqual(len(first.mail_id), 1)
        self.assertEqual(self.env["mail.mail"].search_count([("model", "=", "b2b.reminder")]), 1)

    def test_run_the_day_after_replaces_what_nobody_approved(self):
        self._owe(100, 5)
        old = self._remind()
        self._later(1)
        new = self._remind()
        self.assertEqual((old.state, new.state), ("cancelled", "proposed"))
        self.assertNotEqual(old, new)

    def test_nothing_is_asked_for_that_should_not_be(self):
        plain = self._owe(100, 20)
        reasons = {
            "disputed": self._owe(10, 20),
            "promised": self._owe(20, 20),
            "silent": self._owe(30, 20),
        }
        self._dispute(reasons["disputed"])
        self._promise(reasons["promised"])
        reasons["silent"].no_followup = True
        letter = self._remind()
        self.assertEqual(letter._claimed().move_line_id.move_id, plain)
        left_out = {item.reason: item.move_line_id.move_id for item in letter._left_out()}
        self.assertEqual(left_out, reasons)
        self.assertEqual(letter.amount, 100)

    def test_credits_cover_the_oldest_items(self):
        old, young = self._owe(100, 20), self._owe(80, 10)
        self._receive(70)
        self._credit_note(50)
        letter = self._remind()
        claims = {item.move_line_id.move_id: item.claim for item in letter.item_ids}
        self.assertEqual(claims, {old: 0, young: 60})
        self.assertEqual(letter._left_out().reason, "covered")

    def test_credit_larger_than_everything_keeps_the_letter_away(self):
        self._owe(100, 20)
        self._credit_note(500)
        self.assertFalse(self._remind())

    def test_partly_disputed_invoice_is_asked_for_its_rest(self):
        self._dispute(self._owe(100, 20), amount=40)
        self.assertEqual(self._remind().item_ids.claim, 60)

    def test_small_amounts_are_left_alone(self):
        self.company.b2b_reminder_minimum = 25
        self._owe(24.99, 20)
        self.assertFalse(self._remind())
        self._owe(0.01, 20)
        self.assertEqual(self._remind().amount, 25)

    def test_customers_without_tier_and_accounts_that_wish_so_get_none(self):
        stranger = self.env["res.partner"].create({"name": "Stranger", "email": "s@example.com"})
        self._owe(100, 20, account=stranger)
        self._owe(100, 20)
        self.account.b2b_reminders = "no"
        self.env["b2b.reminder.run"]._run(self.company)
        self.assertFalse(self.env["b2b.reminder"].search([]))
        self.account.b2b_reminders = False
        self.tier.reminders = False
        self.assertFalse(self._remind())
        self.account.b2b_reminders = "yes"
        self.assertTrue(self._remind())

    def test_paid_between_proposal_and_sending_is_not_asked_for(self):
        paid, open_ = self._owe(100, 5), self._owe(40, 5)
        letter = self._remind()
        self._match(paid, self._receive(100))
        self._send(letter)
        self.assertEqual(letter.item_ids.move_line_id.move_id, open_)
        self.assertEqual((letter.state, letter.amount), ("sent", 40))
        self._later(7)
        second = self._remind() - letter
        self._match(open_, self._receive(40))
        self._send(second)
        self.assertEqual(second.state, "cancelled")
        self.assertFalse(second.mail_id)

    def test_automatic_company_sends_without_approval(self):
        self.company.b2b_reminder_mode = "automatic"
        self._owe(100, 5)
        self.env["b2b.reminder.run"]._cron_run()
        self.assertEqual(self._letters().state, "approved")
        self._send()
        self.assertEqual(self._letters().state, "sent")

    def test_mail_goes_to_the_dunning_contact_with_statement_and_invoices(self):
        contact = self.env["res.partner"].create(
            {"name": "Ann", "email": "ann@northside.example", "parent_id": self.account.id}
        )
        self.account.b2b_dunning_contact_id = contact
        invoice = self._owe(100, 5)
        letter = self._remind()
        self._send(letter)
        mail = letter.mail_id
        self.assertEqual((mail.recipient_ids, letter.contact_id), (contact, contact))
        names = sorted(mail.attachment_ids.mapped("name"))
        self.assertEqual(
            names,
            sorted([f"Reminder {letter.date}.pdf", f"Statement {letter.date}.pdf",
                    f"{invoice.name.replace('/', '_')}.pdf"]),
        )  # fmt: skip
        self.assertIn("Payment reminder", mail.subject)

    def test_letter_is_in_the_language_of_the_account(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        level = self.env.ref("b2b_oms.reminder_level_first")
        level.with_context(lang="fr_FR").write({"subject": "Rappel", "text": "Veuillez payer."})
        self.account.lang = "fr_FR"
        self._owe(100, 5)
        letter = self._remind()
        self._send(letter)
        self.assertIn("Rappel", letter.mail_id.subject)
        self.assertIn("Veuillez payer.", letter.mail_id.body_html)

    def test_account_without_email_fails_visibly_and_goes_out_once_it_has_one(self):
        self.account.email = False
        seller = self._make_user("b2b-seller", "sales_team.group_sale_salesman")
        self.account.user_id = seller
        self._owe(100, 5)
        letter = self._remind()
        self._send(letter)
        self.assertEqual(letter.state, "failed")
        self.assertIn("no email address", letter.error)
        self.assertEqual(letter.activity_ids.user_id, seller)
        self.assertEqual(self._remind(), letter)  # not again beside the failed one
        self.account.email = "books@northside.example"
        self._send(letter)
        self.assertEqual((letter.state, letter.error), ("sent", False))
        self.assertFalse(letter.activity_ids)

    def test_pdf_of_the_letter_shows_what_is_overdue(self):
        invoice = self._owe(100, 5)
        text = self._pdf_text(self._remind())
        self.assertIn(self.account.name, text)
        self.assertIn(invoice.name, text)
        self.assertIn("100.00", text)

    def test_pdf_engine_that_fails_for_one_account_lets_the_others_pass(self):
        other = self._make_account("Southside", "S-1", email="s@example.com")
        self._owe(100, 5)
        self._owe(100, 5, account=other)

        def broken_for_one(letter, report, records):
            if letter.account_id == self.account:
                raise UserError(self.env._("wkhtmltopdf failed"))
            return b"%PDF"

        self.printer.side_effect = broken_for_one
        self._remind()
        letters = self.env["b2b.reminder"].search([])
        self._send(letters)
        by_account = {letter.account_id: letter for letter in letters}
        self.assertEqual(by_account[self.account].state, "failed")
        self.assertIn("wkhtmltopdf failed", by_account[self.account].error)
        self.assertFalse(by_account[self.account].mail_id)
        self.assertEqual(by_account[other].state, "sent")
        self.printer.side_effect = None
        self._send(by_account[self.account])
        self.assertEqual(by_account[self.account].state, "sent")

    def test_second_level_tells_the_salesperson(self):
        seller = self._make_user("b2b-seller", "sales_team.group_sale_salesman")
        self.account.user_id = seller
        self._owe(100, 5)
        self._send(self._remind())
        self.assertFalse(self.account.activity_ids)
        self._later(7)
        self._send(self._remind().filtered(lambda r: r.state == "proposed"))
        self.assertEqual(self.account.activity_ids.user_id, seller)

    def test_last_level_holds_orders_until_the_payment_is_matched(self):
        self._policy("overdue").action = "ignore"
        invoice = self._owe(100, 60)
        for days in (7, 15, 0):
            self._send(self._remind().filtered(lambda r: r.state == "proposed"))
            self._later(days)
        order = self._make_order()
        order.action_confirm()
        self.assertHeldFor(order, "reminder")
        self.assertIn(invoice.name, order.b2b_hold_ids.message)
        money = self._receive(100)
        self._match(invoice, money)
        self.env["sale.order"]._cron_b2b_look_again()
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_reversed_payment_continues_at_the_next_level(self):
        invoice = self._owe(100, 5)
        self._send(self._remind())
        money = self._receive(100)
        self._match(invoice, money)
        self._later(8)
        self.assertFalse(self._remind().filtered(lambda r: r.state == "proposed"))
        money._reverse_moves(cancel=True)
        letter = self._remind().filtered(lambda r: r.state == "proposed")
        self.assertEqual(letter.level_id.days, 10)

    def test_broken_promise_and_lost_dispute_go_on_where_they_stopped(self):
        invoice = self._owe(100, 5)
        self._send(self._remind())
        promise = self._promise(invoice, 3)
        self._later(7)
        self.assertFalse(self._remind().filtered(lambda r: r.state == "proposed"))
        self.env["b2b.payment.promise"]._cron_settle()
        self.assertEqual(promise.state, "broken")
        self.assertEqual(self._remind().filtered(lambda r: r.state == "proposed").level_id.days, 10)

    def test_fee_and_interest_are_asked_for_in_the_letter(self):
        self.company.b2b_reminder_interest = 7.3
        self.env.ref("b2b_oms.reminder_level_first").fee = 5
        self._owe(1000, 10)
        (total,) = self._remind()._sums()
        self.assertEqual((total.claim, total.interest, total.fee), (1000, 2.0, 5))
        self.assertEqual(total.total, 1007)

    def test_currencies_are_summed_apart_even_without_a_rate(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        euro.rate_ids.unlink()
        self._owe(100, 5)
        self._owe(80, 5, currency_id=euro.id)
        letter = self._remind()
        sums = {total.currency: total.total for total in letter._sums()}
        self.assertEqual(sums, {self.company.currency_id: 100, euro: 80})
        self._send(letter)
        self.assertEqual(letter.state, "sent")

    def test_one_bad_account_is_named_and_the_others_get_their_letters(self):
        other = self._make_account("Southside", "S-1", email="s@example.com")
        self._owe(100, 5)
        self._owe(100, 5, account=other)
        bad = self.account
        Reminder = type(self.env["b2b.reminder"])
        create = Reminder.create

        def broken_for_one(records, values):
            if values["account_id"] == bad.id:
                raise UserError(self.env._("This account is broken"))
            return create(records, values)

        with (
            patch.object(Reminder, "create", broken_for_one),
            self.assertLogs("odoo.addons.b2b_oms.models.b2b_reminder_run", "ERROR"),
        ):
            run = self.env["b2b.reminder.run"]._run(self.company)
        self.assertEqual(run.reminder_ids.account_id, other)
        self.assertIn("Northside Foods: This account is broken", run.skipped)

    def test_companies_are_reminded_apart(self):
        other = self.env["res.company"].create({"name": "Second"})
        self.env["account.chart.template"].try_loading("generic_coa", company=other)
        self._owe(100, 5)
        self.assertEqual(self._remind().company_id, self.company)
        self.account.with_company(other).b2b_tier_id = self.tier
        run = self.env["b2b.reminder.run"]._run(other)
        self.assertFalse(run.reminder_ids)

    def test_installments_are_reminded_one_by_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Halves",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 60)
                ],
            }
        )
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.account.id,
                "invoice_date": self.today,
                "invoice_payment_term_id": term.id,
                "invoice_line_ids": [
                    Command.create({"product_id": self.service.id, "price_unit": 100,
                                    "tax_ids": False})
                ],
            }
        )  # fmt: skip
        invoice.action_post()
        self._later(10)
        self.assertEqual(self._remind().item_ids.claim, 50)
