from datetime import timedelta

import pytz

from odoo import models

from ..clock import midnight


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _b2b_works(self, leaves):
        """A callable that tells whether a date is a working day; None where every day is one.

        :param leaves: days off of whole calendars; one that covers a date makes it no working day
        """
        shifts = self.attendance_ids.filtered(
            lambda shift: shift.day_period != "lunch" and not shift.display_type
        )
        own = leaves.filtered(lambda off: not off.calendar_id or off.calendar_id == self)
        if not shifts:  # no calendar, or one of flexible hours
            return None
        two_weeks = self.two_weeks_calendar
        days = {(s.dayofweek, s.week_type if two_weeks else False) for s in shifts}
        zone = pytz.timezone(self.tz or "UTC")
        off = [(leave.date_from, leave.date_to) for leave in own]
        week_type = self.env["resource.calendar.attendance"].get_week_type

        def works(day):
            week = str(week_type(day)) if two_weeks else False
            if (str(day.weekday()), week) not in days:
                return False
            start, end = (midnight(day + timedelta(days=n), zone) for n in (0, 1))
            last = end - timedelta(minutes=1)  # a day off ends at 23:59 as often as at midnight
            return not any(begin <= start and finish >= last for begin, finish in off)

        return works
