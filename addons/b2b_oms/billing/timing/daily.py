from odoo import models
from odoo.tools import LazyTranslate

from .. import moments

_lt = LazyTranslate(__name__)


class TimingDaily(models.AbstractModel):
    """At the end of every working day."""

    _name = "b2b.billing.timing.daily"
    _inherit = "b2b.billing.timing"
    _description = "Daily"
    _code = "daily"
    _label = _lt("Daily")
    _sequence = 40

    def _days(self, schedule, first, last, is_workday):
        return moments.daily(first, last)
