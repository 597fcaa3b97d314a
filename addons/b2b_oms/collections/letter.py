"""A document about money that goes to an account by mail: written once, sent once, or seen to fail."""

import base64
import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .company_day import company_day
from .wishes import LETTER_STATES

_logger = logging.getLogger(__name__)

# Failures of a mail that may pass by themselves, and how long that is waited for.
SERVER_DOWN = (False, "mail_smtp", "unknown")
PATIENCE = timedelta(days=4)


class Letter(models.AbstractModel):
    """Adopted by reminders and statements.

    A letter is composed in one transaction with the mail that carries it: the mail waits in Odoo's
    outgoing queue, so that a crash leaves neither a second letter nor none. A mail that fails
    later takes its letter back to ``failed``; when the mail server was the cause, it is tried again.
    """

    _name = "b2b.letter"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Letter"
    _mail_post_access = "read"
    # Of each kind of letter: its report and its mail.
    _report = None
    _mail_template = None

    account_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    contact_id = fields.Many2one("res.partner", string="To", readonly=True)
    date = fields.Date(required=True, readonly=True, index=True)
    state = fields.Selection(
        LETTER_STATES, required=True, readonly=True, default="proposed", index=True, copy=False
    )
    error = fields.Char(readonly=True, copy=False, help="Why it could not be sent.")
    sent_on = fields.Date(readonly=True, copy=False)
    mail_id = fields.Many2one(
        "mail.mail", readonly=True, copy=False, ondelete="set null", groups="base.group_system"
    )

    @api.depends("account_id", "date")
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = f"{letter.account_id.name} {letter.date}"

    # === TO OVERRIDE === #

    def _documents(self):
        """Override to add what is attached besides the letter: list of (file name, bytes)."""
        return []

    def _is_still_needed(self):
        """Override to bring the letter up to date before it goes; False: it needs not go."""
        return True

    def _after_sending(self):
        """Override to do what goes with the letter."""

    def _by_mail(self):
        """Override where some letters only stand in the books."""
        return True

    # === DECIDING === #

    def action_approve(self):
        """Send these letters in the background, failed ones again."""
        self._check_may_decide()
        ready = self.sudo().filtered(lambda letter: letter.state in ("proposed", "failed"))
        ready.write({"state": "approved", "error": False})
        ready._trigger_sending()

    def action_cancel(self):
        """Do not send these letters."""
        self._check_may_decide()
        waiting = self.sudo().filtered(lambda letter: letter.state != "sent")
        waiting.mail_id.filtered(lambda mail: mail.state != "sent").cancel()
        waiting.write({"state": "cancelled", "error": False})

    def _check_may_decide(self):
        groups = ("account.group_account_invoice", "b2b_oms.group_credit")
        if not self.env.su and not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Only accountants and credit controllers send letters."))
        self.check_access("read")

    def _trigger_sending(self):
        if self:
            self.env.ref("b2b_oms.cron_letters").sudo()._trigger()

    # === SENDING === #

    @api.model
    def _cron_send(self):
        """Letters of every kind, each in a transaction of its own."""
        kinds = ("b2b.reminder", "b2b.statement")
        for kind in kinds:
            self.env[kind]._follow_mails()
        left = {kind: self.env[kind].search([("state", "=", "approved")]) for kind in kinds}
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=sum(map(len, left.values())))
        for letters in left.values():
            for letter in letters:
                letter._send_alone()
                if not progress._commit_progress(processed=1):
                    return

    def _send_alone(self):
        """One letter, unless another process has it. What is wrong with it is written on it."""
        try:
            letter = self.try_lock_for_update()
            if letter.state == "approved":
                with self.env.cr.savepoint():
                    letter._send()
        except OperationalError:
            self.env.cr.rollback()  # somebody else changed it meanwhile; the next run looks again
        except UserError as error:
            self._fail(str(error))
        except Exception as error:
            # One account must not keep the others from their letters.
            _logger.exception("%s %s could not be sent", self._description, self.id)
            self._fail(str(error))

    def _fail(self, error):
        self.write({"state": "failed", "error": error})
        user = self.account_id.user_id or self.env.ref("base.user_admin")
        todo = "mail.mail_activity_data_todo"
        if not self.activity_search([todo], user_id=user.id):
            self.activity_schedule(
                todo, summary=self.env._("A letter could not be sent"), note=error, user_id=user.id
            )

    def _send(self):
        if not self._is_still_needed():
            self.write({"state": "cancelled", "error": self.env._("There is nothing to ask for.")})
            return
        values = {"state": "sent", "error": False, "sent_on": company_day(self.company_id)}
        if self._by_mail():
            values |= self._compose()
        self.write(values)
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self._after_sending()

    def _compose(self):
        """Make the mail with its documents. Returns the values to keep."""
        contact = self.account_id._b2b_dunning_contact()
        if not contact:
            raise UserError(
                self.env._(
                    "%(account)s has no email address: neither the contact for reminders, nor the "
                    "invoice address, nor the account itself.",
                    account=self.account_id.name,
                )
            )
        self.contact_id = contact
        files = [self._own_document(), *self._documents()]
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "datas": base64.b64encode(content),
                    "res_model": self._name,
                    "res_id": self.id,
                    "mimetype": "application/pdf",
                }
                for name, content in files
            ]
        )
        mail = self.env.ref(self._mail_template).send_mail(
            self.id,
            email_values={
                "attachment_ids": attachments.ids,
                "recipient_ids": contact.ids,
                "auto_delete": False,
            },
            email_layout_xmlid="mail.mail_notification_light",
        )
        return {"mail_id": mail, "contact_id": contact.id}

    def _own_document(self):
        report = self.env.ref(self._report)
        return f"{report.name} {self.date}.pdf", self._pdf(self._report, self)

    def _pdf(self, report, records):
        """The report of records in the language of whoever gets it."""
        lang = self.contact_id.lang or self.account_id.lang
        reports = self.env["ir.actions.report"].with_company(self.company_id)
        return reports.with_context(lang=lang)._render_qweb_pdf(report, records.ids)[0]

    # === MAILS THAT FAIL LATER === #

    def _follow_mails(self):
        """Letters whose mail failed are failed; those it went with after all are sent."""
        failed = self.search([("state", "=", "sent"), ("mail_id.state", "=", "exception")])
        for letter in failed:
            letter._fail(letter.mail_id.failure_reason or self.env._("The mail failed."))
        waiting = self.search([("state", "=", "failed"), ("mail_id", "!=", False)])
        gone = waiting.filtered(lambda letter: letter.mail_id.state == "sent")
        gone.write({"state": "sent", "error": False})
        gone.activity_unlink(["mail.mail_activity_data_todo"])
        patient = waiting.filtered(
            lambda letter: (
                letter.sent_on and company_day(letter.company_id) - letter.sent_on < PATIENCE
            )
        )
        # Odoo leaves the type empty when it finds no server; addresses that are wrong stay wrong.
        server_down = patient.mail_id.filtered(
            lambda mail: mail.state == "exception" and mail.failure_type in SERVER_DOWN
        )
        server_down.mark_outgoing()
