import logging
from datetime import timedelta
from functools import partial

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import retrying

from .plan import batches

_logger = logging.getLogger(__name__)

# Parcels billed in one transaction: posting holds the invoice numbers until it ends.
CHUNK = 50
RETRY = timedelta(hours=1)


class BillingRun(models.Model):
    """One moment of a schedule in one company: what was billed then, and what could not be.

    The moment is the key: a missed one is caught up, one that was done is not done again, one that
    was interrupted goes on with what nobody claimed yet.
    """

    _name = "b2b.billing.run"
    _description = "Billing run"
    _order = "moment desc, id desc"

    name = fields.Char(compute="_compute_name")
    schedule_id = fields.Many2one(
        "b2b.billing.schedule", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    moment = fields.Datetime(
        string="Shipped Before", required=True, help="What was shipped before is billed."
    )
    state = fields.Selection(
        [("open", "In Progress"), ("failed", "Done With Failures"), ("done", "Done")],
        required=True,
        default="open",
        index=True,
    )
    planned = fields.Integer(string="Invoices Planned", readonly=True)
    processed = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress")
    invoice_ids = fields.One2many("account.move", "b2b_billing_run_id", string="Invoices")
    invoice_count = fields.Integer(string="Number of Invoices", readonly=True)
    shipment_count = fields.Integer(string="Shipments", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Without tax, in the company's currency, credit notes deducted."
    )
    failure_ids = fields.One2many("b2b.billing.failure", "run_id", string="Failures")
    failure_count = fields.Integer(string="Failed", compute="_compute_failure_count")
    started = fields.Datetime(readonly=True)
    finished = fields.Datetime(readonly=True)
    retry_at = fields.Datetime(readonly=True)

    _moment_uniq = models.UniqueIndex(
        "(schedule_id, company_id, moment)", "This moment of the schedule was billed already."
    )

    @api.depends("schedule_id", "moment")
    @api.depends_context("tz")
    def _compute_name(self):
        for run in self:
            local = fields.Datetime.context_timestamp(run, run.moment)
            run.name = f"{run.schedule_id.name} {local:%Y-%m-%d %H:%M}"

    @api.depends("planned", "processed", "state")
    def _compute_progress(self):
        for run in self:
            billed = run.processed / run.planned if run.planned else 0.0
            run.progress = 100.0 if run.state != "open" else 100.0 * billed

    @api.depends("failure_ids")
    def _compute_failure_count(self):
        for run in self:
            run.failure_count = len(run.failure_ids)

    # === WHICH MOMENTS === #

    @api.model
    def _cron_bill(self):
        """Bill every moment that has come; those that were missed first."""
        cron = self.env["ir.cron"]
        retrying(partial(self._open_due, fields.Datetime.now()), self.env)
        waiting = self.search([("state", "=", "open")], order="moment, id")
        waiting |= self.search(
            [("state", "=", "failed"), ("retry_at", "<=", fields.Datetime.now())], order="moment"
        )
        cron._commit_progress(remaining=len(waiting))
        for run in waiting:
            if not run._process() or not cron._commit_progress(processed=1):
                break

    @api.model
    def _open_due(self, now):
        """A run for each moment of each schedule that has come since its last one.

        :return: the new runs
        """
        runs = self.browse()
        self._forget_ahead(now)
        for schedule in self.env["b2b.billing.schedule"].sudo().search([("active", "=", True)]):
            for company in schedule._companies():
                missing = schedule._due_moments(company, now)
                runs |= self._open_runs(schedule, company, missing)
        return runs

    def _forget_ahead(self, now):
        """Drop empty runs of moments still to come: the clock was ahead when they were made.

        They would keep the schedule from billing until their moment has passed again.
        """
        ahead = self.sudo().search([("moment", ">", now), ("invoice_ids", "=", False)])
        ahead.filtered(lambda run: not run.schedule_id.is_event).unlink()

    def _open_runs(self, schedule, company, due):
        known = {
            run.moment: run
            for run in self.sudo().search(
                [
                    ("schedule_id", "=", schedule.id),
                    ("company_id", "=", company.id),
                    ("moment", "in", due),
                ]
            )
        }
        for moment in due:
            run = known.get(moment)
            if run and run.state == "done":
                run.state = "open"  # an event's run takes in what happened in the meantime
        missing = [
            {"schedule_id": schedule.id, "company_id": company.id, "moment": moment}
            for moment in due
            if moment not in known
        ]
        try:
            return self.sudo().create(missing)
        except UniqueViolation as error:
            raise ConcurrencyError("Another worker opened this run") from error

    @api.model
    def _open_now(self, schedule, company, until):
        """The run of a moment a person chose: the night of what is billed at any time, else until then.

        A moment to come would keep those before it from being billed: it is now at most.
        :return: the run; empty when nothing is due
        """
        now = fields.Datetime.now()
        if schedule.is_event:
            due = schedule._due_moments(company, now)
        else:
            until = min(until, now)
            bills, _waiting = self.env["b2b.billing.plan"]._plan(schedule, company, until)
            due = [until] if bills else []
        self._open_runs(schedule, company, due)
        return self.search(
            [
                ("schedule_id", "=", schedule.id),
                ("company_id", "=", company.id),
                ("moment", "in", due),
            ],
            limit=1,
        )

    # === ONE RUN === #

    def _process(self):
        """Bill what is due, a chunk a transaction; may be interrupted anywhere and called again.

        :return: whether there is time left for another run
        """
        self.ensure_one()
        try:
            bills = retrying(self._begin, self.env)
            for chunk in batches(bills, CHUNK):
                if not retrying(partial(self._bill, chunk), self.env):
                    return True  # another worker has it
                if not self.env["ir.cron"]._commit_progress():
                    return False
            retrying(self._end, self.env)
        except (OperationalError, ConcurrencyError):
            # Others were faster five times. What is left is billed when the cron comes again.
            _logger.info("Billing run %s is left to the scheduler", self.id)
            self.env.cr.rollback()
        return True

    def _begin(self):
        """Plan; the failures of earlier attempts are tried again with the rest."""
        if not self.try_lock_for_update():
            return []
        bills, _waiting = self.env["b2b.billing.plan"]._plan(
            self.schedule_id, self.company_id, self.moment
        )
        self._drop_failures()
        self.write(
            {
                "state": "open",
                "planned": len(bills),
                "processed": 0,
                "started": self.started or fields.Datetime.now(),
            }
        )
        return bills

    def _drop_failures(self):
        older = self.env["b2b.billing.failure"].search(
            [
                ("run_id.schedule_id", "=", self.schedule_id.id),
                ("run_id.company_id", "=", self.company_id.id),
                ("run_id.moment", "<=", self.moment),
            ]
        )
        runs = older.run_id - self
        older.unlink()
        runs.write({"state": "done", "retry_at": False})

    def _bill(self, bills):
        """One chunk. Nothing of it is there before all of it is."""
        self = self.sudo().with_company(self.company_id)
        if not self.try_lock_for_update():
            return False
        invoices, failures = self.env["b2b.billing.maker"]._make_or_name(
            self.schedule_id, bills, self
        )
        self.env["b2b.billing.failure"]._record(self, failures)
        claims = self.env["b2b.billing.claim"].search([("line_id.move_id", "in", invoices.ids)])
        self.write(
            {
                "processed": self.processed + len(bills),
                "invoice_count": self.invoice_count + len(invoices),
                "shipment_count": self.shipment_count + len(claims.move_id.picking_id),
                "amount": self.amount + sum(invoices.mapped("amount_untaxed_signed")),
            }
        )
        return True

    def _end(self):
        failed = bool(self.failure_ids)
        now = fields.Datetime.now()
        self.write(
            {
                "state": "failed" if failed else "done",
                "finished": now,
                "retry_at": now + RETRY if failed else False,
            }
        )
        self.env.ref("b2b_oms.cron_dispatch")._trigger()

    # === BUTTONS === #

    def action_retry(self):
        """Try what failed again, now in the background."""
        self.filtered(lambda run: run.state == "failed").sudo().write({"state": "open"})
        self.env.ref("b2b_oms.cron_billing").sudo()._trigger()
        return True

    def action_open_invoices(self):
        self.ensure_one()
        return self.invoice_ids._get_records_action(name=self.name)


class BillingFailure(models.Model):
    """What a run could not bill, and why. It is tried again by itself and by the next run."""

    _name = "b2b.billing.failure"
    _description = "Not billed"
    _order = "id desc"
    _rec_name = "message"

    run_id = fields.Many2one("b2b.billing.run", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    account_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    order_ids = fields.Many2many("sale.order", "b2b_billing_failure_order_rel", string="Orders")
    message = fields.Char(string="Why", required=True)

    @api.model
    def _record(self, run, failures):
        """:param failures: list of (bill, sentence); each goes to the ledger of its orders too"""
        orders = self.env["sale.order"].sudo()
        values, events = [], []
        for bill, message in failures:
            failed = orders.browse(bill.order_ids())
            values.append(
                {
                    "run_id": run.id,
                    "account_id": failed[:1].b2b_account_id.id,
                    "order_ids": failed.ids,
                    "message": message,
                }
            )
            events += [
                {
                    "order_id": order.id,
                    "kind": "billing",
                    "rule": run.schedule_id.timing,
                    "message": self.env._("Not billed: %(why)s", why=message),
                    "figures": {"run": run.id},
                }
                for order in failed
            ]
        self.env["b2b.order.event"]._log(events)
        return self.create(values)
