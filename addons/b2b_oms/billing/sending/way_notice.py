from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class WayNotice(models.AbstractModel):
    """The buyer's message about a shipment, with the delivery slip."""

    _name = "b2b.sending.way.notice"
    _inherit = "b2b.sending.way.email"
    _description = "Shipment notice"
    _code = "notice"
    _label = _lt("Shipment notice")
    _sequence = 40

    def _prepare(self, dispatch):
        if dispatch.mail_ids:
            return
        template = self.env.ref("b2b_oms.mail_template_shipment").sudo()
        mail_id = template.send_mail(dispatch.picking_id.id, force_send=False)
        dispatch.mail_ids = self.env["mail.mail"].sudo().browse(mail_id)
