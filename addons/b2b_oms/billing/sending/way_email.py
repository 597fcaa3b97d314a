from odoo import models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class WayEmail(models.AbstractModel):
    """Odoo's invoice mail with the PDF, to the billing contact, in its language."""

    _name = "b2b.sending.way.email"
    _inherit = "b2b.sending.way"
    _description = "By email"
    _code = "email"
    _label = _lt("By email")
    _sequence = 10

    def _prepare(self, dispatch):
        if dispatch.mail_ids:
            return
        invoice = dispatch.move_id
        if not invoice.partner_id.email:
            raise UserError(
                self.env._(
                    "No email address: %(contact)s. Enter one, or choose another way of sending.",
                    contact=invoice.partner_id.display_name,
                )
            )
        # The mail stays in the outbox of this dispatch: only so do we know whether it went.
        sending = dispatch.env["account.move.send"].with_context(mail_notify_force_send=False)
        before = invoice.message_ids
        sending._generate_and_send_invoices(
            invoice, sending_methods=["email"], allow_fallback_pdf=False
        )
        messages = invoice.message_ids - before
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "in", messages.ids)])
        dispatch.mail_ids = mails

    def _deliver(self, dispatch):
        self._send_mails(dispatch)

    def _send_mails(self, dispatch):
        """Hand the mails to the server now.

        :raises UserError: it did not take them
        """
        for mail in dispatch.mail_ids.filtered(lambda mail: mail.state != "sent"):
            mail.write({"state": "outgoing", "failure_reason": False})
            mail.send(raise_exception=True)
            left = mail.exists()
            if left.state == "exception":
                raise UserError(left.failure_reason or self.env._("The mail could not be sent."))
