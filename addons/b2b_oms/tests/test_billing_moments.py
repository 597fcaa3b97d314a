from datetime import date, datetime, timedelta

from odoo.tests import tagged

from ..billing import moments
from .common import B2BCase

NEW_YORK = "America/New_York"


def weekdays_only(day):
    return day.weekday() < 5


@tagged("post_install", "-at_install")
class TestBillingMoments(B2BCase):
    """When schedules fall due: days, holidays, hours, time zones."""

    def test_day_of_the_month_that_a_month_has_not_is_its_last(self):
        days = moments.on_days(date(2027, 1, 1), date(2027, 4, 30), (31,))
        self.assertEqual(
            days, [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
        )

    def test_twice_a_month_in_a_leap_february(self):
        days = moments.on_days(date(2028, 2, 1), date(2028, 2, 29), (15, 31))
        self.assertEqual(days, [date(2028, 2, 15), date(2028, 2, 29)])

    def test_last_working_day_of_a_month_that_ends_on_a_sunday_is_the_friday(self):
        days = moments.last_workdays(date(2027, 1, 1), date(2027, 1, 31), weekdays_only)
        self.assertEqual(days, [date(2027, 1, 29)])

    def test_holiday_moves_the_day_as_chosen(self):
        saturday = date(2027, 1, 2)
        self.assertEqual(moments.shifted(saturday, weekdays_only, 1), date(2027, 1, 4))
        self.assertEqual(moments.shifted(saturday, weekdays_only, -1), date(2027, 1, 1))
        self.assertEqual(moments.shifted(saturday, weekdays_only, 0), saturday)
        self.assertEqual(moments.shifted(saturday, lambda day: False, 1), saturday)

    def test_midnight_of_the_account_is_not_midnight_of_the_server(self):
        clock = moments.Clock(NEW_YORK)
        self.assertEqual(clock.closing(date(2027, 1, 31)), datetime(2027, 2, 1, 5))
        self.assertEqual(clock.day(datetime(2027, 2, 1, 4, 59)), date(2027, 1, 31))
        self.assertEqual(clock.day(datetime(2027, 2, 1, 5)), date(2027, 2, 1))

    def test_day_of_the_clock_change_closes_at_the_same_hour_as_others(self):
        clock = moments.Clock(NEW_YORK, 18.5)
        self.assertEqual(clock.closing(date(2027, 3, 13)), datetime(2027, 3, 13, 23, 30))
        self.assertEqual(clock.closing(date(2027, 3, 14)), datetime(2027, 3, 14, 22, 30))

    def test_moments_of_adjoining_spans_are_those_of_the_whole_span(self):
        clock = moments.Clock(NEW_YORK, 17)
        days = moments.daily(date(2027, 1, 1), date(2027, 2, 1))
        start, middle, end = (
            datetime(2027, 1, 5, 22),
            datetime(2027, 1, 10, 22),
            datetime(2027, 1, 20),
        )
        whole = moments.moments(days, clock, start, end)
        parts = moments.moments(days, clock, start, middle) + moments.moments(
            days, clock, middle, end
        )
        self.assertEqual(whole, parts)
        self.assertNotIn(start, whole)
        self.assertIn(middle, whole)

    def test_every_schedule_keeps_to_the_holidays_of_its_working_hours(self):
        calendar = self.env["resource.calendar"].create({"name": "Office", "tz": NEW_YORK})
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": calendar.id,
                "date_from": datetime(2027, 1, 29, 5),
                "date_to": datetime(2027, 1, 30, 4, 59),
            }
        )
        schedule = self.env["b2b.billing.schedule"].create(
            {
                "name": "Month end",
                "timing": "monthly",
                "on_last_workday": True,
                "tz": NEW_YORK,
                "cut_off": 18,
                "calendar_id": calendar.id,
            }
        )
        found = schedule._moments(self.env.company, datetime(2027, 1, 1), datetime(2027, 2, 1))
        self.assertEqual(found, [datetime(2027, 1, 28, 23)])

    def test_each_timing_knows_its_days(self):
        start, end = datetime(2027, 3, 1), datetime(2027, 3, 1) + timedelta(days=31)
        expected = {"daily": 31, "weekly": 4, "semi_monthly": 2, "monthly": 1, "shipment": 0}
        for timing, count in expected.items():
            schedule = self.env["b2b.billing.schedule"].create(
                {"name": timing, "timing": timing, "tz": "UTC", "shift": "stay"}
            )
            found = schedule._moments(self.env.company, start, end)
            self.assertEqual(len(found), count, timing)
