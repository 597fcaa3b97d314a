from datetime import timedelta
from urllib.parse import urlparse

from odoo import fields, models
from odoo.tools import config

from .point import Answer

LATE_MINUTES = 60


class PointMail(models.AbstractModel):
    """Nothing reaches buyers while no mail leaves."""

    _name = "b2b.readiness.point.mail"
    _inherit = "b2b.readiness.point"
    _description = "A mail server is set up"
    _code = "mail"
    _sequence = 62
    _chapter = "golive"

    def _title(self):
        return self.env._("Outgoing mail")

    def _answer(self, company):
        server = self.env["ir.mail_server"].sudo().search([], limit=1)
        if server or config["smtp_server"] not in ("", "localhost", False):
            words = server.name or config["smtp_server"]
            return Answer(True, self.env._("By %s", words))
        action = (
            self._opening("base.action_ir_mail_server_list") if self.env.user._is_system() else None
        )
        return Answer(False, self.env._("There is no server for outgoing mail."), action)


class PointAddress(models.AbstractModel):
    """Links in mails lead to this address."""

    _name = "b2b.readiness.point.address"
    _inherit = "b2b.readiness.point"
    _description = "Links lead to this system"
    _code = "address"
    _sequence = 64
    _chapter = "golive"

    def _title(self):
        return self.env._("Address in links")

    def _answer(self, company):
        url = company.get_base_url()
        address = urlparse(url)
        if address.scheme == "https" and address.hostname not in ("localhost", "127.0.0.1"):
            return Answer(True, url)
        words = self.env._(
            "%s: buyers cannot open that safely. Set web.base.url to an https address.", url
        )
        action = (
            self._opening("base.ir_config_list_action", [("key", "=", "web.base.url")])
            if self.env.user._is_system()
            else None
        )
        return Answer(False, words, action)


class PointCrons(models.AbstractModel):
    """What runs by itself runs."""

    _name = "b2b.readiness.point.crons"
    _inherit = "b2b.readiness.point"
    _description = "Scheduled actions run"
    _code = "crons"
    _sequence = 66
    _chapter = "golive"

    def _title(self):
        return self.env._("Scheduled actions")

    def _answer(self, company):
        crons = (
            self.env["ir.cron"]
            .sudo()
            .with_context(active_test=False)
            .search([("id", "in", self._ours())])
        )
        now = fields.Datetime.now()
        late = fields.Datetime.subtract(now, minutes=LATE_MINUTES)
        # A clock that was set back leaves jobs that wait for the day it had jumped to.
        bad = crons.filtered(
            lambda cron: (
                not cron.active
                or cron.failure_count
                or not late <= cron.nextcall <= now + 2 * self._interval(cron)
            )
        )
        answer = self._lacking(
            bad,
            self.env._("All %s are on and punctual.", len(crons)),
            "base.ir_cron_act",
        )
        return answer if self.env.user._is_system() else answer._replace(action=None)

    def _interval(self, cron):
        """From one time to the next, as ``timedelta``; a month is its longest."""
        days = {"months": 31}.get(cron.interval_type)
        if days:
            return timedelta(days=days * cron.interval_number)
        return timedelta(**{cron.interval_type: cron.interval_number})

    def _ours(self):
        """Ids of the scheduled actions of this system's addons."""
        rows = (
            self.env["ir.model.data"]
            .sudo()
            .search_fetch([("model", "=", "ir.cron"), ("module", "=like", "b2b\\_%")], ["res_id"])
        )
        return rows.mapped("res_id")


class PointAudit(models.AbstractModel):
    """The promises were counted lately, and none was broken."""

    _name = "b2b.readiness.point.audit"
    _inherit = "b2b.readiness.point"
    _description = "No promise is broken"
    _code = "audit"
    _sequence = 90
    _chapter = "golive"

    def _title(self):
        return self.env._("Audit of the promises")

    def _answer(self, company):
        run = self.env["b2b.audit.run"].search([], limit=1)
        action = self._opening("b2b_oms.b2b_audit_run_action")
        if not run:
            return Answer(False, self.env._("It never ran. Run it once."), action)
        day = fields.Date.to_string(fields.Datetime.context_timestamp(run, run.create_date))
        words = self.env._(
            "%(number)s broken promises on %(day)s", number=run.violation_count, day=day
        )
        return Answer(not run.violation_count, words, action)
