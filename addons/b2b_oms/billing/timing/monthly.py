from odoo import models
from odoo.tools import LazyTranslate

from .. import moments

_lt = LazyTranslate(__name__)


class TimingMonthly(models.AbstractModel):
    """On one day of the month, or on its last working day."""

    _name = "b2b.billing.timing.monthly"
    _inherit = "b2b.billing.timing"
    _description = "Monthly"
    _code = "monthly"
    _label = _lt("Monthly")
    _sequence = 70

    def _days(self, schedule, first, last, is_workday):
        if schedule.on_last_workday:
            return moments.last_workdays(first, last, is_workday)
        return moments.on_days(first, last, (schedule.day,))
