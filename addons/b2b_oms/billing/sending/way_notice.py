from odoo import models
from odoo.fields import Command
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
        picking = dispatch.picking_id
        subject = self.env._("Shipment %(name)s is on its way", name=picking.name)
        mailed = picking.sale_id.sudo()._b2b_mailed("shipment", subject)
        if not mailed:
            return
        template = self.env.ref("b2b_oms.mail_template_shipment").sudo()
        mail_id = template.send_mail(
            picking.id, force_send=False, email_values={"recipient_ids": [Command.set(mailed.ids)]}
        )
        dispatch.mail_ids = self.env["mail.mail"].sudo().browse(mail_id)
