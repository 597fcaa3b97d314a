from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class ByHandTransport(models.AbstractModel):
    """Files are handed in and taken away by a person: for the first tests with a partner."""

    _name = "b2b.edi.transport.by.hand"
    _inherit = "b2b.edi.transport"
    _description = "By hand"
    _code = "by_hand"
    _label = _lt("By hand")
    _sequence = 90

    def _deliver(self, partner, parcel):
        """The bytes are on the exchange; who tests downloads them there."""
