from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class TimingComplete(models.AbstractModel):
    """One invoice for an order, when nothing of it is left to deliver."""

    _name = "b2b.billing.timing.complete"
    _inherit = "b2b.billing.timing"
    _description = "On complete delivery"
    _code = "complete"
    _label = _lt("On complete delivery")
    _sequence = 30
    _is_event = True

    def _own_key(self, parcel):
        return (parcel.order.id,)

    def _must_wait(self, order, is_open):
        return self.env._("Goods of the order are still to be delivered.") if is_open else None
