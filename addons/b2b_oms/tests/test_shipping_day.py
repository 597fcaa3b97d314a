"""Cut-off, handling and clock changes. No database."""

from datetime import date, datetime
from unittest import TestCase

from ..routing.geography import great_circle_km
from ..routing.shipping_day import ShippingCalendar

BERLIN = "Europe/Berlin"


def _weekdays(day):
    return day.weekday() < 5


class TestShippingDay(TestCase):
    """Moments are naive UTC, days are the warehouse's."""

    def test_an_order_at_the_cut_off_is_too_late_and_a_minute_before_is_not(self):
        berlin = ShippingCalendar(BERLIN, cutoff=14.0)
        self.assertEqual(berlin.first_day(datetime(2026, 1, 7, 12, 59)), date(2026, 1, 7))
        self.assertEqual(berlin.first_day(datetime(2026, 1, 7, 13, 0)), date(2026, 1, 8))

    def test_the_cut_off_follows_the_clock_into_summer(self):
        berlin = ShippingCalendar(BERLIN, cutoff=14.0)
        self.assertEqual(berlin.first_day(datetime(2026, 7, 8, 12, 0)), date(2026, 7, 9))
        self.assertEqual(berlin.first_day(datetime(2026, 7, 8, 11, 59)), date(2026, 7, 8))

    def test_the_local_day_counts_not_that_of_utc(self):
        self.assertEqual(
            ShippingCalendar("America/New_York").first_day(datetime(2026, 1, 8, 3, 0)),
            date(2026, 1, 7),
        )

    def test_a_cut_off_in_the_hour_that_comes_twice_passes_once(self):
        berlin = ShippingCalendar(BERLIN, cutoff=2.5)  # 25 October 2026: 2:30 comes twice
        before, between, after = (
            datetime(2026, 10, 25, h, m) for h, m in ((0, 29), (0, 30), (1, 15))
        )
        self.assertEqual(berlin.first_day(before), date(2026, 10, 25))
        self.assertEqual(berlin.first_day(between), date(2026, 10, 26))
        self.assertEqual(berlin.first_day(after), date(2026, 10, 26))  # 2:15 for the second time

    def test_a_cut_off_in_the_hour_that_is_skipped_still_passes(self):
        berlin = ShippingCalendar(
            BERLIN, cutoff=2.5
        )  # 29 March 2026: 2:00 becomes 3:00 at 1:00 UTC
        self.assertEqual(berlin.first_day(datetime(2026, 3, 29, 0, 29)), date(2026, 3, 29))
        self.assertEqual(berlin.first_day(datetime(2026, 3, 29, 1, 30)), date(2026, 3, 30))

    def test_days_on_which_the_clock_changes_are_whole_days(self):
        berlin = ShippingCalendar(BERLIN, cutoff=14.0)
        for day, hour in ((date(2026, 3, 29), 12), (date(2026, 10, 25), 13)):
            moment = datetime(day.year, day.month, day.day, hour)
            self.assertEqual(berlin.first_day(moment), date.fromordinal(day.toordinal() + 1))

    def test_after_fridays_cut_off_monday_and_handling_in_working_days(self):
        friday_late = datetime(2026, 1, 9, 20, 0)
        plain = ShippingCalendar(BERLIN, 14.0, 0, _weekdays)
        self.assertEqual(plain.first_day(friday_late), date(2026, 1, 12))
        handled = ShippingCalendar(BERLIN, 14.0, 2, _weekdays)
        self.assertEqual(handled.first_day(friday_late), date(2026, 1, 14))

    def test_a_saturday_order_is_mondays_whatever_the_hour(self):
        plain = ShippingCalendar(BERLIN, 14.0, 0, _weekdays)
        self.assertEqual(plain.first_day(datetime(2026, 1, 10, 20, 0)), date(2026, 1, 12))

    def test_a_calendar_that_never_works_does_not_hang(self):
        never = ShippingCalendar(BERLIN, 0.0, 1, lambda day: False)
        self.assertIsInstance(never.first_day(datetime(2026, 1, 10)), date)

    def test_distance_between_two_cities_and_over_the_date_line(self):
        self.assertAlmostEqual(great_circle_km(52.52, 13.405, 48.8566, 2.3522), 877.5, delta=1)
        self.assertAlmostEqual(great_circle_km(0, 179.5, 0, -179.5), 111.2, delta=0.1)
