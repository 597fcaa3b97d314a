import json
import logging
import secrets
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..api.answer import plain
from ..webhooks.post_office import PAUSE, PostOffice, Stamp
from .b2b_webhook import encode

_logger = logging.getLogger(__name__)

# Waited before each further try: soon for a restart, rarely for what is down over a weekend.
PATIENCE = [timedelta(seconds=seconds) for seconds in
            (5, 15, 60, 300, 900, 1800, 3600, 7200, 14400, 14400, 14400, 28800, 28800)]  # fmt: skip
KEPT = timedelta(days=30)
# Messages read at a time; each is the first that waits about its subject.
BATCH = 400
LINGER = 2.0  # seconds


class WebhookDelivery(models.Model):
    """A message to one webhook: written with what it tells of, so neither is without the other.

    Of one subject (an order, an invoice) the next message waits until the one before was taken or
    given up.
    """

    _name = "b2b.webhook.delivery"
    _description = "Webhook message"
    _order = "id desc"
    _rec_name = "kind"

    webhook_id = fields.Many2one("b2b.webhook", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="webhook_id.company_id", store=True, index=True)
    kind = fields.Char(required=True, readonly=True)
    subject = fields.Char(required=True, readonly=True, help="What it is about; kept in order.")
    message = fields.Char(
        string="Message Id",
        required=True,
        readonly=True,
        default=lambda self: f"msg_{secrets.token_urlsafe(18)}",
        help="The same for every try: receivers tell by it what they had already.",
    )
    data = fields.Text(required=True, readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("delivered", "Delivered"), ("dead", "Given Up")],
        required=True,
        default="waiting",
        readonly=True,
    )
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    delivered_on = fields.Datetime(readonly=True)
    attempt_ids = fields.One2many("b2b.webhook.attempt", "delivery_id", string="Log", readonly=True)

    _waiting_idx = models.Index("(webhook_id, subject, id) WHERE state = 'waiting'")
    _webhook_idx = models.Index("(webhook_id, id)")

    # === THE OUTBOX === #

    @api.model
    def _queue(self, webhooks, kind, subject, data):
        """Write a message to each webhook in this transaction, and wake the deliverer at its end.

        :param data: JSON-ready dict
        """
        rows = self.sudo().create(
            [
                {
                    "webhook_id": webhook.id,
                    "kind": kind,
                    "subject": subject,
                    "data": json.dumps(data, default=plain, ensure_ascii=False),
                }
                for webhook in webhooks
            ]
        )
        if rows:
            self.env.ref("b2b_oms.cron_webhooks").sudo()._trigger()
        return rows

    def _stamp(self):
        """What the deliverer needs, without records: it works in threads."""
        self.ensure_one()
        told = {
            "type": self.kind,
            "timestamp": plain(self.create_date),
            "sequence": self.id,
            "subject": self.subject,
            "data": json.loads(self.data),
        }
        return Stamp(
            self.id, self.webhook_id.id, self.webhook_id.secret, self.message, encode(told)
        )

    # === DELIVERING === #

    @api.model
    def _cron_deliver(self):
        """Deliver what waits, many at a time, until nothing does or the time is over."""
        cron, office = self.env["ir.cron"], PostOffice()
        # Whoever tells one thing tells the next soon: the job stays a moment, cheaper than waking it.
        patience = LINGER if self.env.context.get("cron_id") else 0
        quiet_since = time.monotonic()
        try:
            left = cron._commit_progress(remaining=1)
            while True:
                if left > 0:
                    self._hand_over(office)
                else:
                    office.stop()
                if office.is_busy():
                    replies = office.collect()
                    self._record(replies)
                    left = cron._commit_progress(processed=len(replies), remaining=1)
                    quiet_since = time.monotonic()
                elif left > 0 and time.monotonic() - quiet_since < patience:
                    left = self._rest(left)
                else:
                    break
        finally:
            office.close()
        self._wake_later()
        cron._commit_progress(remaining=len(self._due()))

    def _rest(self, left):
        """Wait a little and see what others committed meanwhile. Returns the seconds left."""
        self.env.cr.rollback()
        self.env.invalidate_all()
        time.sleep(PAUSE)
        return left - PAUSE

    def _hand_over(self, office):
        """Give the office the messages it may send now."""
        if not office.is_hungry():
            return
        due = self._due(office.fed(), office.subjects())
        for delivery in due:
            office.take(delivery._stamp(), delivery.subject, delivery.webhook_id._line)

    @api.model
    def _due(self, fed=(), busy=()):
        """The first waiting message about each subject of each webhook whose time has come.

        :param fed: ids of webhooks that need no more for the moment
        :param busy: {(webhook id, subject)} that are at work already
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """SELECT id, webhook_id, subject FROM (
                       SELECT id, webhook_id, subject,
                              ROW_NUMBER() OVER (PARTITION BY webhook_id ORDER BY id) AS place
                         FROM (SELECT DISTINCT ON (d.webhook_id, d.subject)
                                      d.id, d.webhook_id, d.subject, d.next_try
                                 FROM b2b_webhook_delivery d
                                 JOIN b2b_webhook w ON w.id = d.webhook_id AND w.active
                                WHERE d.state = 'waiting' AND d.webhook_id != ALL(%s)
                                ORDER BY d.webhook_id, d.subject, d.id) first
                        WHERE next_try <= %s) due
                    WHERE place <= %s ORDER BY id""",
                list(fed),
                fields.Datetime.now(),
                BATCH + len(busy),
            )
        )
        ids = [id_ for id_, *subject in self.env.cr.fetchall() if tuple(subject) not in busy]
        return self.sudo().browse(ids)

    @api.model
    def _record(self, replies):
        """Write down what became of some tries.

        :param replies: list of (Stamp, Reply, milliseconds)
        """
        if not replies:
            return
        now = fields.Datetime.now()
        self.env["b2b.webhook.attempt"].sudo().create(
            [
                {
                    "delivery_id": stamp.id,
                    "status": reply.status,
                    "answer": reply.text,
                    "milliseconds": took,
                }
                for stamp, reply, took in replies
            ]
        )
        taken = [stamp.id for stamp, reply, _took in replies if reply.is_success()]
        self.sudo().browse(taken).write({"state": "delivered", "delivered_on": now})
        for stamp, reply, _took in replies:
            delivery = self.sudo().browse(stamp.id)
            if not reply.is_success():
                delivery._failed(now)
            delivery.tries += 1
        self._tell_webhooks(replies, now)

    def _failed(self, now):
        self.ensure_one()
        if self.tries < len(PATIENCE):
            self.next_try = now + PATIENCE[self.tries]
        else:
            self.state = "dead"

    def _tell_webhooks(self, replies, now):
        """Show on each webhook since when it fails, by its latest reply."""
        latest = {stamp.webhook: reply for stamp, reply, _took in replies}
        for webhook in self.env["b2b.webhook"].sudo().browse(latest):
            reply = latest[webhook.id]
            if reply.is_success():
                if webhook.failing_since:
                    webhook.write({"failing_since": False, "last_error": False})
            else:
                error = f"{reply.status or ''} {reply.text}".strip()[:300]
                webhook.write({"failing_since": webhook.failing_since or now, "last_error": error})

    def _wake_later(self):
        """What failed is tried again when its time has come."""
        first = self.sudo().search(
            [("state", "=", "waiting"), ("webhook_id.active", "=", True),
             ("next_try", ">", fields.Datetime.now())],
            order="next_try", limit=1,
        )  # fmt: skip
        if first:
            self.env.ref("b2b_oms.cron_webhooks").sudo()._trigger(at=first.next_try)

    # === BUTTONS === #

    def action_replay(self):
        """Send again, also what was delivered. Receivers see the same message id.

        :raises UserError: one of them still waits
        """
        self.env["b2b.webhook"].check_access("write")
        if self.filtered(lambda delivery: delivery.state == "waiting" and not delivery.tries):
            raise UserError(self.env._("These messages are on their way already."))
        self.sudo().write(
            {"state": "waiting", "tries": 0, "next_try": fields.Datetime.now(),
             "delivered_on": False}
        )  # fmt: skip
        self.env.ref("b2b_oms.cron_webhooks").sudo()._trigger()
        return True

    def action_give_up(self):
        """Send no more: the next message about the same subject goes on."""
        self.env["b2b.webhook"].check_access("write")
        self.filtered(lambda delivery: delivery.state == "waiting").sudo().write({"state": "dead"})
        return True

    @api.autovacuum
    def _gc_delivered(self):
        old = fields.Datetime.now() - KEPT
        self.sudo().search(
            [("state", "=", "delivered"), ("delivered_on", "<", old)], limit=10_000
        ).unlink()


class WebhookAttempt(models.Model):
    """One try to deliver a message."""

    _name = "b2b.webhook.attempt"
    _description = "Try to deliver"
    _order = "id desc"
    _rec_name = "status"

    delivery_id = fields.Many2one(
        "b2b.webhook.delivery", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="delivery_id.company_id")
    status = fields.Integer(help="HTTP status; 0: there was no answer.", aggregator=None)
    answer = fields.Char(help="How the answer begins, or why there was none.")
    milliseconds = fields.Integer(string="Took (ms)", aggregator="avg")
