"""A clock that ran ahead, or was set back, makes nothing happen twice and nothing not at all."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .billing_common import BillingCase
from .collections_common import CollectionsCase


@tagged("post_install", "-at_install")
class TestClockAndBilling(BillingCase):
    def setUp(self):
        super().setUp()
        self._bill_weekly()
        self.now = fields.Datetime.now()

    def _run_at(self, days):
        """What the scheduler bills so many days from now: {product: quantity}."""
        with freeze_time(self.now + timedelta(days=days)):
            return self._goods(self._run())

    def test_weeks_billed_by_a_clock_that_ran_ahead_are_not_billed_again(self):
        self._ship({self.bolt: 5}, days_ago=10)
        self.assertEqual(self._run_at(40), {self.bolt: 5})
        for days in (0, 7, 14, 41, 48):
            self.assertEqual(self._run_at(days), {}, days)
        self.assertPromisesHold()

    def test_weeks_that_a_clock_skipped_are_billed_when_they_come(self):
        self._run_at(40)
        self._ship({self.bolt: 5})
        self.assertEqual(self._run_at(0), {})
        self.assertEqual(self._run_at(8), {self.bolt: 5})
        self.assertEqual(self._run_at(41), {})
        self.assertPromisesHold()

    def test_clock_set_back_by_an_hour_in_the_middle_of_a_run_changes_nothing(self):
        self._ship({self.bolt: 5}, days_ago=10)
        self.assertEqual(self._run_at(0), {self.bolt: 5})
        self.assertEqual(self._run_at(-1 / 24), {})
        self.assertEqual(self._run_at(0), {})


@tagged("post_install", "-at_install")
class TestClockAndReminders(CollectionsCase):
    def test_letter_of_a_clock_that_ran_ahead_is_not_written_again_and_the_next_is(self):
        invoice = self._owe(500, days_overdue=1)
        now = fields.Datetime.now()
        written = []
        for days in (35, 0, 1, 36, 0, 70):
            with freeze_time(now + timedelta(days=days)):
                self._remind()
                self._send(self._letters().filtered(lambda letter: letter.state == "proposed"))
                written.append(len(self._letters()))
        levels = [
            letter.level_id
            for letter in self.env["b2b.reminder"].search([("account_id", "=", self.account.id)])
            if letter.state != "cancelled"
        ]
        self.assertEqual(len(levels), len(set(levels)), "a level was written twice")
        self.assertGreater(written[-1], written[0], "nothing after the clock was right again")
        self.assertEqual(invoice.payment_state, "not_paid")


@tagged("post_install", "-at_install")
class TestClockAndJobs(BillingCase):
    def test_job_that_a_clock_sent_to_sleep_is_shown_before_going_live(self):
        """Odoo sets a job's next time from its clock: after a jump it lies far ahead."""
        point = self.env["b2b.readiness.point.crons"]
        crons = self.env["ir.cron"].browse(point._ours())
        crons.write({"active": True, "failure_count": 0})
        for cron in crons:
            cron.nextcall = fields.Datetime.now() + point._interval(cron)
        self.assertTrue(point._answer(self.env.company).good)
        asleep = self.env.ref("b2b_oms.cron_billing")
        asleep.nextcall = fields.Datetime.now() + timedelta(days=400)
        answer = point._answer(self.env.company)
        self.assertFalse(answer.good)
        self.assertIn(asleep.name, answer.words)
