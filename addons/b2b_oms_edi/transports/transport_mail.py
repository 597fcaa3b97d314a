"""Documents as attachments of mails. What comes in is handed over by the mailbox of the orders."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import LazyTranslate

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from .errors import PermanentError, TransportError

_lt = LazyTranslate(__name__)


class MailTransport(models.AbstractModel):
    """The inward half are the mailboxes, see ``b2b.intake._hand_to_exchange``."""

    _name = "b2b.edi.transport.mail"
    _inherit = "b2b.edi.transport"
    _description = "Mail"
    _code = "mail"
    _label = _lt("Mail")
    _sequence = 50

    def _problem(self, partner):
        return "" if partner.mail_to else self.env._("The partner has no mail address.")

    def _deliver(self, partner, parcel):
        if problem := self._problem(partner):
            raise PermanentError(problem)
        mail = self.env["mail.mail"].sudo().create(self._prepare_mail(partner, parcel))
        try:
            mail.send(raise_exception=True)
        except (MailDeliveryException, UserError, OSError) as error:
            raise TransportError(str(error)) from error

    def _prepare_mail(self, partner, parcel):
        company = partner.company_id
        return {
            "email_to": partner.mail_to,
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "subject": parcel.name,
            "body_html": "",
            "attachment_ids": [Command.create({"name": parcel.name, "raw": parcel.content})],
            "auto_delete": True,
        }
