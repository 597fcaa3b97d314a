"""When a schedule falls due: days by a rule, moved off holidays, closed at an hour of a time zone.

Plain Python: days in, moments out. Nothing here knows what a cron is, or when it last ran.
"""

import calendar
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

# No schedule moves a day further than this; longer shut-downs end here all the same.
LONGEST_SHIFT = 31


class Clock(NamedTuple):
    """The hour at which a day is closed: ``cut_off`` in hours (18.5 is half past six, 24 midnight)."""

    zone: str
    cut_off: float = 24.0

    def closing(self, day):
        """The moment the day is closed, in UTC without a zone, as Odoo stores moments."""
        midnight = datetime.combine(day, time())
        # Wall-clock arithmetic first: a day of 23 or 25 hours closes at the same hour as others.
        local = midnight + timedelta(minutes=round(self.cut_off * 60))
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC).replace(tzinfo=None)

    def day(self, moment):
        """The local day of a UTC moment without a zone."""
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone)).date()


def daily(first, last):
    """Every day from first to last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def weekly(first, last, weekday):
    """Each such weekday; Monday is 0."""
    return [day for day in daily(first, last) if day.weekday() == weekday]


def on_days(first, last, numbers):
    """Days of the month by number; a number the month has not is its last day."""
    return [
        day
        for day in daily(first, last)
        if any(day.day == min(number, _length(day)) for number in numbers)
    ]


def last_workdays(first, last, is_workday):
    """The last working day of each month."""
    ends = [day for day in daily(first, last) if day.day == _length(day)]
    return [shifted(day, is_workday, -1) for day in ends]


def shifted(day, is_workday, direction):
    """The day itself when it is worked, else the next one in the direction; 0 stays where it is."""
    for distance in range(LONGEST_SHIFT * abs(direction)):
        candidate = day + timedelta(days=distance * direction)
        if is_workday(candidate):
            return candidate
    return day


def moments(days, clock, after, until):
    """The closings of these days that lie after one moment and not after the other, in order."""
    closings = {clock.closing(day) for day in days}
    return sorted(moment for moment in closings if after < moment <= until)


def _length(day):
    return calendar.monthrange(day.year, day.month)[1]
