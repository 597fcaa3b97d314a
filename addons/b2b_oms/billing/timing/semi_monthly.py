from odoo import models
from odoo.tools import LazyTranslate

from .. import moments

_lt = LazyTranslate(__name__)


class TimingSemiMonthly(models.AbstractModel):
    """On two days of the month."""

    _name = "b2b.billing.timing.semi_monthly"
    _inherit = "b2b.billing.timing"
    _description = "Twice a month"
    _code = "semi_monthly"
    _label = _lt("Twice a month")
    _sequence = 60

    def _days(self, schedule, first, last, is_workday):
        return moments.on_days(first, last, (schedule.day, schedule.second_day))
