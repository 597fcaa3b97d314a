from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class TimingConfirmation(models.AbstractModel):
    """Everything ordered, the moment the order is confirmed: prepaid accounts."""

    _name = "b2b.billing.timing.confirmation"
    _inherit = "b2b.billing.timing"
    _description = "On confirmation"
    _code = "confirmation"
    _label = _lt("On confirmation")
    _sequence = 10
    _is_event = True
    _bills_ordered = True

    def _own_key(self, parcel):
        return (parcel.order.id,)
