from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.b2b_oms.tests.common import IntakeCase

from .common import PortalCase

MONDAY = date(2027, 3, 1)


class StandingBuilders:
    """For tests of standing orders, with and without a cursor that commits."""

    def _make_standing(self, user=None, **vals):
        values = {
            "name": "Bolts",
            "account_id": self.account.id,
            "company_id": self.env.company.id,
            "user_id": (user or self.user).id,
            "rhythm": "weekly",
            "weekday": "0",
            "start_date": MONDAY,
            "line_ids": [
                Command.create({"product_id": self.bolt.id, "quantity": 20}),
                Command.create({"product_id": self.nut.id, "quantity": 10}),
            ],
        }
        return self.env["b2b.standing.order"].create(values | vals)


@tagged("post_install", "-at_install")
class TestStandingCalendar(StandingBuilders, PortalCase):
    """When a standing order falls due."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")
        self.enterContext(freeze_time("2027-03-01 09:00:00"))

    def test_rhythms_as_a_table(self):
        rows = (
            ({}, ["2027-03-01", "2027-03-08", "2027-03-15", "2027-03-22"]),
            (
                {"weekday": "3", "every": 2},
                ["2027-03-04", "2027-03-18", "2027-04-01", "2027-04-15"],
            ),
            (
                {"rhythm": "monthly", "day": 31},
                ["2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30"],
            ),
            (
                {"rhythm": "dates", "dates": ["2027-05-02", "2027-02-01", "2027-03-09"]},
                ["2027-03-09", "2027-05-02"],
            ),
            ({"end_date": date(2027, 3, 9)}, ["2027-03-01", "2027-03-08"]),
        )
        for vals, days in rows:
            with self.subTest(vals=vals):
                coming = self._make_standing(**vals)._coming()
                self.assertEqual([day.isoformat() for day in coming], days)

    def test_bad_values_are_refused(self):
        for vals in (
            {"rhythm": "dates", "dates": []},
            {"rhythm": "dates", "dates": ["2027-01-01"] * 61},
            {"end_date": date(2027, 1, 1)},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self._make_standing(**vals)

    def test_skipped_date_is_left_out_and_noted(self):
        standing = self._make_standing()
        standing._skip_next(self.user)
        self.assertEqual(standing.next_date, date(2027, 3, 8))
        self.assertEqual((standing.run_ids.state, standing.run_ids.by_id), ("skipped", self.user))

    def test_next_one_is_changed_and_the_ones_after_are_not(self):
        standing = self._make_standing()
        bolts, nuts = standing.line_ids
        standing._change_next(date(2027, 3, 4), {bolts.id: 5, nuts.id: 0})
        self.assertEqual(standing._coming()[:2], [date(2027, 3, 4), date(2027, 3, 8)])
        self.assertEqual([line._due_quantity() for line in standing.line_ids], [5, 0])
        standing._skip_next(self.user)
        self.assertEqual([line._due_quantity() for line in standing.line_ids], [20, 10])
        self.assertEqual(standing.next_date, date(2027, 3, 8))

    def test_next_one_moves_neither_back_nor_past_the_one_after(self):
        standing = self._make_standing(start_date=date(2027, 3, 8))
        for day in (date(2027, 2, 27), date(2027, 3, 15), date(2029, 1, 1)):
            with self.subTest(day=day), self.assertRaises(UserError):
                standing._change_next(day, {})
        with self.assertRaisesRegex(UserError, "Nothing would be left"):
            standing._change_next(standing.next_date, dict.fromkeys(standing.line_ids.ids, 0))

    def test_what_fell_into_a_pause_is_not_made_up_for(self):
        standing = self._make_standing()
        standing._pause()
        with freeze_time("2027-03-17 09:00:00"):
            standing._resume()
            self.assertEqual(standing.next_date, date(2027, 3, 22))

    def test_buyer_is_told_once_before_each_date(self):
        standing = self._make_standing(start_date=date(2027, 3, 8), notice_days=3)
        Mail = self.env["mail.mail"]
        mine = [("email_to", "ilike", self.user.email)]
        told = []
        for day in range(1, 9):
            with freeze_time(f"2027-03-{day:02} 09:00:00"):
                self.env["b2b.standing.order"]._tell_soon()
                told.append(Mail.search_count(mine))
        self.assertEqual(told, [0, 0, 0, 0, 1, 1, 1, 1])
        self.assertEqual(standing.told_date, date(2027, 3, 8))


@tagged("post_install", "-at_install")
class TestStandingRun(StandingBuilders, IntakeCase):
    """What becomes of a date: one order, whatever calls how often."""

    _make_member = PortalCase._make_member

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")

    def _run_on(self, day, times=1):
        with freeze_time(f"{day} 09:00:00"):
            for _time in range(times):
                self.env["b2b.standing.order"]._cron_run()

    def _orders(self):
        return self.env["sale.order"].search([("b2b_channel", "=", "standing")], order="id")

    def test_due_date_becomes_one_order_however_often_the_cron_runs(self):
        site = self.env["res.partner"].create(
            {"name": "Site", "type": "delivery", "parent_id": self.account.id}
        )
        with freeze_time("2027-02-27 09:00:00"):
            standing = self._make_standing(customer_po="ST", ship_to_id=site.id)
        self._run_on("2027-02-28")
        self.assertFalse(self._orders())
        self._run_on("2027-03-01", times=3)
        order = self._orders()
        self.assertEqual(len(order), 1)
        self.assertReleased(order)
        self.assertEqual(order.client_order_ref, "ST-20270301")
        self.assertEqual((order.b2b_orderer_id, order.partner_shipping_id), (self.user, site))
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [20, 10])
        self.assertEqual(standing.run_ids.order_ids, order)
        self.assertEqual(standing.next_date, date(2027, 3, 8))
        self.assertPromisesHold()

    def test_lines_go_to_addresses_of_their_own_and_the_rest_where_the_order_goes(self):
        first, second = self.env["res.partner"].create(
            [
                {"name": name, "type": "delivery", "parent_id": self.account.id}
                for name in ("Store 1", "Store 2")
            ]
        )
        with freeze_time("2027-02-27 09:00:00"):
            self._make_standing(
                ship_to_id=first.id,
                line_ids=[
                    Command.create({"product_id": self.bolt.id, "quantity": 20}),
                    Command.create(
                        {"product_id": self.bolt.id, "quantity": 30, "ship_to_id": second.id}
                    ),
                ],
            )
        self._run_on("2027-03-01")
        order = self._orders()
        self.assertReleased(order)
        shares = {pick.partner_id: sum(pick.move_ids.mapped("product_uom_qty"))
                  for pick in order.picking_ids}  # fmt: skip
        self.assertEqual(shares, {first: 20, second: 30})
        self.assertPromisesHold()

    def test_address_that_was_archived_holds_the_order_with_the_reason(self):
        site = self.env["res.partner"].create(
            {"name": "Site", "type": "delivery", "parent_id": self.account.id}
        )
        with freeze_time("2027-02-27 09:00:00"):
            self._make_standing(ship_to_id=site.id)
        site.active = False
        self._run_on("2027-03-01")
        self.assertEqual(self._orders().b2b_state, "held")
        self.assertIn("delivery address", self._orders().b2b_hold_reason)

    def test_missed_dates_are_made_up_for_by_one_order(self):
        with freeze_time("2027-02-27 09:00:00"):
            standing = self._make_standing()
        self._run_on("2027-03-18", times=2)
        self.assertEqual(len(self._orders()), 1)
        self.assertEqual(
            [(str(run.due_date), run.state) for run in standing.run_ids.sorted("due_date")],
            [("2027-03-01", "ordered"), ("2027-03-08", "missed"), ("2027-03-15", "missed")],
        )
        self.assertEqual(standing.next_date, date(2027, 3, 22))
        self._run_on("2027-03-22")
        self.assertEqual(len(self._orders()), 2)

    def test_same_date_cannot_be_seen_to_twice(self):
        from psycopg2 import IntegrityError

        from odoo.tools import mute_logger

        with freeze_time("2027-02-27 09:00:00"):
            standing = self._make_standing()
        standing._see_to(MONDAY, "ordered")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            standing._see_to(MONDAY, "ordered")
            standing.flush_recordset()
            self.env.flush_all()

    def test_changed_quantities_count_once(self):
        with freeze_time("2027-02-27 09:00:00"):
            standing = self._make_standing()
            bolts, nuts = standing.line_ids
            standing._change_next(date(2027, 3, 2), {bolts.id: 40, nuts.id: 0})
        self._run_on("2027-03-01")
        self.assertFalse(self._orders())
        self._run_on("2027-03-02")
        self._run_on("2027-03-08")
        first, second = self._orders()
        self.assertEqual(first.order_line.mapped("product_uom_qty"), [40])
        self.assertEqual(second.order_line.mapped("product_uom_qty"), [20, 10])

    def test_paused_and_ended_ones_order_nothing(self):
        with freeze_time("2027-02-27 09:00:00"):
            self._make_standing(paused=True)
            self._make_standing(active=False)
            self._make_standing(end_date=MONDAY - timedelta(days=0), start_date=MONDAY)._skip_next(
                self.user
            )
        self._run_on("2027-03-09")
        self.assertFalse(self._orders())

    def test_login_that_may_not_order_any_more_pauses_it_and_the_administrator_is_told(self):
        admin = self._make_member("admin")
        with freeze_time("2027-02-27 09:00:00"):
            standing = self._make_standing()
        self.env["b2b.account.member"].search([("user_id", "=", self.user.id)]).role = "viewer"
        self._run_on("2027-03-01")
        self.assertFalse(self._orders())
        self.assertTrue(standing.paused)
        self.assertIn("may not order", standing.pause_reason)
        self.assertTrue(self.env["mail.mail"].search([("email_to", "ilike", admin.email)]))

    def test_limits_of_the_login_count_for_its_standing_orders(self):
        member = self.env["b2b.account.member"].search([("user_id", "=", self.user.id)])
        member.order_limit = 100
        with freeze_time("2027-02-27 09:00:00"):
            self._make_standing()
        self._run_on("2027-03-01")
        self.assertHeldFor(self._orders(), "buyer_limit")

    def test_crash_before_the_document_is_stored_leaves_both_to_be_done(self):
        with freeze_time("2027-02-27 09:00:00"):
            standing = self._make_standing()
        Intake = type(self.env["b2b.intake"])

        def broken(self, document):
            raise ValueError("disk full")

        with self.assertLogs("odoo.addons.b2b_portal", "ERROR"):
            self.patch(Intake, "submit", broken)
            self._run_on("2027-03-01")
        self.assertFalse(standing.run_ids)
        self.assertEqual(standing.next_date, MONDAY)
