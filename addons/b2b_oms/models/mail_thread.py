from odoo import api, models

from ..intake.mail_facts import facts_of, mend_charsets


class MailThread(models.AbstractModel):
    """Headers do not outlive Odoo's parsing; order mails need what they say of the sender."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        if any(route[0] == "b2b.received.mail" for route in routes or ()):
            self = self.with_context(b2b_mail_facts=facts_of(message))
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def message_parse(self, message, save_original=False):
        mend_charsets(message)
        return super().message_parse(message, save_original=save_original)
