from odoo import api, fields, models

from odoo.addons.b2b_oms.const import QUIET

from ..notices import DEFAULT_CHOICE, EVENTS


class BuyerNotice(models.Model):
    """Something a buyer is told: by mail at once, in the mail of the day, or not at all."""

    _name = "b2b.buyer.notice"
    _description = "Notice to a buyer"
    _order = "id"
    _rec_name = "subject"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", index=True)
    event = fields.Selection(
        selection=lambda self: [(code, str(label)) for code, (label, _about) in EVENTS.items()],
        required=True,
    )
    subject = fields.Char(required=True)
    text = fields.Char()
    url = fields.Char()

    @api.model
    def _tell(self, user, event, subject, text="", url=""):
        """Tell a login something, the way it chose.

        :param user: ``res.users``; empty or archived ones are told nothing
        :param event: a word of ``notices.py``
        :param url: where it can be read and answered, absolute
        """
        quiet = self.env.context.get("install_mode") or self.env.context.get(QUIET)
        if not user.active or not user.email or quiet:
            return
        choice = self.env["b2b.notice.choice"]._of(user, event)
        if choice == "none":
            return
        notice = self.sudo().create(
            {"user_id": user.id, "event": event, "subject": subject, "text": text, "url": url}
        )
        if choice == DEFAULT_CHOICE:
            notice._send()

    def _send(self):
        """One mail a login with all of these; what was sent is not kept."""
        for user, notices in self.sudo().grouped("user_id").items():
            local = notices.with_context(lang=user.lang)
            subject = notices.subject if len(notices) == 1 else local._digest_subject()
            body = local.env["ir.qweb"]._render(
                "b2b_portal.notice_mail", {"notices": local, "user": user}
            )
            company = user.company_id
            self.env["mail.mail"].sudo().create(
                {
                    "subject": subject,
                    "body_html": body,
                    "email_from": company.email_formatted or self.env.user.email_formatted,
                    "email_to": user.email_formatted,
                    "auto_delete": True,
                }
            )
        self.unlink()

    def _digest_subject(self):
        return self.env._("%(count)s news of your orders", count=len(self))

    @api.model
    def _cron_digest(self):
        """The mail of the day."""
        self.search([])._send()  # pylint: disable=no-search-all


class NoticeChoice(models.Model):
    """How a login wants to hear of one kind of event, where it is not at once."""

    _name = "b2b.notice.choice"
    _description = "Choice of notices"
    _rec_name = "event"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", index=True)
    event = fields.Char(required=True)
    choice = fields.Char(required=True)

    _user_event_uniq = models.UniqueIndex("(user_id, event)")

    @api.model
    def _of(self, user, event):
        return self._all_of(user).get(event, DEFAULT_CHOICE)

    @api.model
    def _all_of(self, user):
        """{event: choice} of what a login chose."""
        return {row.event: row.choice for row in self.sudo().search([("user_id", "=", user.id)])}

    @api.model
    def _choose(self, user, choices):
        """Keep {event: choice} of a login."""
        mine = self.sudo().search([("user_id", "=", user.id)])
        mine.unlink()
        self.sudo().create(
            [
                {"user_id": user.id, "event": event, "choice": choice}
                for event, choice in choices.items()
                if choice != DEFAULT_CHOICE
            ]
        )
