"""Days of a place as moments in UTC."""

from datetime import datetime, time

import pytz


def midnight(day, zone):
    """The first moment of a day in a time zone, as naive UTC: what Odoo stores.

    :param day: ``date``
    :param zone: time zone of pytz
    """
    return zone.localize(datetime.combine(day, time())).astimezone(pytz.utc).replace(tzinfo=None)
