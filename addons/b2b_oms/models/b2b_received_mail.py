import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import email_normalize, html2plaintext

from ..intake.inbound import InboundDocument
from ..intake.mail_facts import MOST_DOCUMENTS, MailFacts, documents_of

_logger = logging.getLogger(__name__)


class ReceivedMail(models.Model):
    """A mail to an order address, and the talk that follows. Its documents are intakes."""

    _name = "b2b.received.mail"
    _inherit = ["mail.thread"]
    _description = "Order Mail"
    _order = "id desc"
    _rec_name = "subject"
    _primary_email = "email_from"

    mailbox_id = fields.Many2one("b2b.mailbox", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="mailbox_id.company_id", store=True, index=True)
    subject = fields.Char(readonly=True)
    email_from = fields.Char(string="From", readonly=True)
    contact_id = fields.Many2one("res.partner", readonly=True, index="btree_not_null")
    account_id = fields.Many2one("res.partner", readonly=True, index="btree_not_null")
    proven = fields.Boolean(readonly=True, help="Our mail server proved the sender (DMARC).")
    accepted_by_id = fields.Many2one(
        "res.users", readonly=True, help="Who vouched for the sender by taking up its documents."
    )
    automatic = fields.Boolean(readonly=True, help="A machine wrote it: it gets no answer.")
    remark = fields.Char(readonly=True, help="Why nothing, or not everything, was taken in.")
    told = fields.Text(readonly=True, help="What the sender was told last.")
    intake_ids = fields.One2many("b2b.intake", "mail_id", string="Documents", readonly=True)
    order_ids = fields.Many2many("sale.order", compute="_compute_order_ids", string="Orders")

    def _compute_order_ids(self):
        for mail in self:
            mail.order_ids = mail.intake_ids.order_ids

    # === IN === #

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A new mail of Odoo's gateway: kept, its documents stored for the intake.

        Nothing is tried here. The gateway's commit makes all of it safe, the scheduler goes on.
        """
        facts = self._facts()
        mailbox = self.env["b2b.mailbox"].browse((custom_values or {}).get("mailbox_id"))
        contact = self._find_contact(msg_dict.get("email_from"), mailbox)
        account = contact.commercial_partner_id
        values = {
            "subject": (msg_dict.get("subject") or self.env._("No subject"))[:250],
            "email_from": msg_dict.get("email_from"),
            "contact_id": contact.id,
            "account_id": account.id,
            "proven": facts.is_proven(mailbox.proof_server or ""),
            "automatic": facts.is_automatic,
        }
        mail = super().message_new(msg_dict, (custom_values or {}) | values)
        if mailbox.user_id:
            mail.message_subscribe(mailbox.user_id.partner_id.ids)
        mail._take_documents(msg_dict, facts)
        return mail

    def message_update(self, msg_dict, update_vals=None):
        """An answer in the thread: said at its orders, its documents are taken in as well.

        What others than the first sender write is kept here; it becomes no order.
        """
        result = super().message_update(msg_dict, update_vals)
        facts = self._facts()
        for mail in self:
            if email_normalize(msg_dict.get("email_from")) != email_normalize(mail.email_from):
                continue
            if not facts.is_proven(mail.mailbox_id.proof_server or ""):
                mail.proven = False
                mail.accepted_by_id = False
            if not facts.is_reply_of_robot:
                mail._say_at_orders(msg_dict)
            if documents_of(msg_dict.get("attachments") or ()):
                mail._take_documents(msg_dict, facts)
        return result

    @api.model
    def _facts(self):
        return self.env.context.get("b2b_mail_facts") or MailFacts()

    @api.model
    def _find_contact(self, email_from, mailbox):
        """The contact with this address; empty when nobody of an account has it, or several do."""
        Partner = self.env["res.partner"]
        email = email_normalize(email_from)
        if not email:
            return Partner
        domain = [
            ("email_normalized", "=", email),
            ("company_id", "in", (False, mailbox.company_id.id)),
            ("commercial_partner_id.b2b_tier_id", "!=", False),
        ]
        if mailbox.account_id:
            domain.append(("commercial_partner_id", "=", mailbox.account_id.id))
        found = Partner.search(domain)
        return found[:1] if len(found.commercial_partner_id) == 1 else Partner

    def _take_documents(self, msg_dict, facts):
        """Store what may be an order as intakes; without attachments the body is the document."""
        if facts.is_reply_of_robot:
            self.remark = self.env._("An automatic reply; nothing was taken from it.")
            return
        documents = documents_of(msg_dict.get("attachments") or ())
        body = str(msg_dict.get("body") or "")
        if not documents and html2plaintext(body).strip():
            documents = [(self.env._("Text of the mail") + ".html", body.encode())]
        if not documents:
            self.remark = self.env._("There was nothing in it that could be an order.")
            return
        self._store(documents, msg_dict.get("message_id") or "")

    def _store(self, documents, message_id):
        Intake = self.env["b2b.intake"].sudo()
        values = [
            Intake._prepare_intake(
                InboundDocument(
                    content, name, "email", self.account_id, self.email_from or "", message_id
                )
            )
            | {"mail_id": self.id, "company_id": self.company_id.id}
            for name, content in documents
        ]
        if len(documents) > MOST_DOCUMENTS:
            self.remark = self.env._(
                "%(count)s documents in one mail: a person takes them up.", count=len(documents)
            )
            values = [
                vals | {"state": "waiting", "reason_code": "many_documents", "reason": self.remark}
                for vals in values
            ]
        Intake.create(values)
        self.env.ref("b2b_oms.cron_intake")._trigger()

    def _say_at_orders(self, msg_dict):
        for order in self.order_ids:
            order.message_post(
                body=Markup("<p>%s</p>%s")
                % (
                    self.env._("Answer by mail to “%(subject)s”:", subject=self.subject),
                    Markup(msg_dict.get("body") or ""),  # noqa: S704 message_post sanitizes it
                ),
                author_id=self.contact_id.id or self.env.ref("base.partner_root").id,
                subtype_xmlid="mail.mt_note",
            )

    # === WHO === #

    def _doubt(self):
        """Why a person must look at the sender first; empty when it may order."""
        self.ensure_one()
        if self.accepted_by_id:
            return ""
        if not self.contact_id:
            return self.env._(
                "“%(sender)s” is not a contact of exactly one account that may order here. "
                "If you know them, choose the account and process the document again.",
                sender=(self.email_from or "")[:120],
            )
        if not self.proven and self.mailbox_id.unproven == "wait":
            return self.env._(
                "Nothing proves that this mail is from %(sender)s. "
                "If it is, process the document again.",
                sender=self.email_from,
            )
        return ""

    def _accept(self):
        """The user took up a document: vouches for its sender."""
        self.filtered(lambda mail: mail._doubt()).accepted_by_id = self.env.user

    # === ANSWERS === #

    def _tell_outcome(self):
        """Tell the sender what became of the documents, once all were looked at.

        What waits for a person is told as received; the end of it is told when it comes.
        """
        for mail in self.filtered("contact_id"):
            intakes = mail.intake_ids
            if (
                mail.automatic
                or not mail.mailbox_id.answer
                or "received" in intakes.mapped("state")
            ):
                continue
            mail = mail.with_context(lang=mail.contact_id.lang or self.env.lang)
            told = "\n".join(mail._outcomes())
            if not told or told == mail.told:
                continue
            mail.told = told
            mail._answer()

    def _answer(self):
        """Post the answer; the template says it in the words of the company."""
        template = self.env.ref("b2b_oms.mail_template_order_mail").sudo()
        said = {
            field: template._render_field(field, self.ids, compute_lang=True)[self.id]
            for field in ("subject", "body_html")
        }
        self.message_post(
            body=said["body_html"],
            subject=said["subject"],
            partner_ids=self.contact_id.ids,
            reply_to=self.mailbox_id.alias_email or None,
            subtype_xmlid="mail.mt_comment",
        )

    def _outcomes(self):
        """What became of each document, a sentence each: list of text."""
        self.ensure_one()
        return [self._outcome(intake) for intake in self.intake_ids.filtered(_is_end).sorted("id")]

    def _outcome(self, intake):
        """One document in one sentence for the buyer; holds are our matter, not named."""
        order = intake.sudo().order_ids[:1]
        name = intake.number or intake.filename
        if order.b2b_replaced_by_id:
            return self.env._(
                "%(name)s: joined with order %(order)s.",
                name=name,
                order=order.b2b_replaced_by_id.name,
            )
        if order.b2b_state == "cancelled":
            return self.env._(
                "%(name)s: order %(order)s was cancelled.", name=name, order=order.name
            )
        if order.b2b_state == "held":
            return self.env._(
                "%(name)s: order %(order)s, we are looking at it.", name=name, order=order.name
            )
        if order:
            return self.env._("%(name)s: order %(order)s, accepted.", name=name, order=order.name)
        if intake.state == "duplicate":
            return f"{name}: {intake.reason}"
        if intake.state == "refused":
            return self.env._("%(name)s: not read. %(why)s", name=name, why=intake.reason or "")
        return self.env._("%(name)s: received, a person here is looking at it.", name=name)

    def _notify_by_email_get_headers(self, headers=None):
        """Absence notes must not answer our answers."""
        headers = super()._notify_by_email_get_headers(headers=headers)
        return headers | {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


def _is_end(intake):
    """Whether this is a document of its own, not one that others stand for."""
    return intake.state not in ("split", "exchange")
