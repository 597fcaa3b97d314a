from odoo import models


class ChannelTwinCheck(models.AbstractModel):
    """The same lines by another channel, under another number: mailed and sent by EDI as well?"""

    _name = "b2b.order.check.channel_twin"
    _inherit = "b2b.order.check.near_duplicate"
    _description = "Same lines by another channel"
    _code = "channel_twin"
    _sequence = 17

    def _is_twin(self, order, other):
        return order.b2b_channel != other.b2b_channel and super()._is_twin(order, other)
