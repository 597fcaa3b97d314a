from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestDigest(B2BCase):
    """In order to see how the week went, as a manager, a mail that I asked for."""

    def setUp(self):
        super().setUp()
        self.digest = self.env.ref("b2b_oms.digest_weekly")
        self.manager = self._make_user("weekly", "b2b_oms.group_manager")
        self.manager.email = "weekly@example.com"

    def _sell(self, received, lines=None):
        """An order that was received and released at a moment of UTC."""
        order = self._make_order(lines or {self.bolt: 20})
        order.action_confirm()
        self.env.flush_all()
        for table, column in (("sale_order", "id"), ("b2b_order_event", "order_id")):
            self.env.cr.execute(
                f"UPDATE {table} SET create_date = %s WHERE {column} = %s",  # noqa: S608
                [received, order.id],
            )
        self.env.invalidate_all()
        return order

    def _told(self, user=None):
        user = user or self.manager
        kpis = self.digest._compute_kpis(user.company_id, user)
        return {kpi["kpi_name"].removeprefix("kpi_b2b_"): kpi for kpi in kpis}

    def _columns(self, kpi):
        return [kpi[f"kpi_col{number}"]["value"] for number in (1, 2, 3)]

    def test_nobody_gets_it_who_did_not_ask(self):
        self.assertFalse(self.digest.user_ids)
        self.digest.with_user(self.manager).action_subscribe()
        self.assertEqual(self.digest.user_ids, self.manager)
        self.digest.with_user(self.manager).action_unsubscribe()
        self.assertFalse(self.digest.user_ids)

    def test_week_stands_beside_the_week_before(self):
        with freeze_time("2001-05-21 09:00"):
            for received in ("2001-05-20 10:00", "2001-05-18 10:00", "2001-05-08 10:00"):
                self._sell(received)
            self._sell("2001-05-09 10:00", {self.bolt: 1})  # held
            self._sell("2001-05-21 08:00")  # today is not over
            told = self._told()
        self.assertEqual(self._columns(told["orders"]), [2, 2, 4])
        self.assertEqual(self._columns(told["touchless"]), ["100.00", "100.00", "100.00"])
        hours = float(self._columns(told["minutes"])[1])
        self.assertAlmostEqual(hours, self.env.company.b2b_minutes_per_hold / 60, 2)

    def test_week_ends_at_midnight_of_the_company(self):
        self.env.company.partner_id.tz = "America/Chicago"  # five hours behind UTC in May
        with freeze_time("2001-05-21 09:00"):
            self._sell("2001-05-21 04:30")  # still Sunday in Chicago
            self._sell("2001-05-21 05:30")  # Monday
            (_label, ((start, end), _earlier)), *_more = self.digest._compute_timeframes(
                self.env.company
            )
            self.assertEqual(end, datetime(2001, 5, 21, 5))
            self.assertEqual(start, datetime(2001, 5, 14, 5))
            self.assertEqual(self._columns(self._told()["orders"])[0], 1)

    def test_everybody_reads_of_the_own_company_only(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = self._make_user("abroad", "b2b_oms.group_manager")
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with freeze_time("2001-05-21 09:00"):
            self._sell("2001-05-20 10:00")
            self.assertEqual(self._columns(self._told()["orders"])[0], 1)
            self.assertEqual(self._columns(self._told(user)["orders"])[0], 0)

    def test_who_may_not_read_the_figures_is_told_none(self):
        clerk = self._make_user("clerk", "base.group_user")
        self.assertFalse(self._told(clerk).keys() & {"orders", "touchless", "minutes"})

    def test_more_hours_on_holds_are_not_painted_as_good_news(self):
        with freeze_time("2001-05-21 09:00"):
            self._sell("2001-05-18 10:00", {self.bolt: 1})
            self._sell("2001-05-18 10:00", {self.bolt: 2})
            self._sell("2001-05-09 10:00", {self.bolt: 1})
            told = self._told()
        self.assertEqual(told["minutes"]["kpi_col1"]["margin"], 0.0)
        self.assertEqual(told["orders"]["kpi_col1"]["margin"], 100.0)

    def test_mail_names_the_figures_and_links_to_them(self):
        self.digest.with_user(self.manager).action_subscribe()
        before = self.env["mail.mail"].search([])
        self.digest.action_send()
        mail = self.env["mail.mail"].search([]) - before
        self.assertIn(self.manager.email, mail.email_to)
        for words in ("Orders Received", "The week before", "b2b_oms.b2b_order_figure_action"):
            self.assertIn(words, mail.body_html)
