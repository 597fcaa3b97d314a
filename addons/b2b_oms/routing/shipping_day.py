"""The day an order leaves a warehouse. No Odoo here."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

import pytz

# A calendar without a working day in so many days is taken for one that was never filled in.
HORIZON = 370


class ShippingCalendar(NamedTuple):
    """``cutoff`` in hours of the local day (0: none); ``handling`` in working days.

    ``works(date)`` tells whether the warehouse works on a local date.
    """

    timezone: str = "UTC"
    cutoff: float = 0.0
    handling: int = 0
    works: Any = None

    def local(self, moment):
        """A naive UTC moment as the warehouse's clock shows it."""
        return pytz.utc.localize(moment).astimezone(self._zone)

    def first_day(self, moment):
        """The local date on which an order released at a naive UTC moment leaves.

        After the cut-off the order belongs to the next working day; then it is handled for so many
        working days.
        """
        day = self.local(moment).date()
        if self.cutoff and self._works(day) and moment >= self.cutoff_moment(day):
            day += timedelta(days=1)
        return self.working_day(day, self.handling)

    def cutoff_moment(self, day):
        """The cut-off of a local date as a naive UTC moment.

        An hour that the clock shows twice counts the first time; one that it skips counts from the
        moment of the skip.
        """
        midnight = datetime.combine(day, time())
        wall = midnight + timedelta(minutes=round(self.cutoff * 60))
        return self._zone.localize(wall, is_dst=True).astimezone(pytz.utc).replace(tzinfo=None)

    def working_day(self, day, later=0):
        """The first working day from a date on, and so many working days later."""
        for _tried in range(HORIZON + later):
            if self._works(day):
                if not later:
                    return day
                later -= 1
            day += timedelta(days=1)
        return day - timedelta(days=HORIZON)

    @property
    def _zone(self):
        return pytz.timezone(self.timezone)

    def _works(self, day):
        return self.works is None or self.works(day)
