from odoo import models
from odoo.tools import LazyTranslate

from .. import moments

_lt = LazyTranslate(__name__)


class TimingWeekly(models.AbstractModel):
    """At the end of one weekday."""

    _name = "b2b.billing.timing.weekly"
    _inherit = "b2b.billing.timing"
    _description = "Weekly"
    _code = "weekly"
    _label = _lt("Weekly")
    _sequence = 50

    def _days(self, schedule, first, last, is_workday):
        return moments.weekly(first, last, int(schedule.weekday))
