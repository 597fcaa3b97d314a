import logging

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..collections.company_day import company_day

_logger = logging.getLogger(__name__)


class ReminderRun(models.Model):
    """One day's look at all accounts of a company: the letters it proposes, or sends.

    Run again it adds what is new and repeats nothing. A day without a run is caught up by the
    next: levels count days since the due date, not runs.
    """

    _name = "b2b.reminder.run"
    _description = "Reminder run"
    _order = "date desc, id desc"
    _rec_name = "date"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    reminder_ids = fields.One2many("b2b.reminder", "run_id", readonly=True)
    looked_on = fields.Datetime(string="Last Looked", readonly=True)
    skipped = fields.Text(readonly=True, help="Accounts no letter could be made for, and why.")
    proposed_count = fields.Integer(compute="_compute_counts", string="Proposed")
    sent_count = fields.Integer(compute="_compute_counts", string="Sent")
    failed_count = fields.Integer(compute="_compute_counts", string="Failed")

    _company_day_uniq = models.UniqueIndex("(company_id, date)", "There is a run of that day.")

    @api.depends("reminder_ids.state")
    def _compute_counts(self):
        counts = self.env["b2b.reminder"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        by_state = {(run, state): count for run, state, count in counts}
        for run in self:
            run.proposed_count = by_state.get((run, "proposed"), 0)
            run.sent_count = by_state.get((run, "sent"), 0)
            run.failed_count = by_state.get((run, "failed"), 0)

    @api.model
    def _cron_run(self):
        """Every company that uses reminders, each in a transaction of its own."""
        companies = self.env["res.company"].search([("b2b_reminder_mode", "!=", "off")])
        for company in companies:
            try:
                self._run(company)
            except (OperationalError, IntegrityError):
                self.env.cr.rollback()
                _logger.info("Another process looks at %s just now", company.name)
            self.env["ir.cron"]._commit_progress()

    def action_run(self):
        """Look at all accounts now. A button: it may stand on a list with nothing selected."""
        groups = ("account.group_account_invoice", "b2b_oms.group_credit")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Only accountants and credit controllers send letters."))
        run = self.sudo()._run(self.env.company).sudo(False)
        return run._get_records_action(name=self.env._("Reminders"))

    def action_approve(self):
        """Send all letters that are proposed."""
        self.reminder_ids.filtered(lambda letter: letter.state == "proposed").action_approve()

    @api.model
    def _run(self, company):
        """Plan the letters of today. Returns the run."""
        run = self._today(company)
        # Two runs at once: the second is refused here, not shown an old state of the letters.
        run.looked_on = fields.Datetime.now()
        run.flush_recordset()
        Reminder = self.env["b2b.reminder"]
        self._lapse(run)
        busy = Reminder.search(
            [("company_id", "=", company.id), "|", ("state", "in", ("approved", "failed")),
             "&", ("date", "=", run.date), ("state", "!=", "cancelled")]
        ).account_id  # fmt: skip
        plan = self.env["b2b.reminder.plan"]._letters(company, run.date)
        for account, letter in plan.items():
            if account not in busy:
                run._propose(account.with_env(self.env), letter)
        run.reminder_ids.filtered(lambda letter: letter.state == "approved")._trigger_sending()
        return run

    def _today(self, company):
        day = company_day(company)
        return self.search([("company_id", "=", company.id), ("date", "=", day)]) or self.create(
            {"company_id": company.id, "date": day}
        )

    def _lapse(self, run):
        """Proposals of earlier days that nobody approved: today's say the same, with today's figures."""
        old = self.env["b2b.reminder"].search(
            [("company_id", "=", run.company_id.id), ("state", "=", "proposed"),
             ("date", "<", run.date)]
        )  # fmt: skip
        old.write({"state": "cancelled"})

    def _propose(self, account, letter):
        """One letter; what is wrong with one account does not keep the others waiting."""
        automatic = self.company_id.b2b_reminder_mode == "automatic"
        items = self.env["b2b.reminder.item"]
        values = {
            "run_id": self.id,
            "company_id": self.company_id.id,
            "account_id": account.id,
            "contact_id": account._b2b_dunning_contact().id,
            "level_id": letter.level.id,
            "date": self.date,
            "state": "approved" if automatic else "proposed",
            "item_ids": [fields.Command.create(items._prepare(item)) for item in letter.items],
        }
        try:
            with self.env.cr.savepoint():
                self.env["b2b.reminder"].create(values)
        except OperationalError:
            raise
        except Exception as error:
            _logger.exception("No reminder could be made for %s", account.name)
            self.skipped = "\n".join(filter(None, [self.skipped, f"{account.name}: {error}"]))
