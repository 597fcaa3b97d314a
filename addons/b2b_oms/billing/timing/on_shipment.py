from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class TimingShipment(models.AbstractModel):
    """An invoice for each shipment, of exactly what it carried."""

    _name = "b2b.billing.timing.shipment"
    _inherit = "b2b.billing.timing"
    _description = "On each shipment"
    _code = "shipment"
    _label = _lt("On each shipment")
    _sequence = 20
    _is_event = True

    def _own_key(self, parcel):
        return (parcel.order.id, parcel.picking.id)
