import json
import logging
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.b2b_oms.billing import moments
from odoo.addons.b2b_oms.billing.schedule import WEEKDAYS
from odoo.addons.b2b_oms.collections.company_day import company_day
from odoo.addons.b2b_oms.intake.inbound import InboundDocument

from ..roles import MANAGE, ORDER
from ..shop.cart_submission import address_text
from .b2b_intake import STANDING_RUN

_logger = logging.getLogger(__name__)

RHYTHMS = [("weekly", "Weekly"), ("monthly", "Monthly"), ("dates", "On dates")]
HORIZON = timedelta(days=400)  # a rhythm comes again within it
LONGEST_MOVE = timedelta(days=92)
MOST_LINES, MOST_DATES = 200, 60


class StandingOrder(models.Model):
    """A list of products that is ordered again and again, by itself.

    Each date is ordered once, whatever calls how often; dates that were missed (nothing ran, or
    it was paused) are made up for by one order, not by one each.
    """

    _name = "b2b.standing.order"
    _description = "Standing order"
    _inherit = ["mail.thread"]
    _order = "account_id, name, id"

    name = fields.Char(required=True)
    account_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", string="Ordered By", required=True, ondelete="restrict", index=True
    )
    active = fields.Boolean(default=True)
    paused = fields.Boolean(tracking=True)
    pause_reason = fields.Char(readonly=True)
    ship_to_id = fields.Many2one("res.partner", string="Ship-to")
    customer_po = fields.Char(string="PO Number", help="The date is added to it for each order.")
    note = fields.Text()
    rhythm = fields.Selection(RHYTHMS, required=True, default="weekly", tracking=True)
    weekday = fields.Selection(WEEKDAYS, default="0")
    every = fields.Integer(string="Every … Weeks", default=1)
    day = fields.Integer(
        string="Day of the Month", default=1, help="A day the month has not is its last day."
    )
    dates = fields.Json(help="For “on dates”: days as YYYY-MM-DD.")
    start_date = fields.Date(required=True, default=fields.Date.context_today)
    end_date = fields.Date()
    notice_days = fields.Integer(
        default=2, help="So many days before a date the buyer is told. Zero: not at all."
    )
    told_date = fields.Date(readonly=True, help="The date the buyer was told of last.")
    due_date = fields.Date(
        readonly=True, index=True, help="Next day of the calendar that was not seen to."
    )
    moved_date = fields.Date(help="The next order is placed on this day instead.")
    next_date = fields.Date(compute="_compute_next_date", store=True, index=True)
    line_ids = fields.One2many("b2b.standing.line", "standing_id")
    run_ids = fields.One2many("b2b.standing.run", "standing_id")

    _numbers = models.Constraint(
        "CHECK(every BETWEEN 1 AND 52 AND day BETWEEN 1 AND 31 AND notice_days BETWEEN 0 AND 30)",
        "Weeks are 1 to 52, days of the month 1 to 31, days of notice 0 to 30.",
    )

    @api.depends("due_date", "moved_date")
    def _compute_next_date(self):
        for standing in self:
            standing.next_date = standing.due_date and (standing.moved_date or standing.due_date)

    @api.constrains("end_date", "start_date", "dates", "rhythm")
    def _check_dates(self):
        for standing in self:
            if standing.end_date and standing.end_date < standing.start_date:
                raise ValidationError(self.env._("It would end before it starts."))
            days = standing.dates or []
            if standing.rhythm == "dates" and not 0 < len(days) <= MOST_DATES:
                raise ValidationError(
                    self.env._("Enter up to %(count)s dates, at least one.", count=MOST_DATES)
                )

    @api.model_create_multi
    def create(self, vals_list):
        standing = super().create(vals_list)
        standing._plan()
        return standing

    def write(self, vals):
        result = super().write(vals)
        if {"rhythm", "weekday", "every", "day", "dates", "start_date", "end_date"} & vals.keys():
            self._plan()
        return result

    # === CALENDAR === #

    def _days(self, first, last):
        """The days it falls due on, from first to last."""
        self.ensure_one()
        first = max(first, self.start_date)
        last = min(last, self.end_date or last)
        if last < first:
            return []
        if self.rhythm == "weekly":
            days = moments.weekly(first, last, int(self.weekday))
            anchor = self.start_date - timedelta(days=self.start_date.weekday())
            return [day for day in days if (day - anchor).days // 7 % self.every == 0]
        if self.rhythm == "monthly":
            return moments.on_days(first, last, (self.day,))
        days = sorted({date.fromisoformat(day) for day in self.dates or []})
        return [day for day in days if first <= day <= last]

    def _today(self):
        return company_day(self.company_id)

    def _due_after(self, day):
        """The first day after one that was not seen to; False when it is over."""
        seen = set(self.run_ids.mapped("due_date"))
        first = max(day + timedelta(days=1), self.start_date)
        last = date.max if self.rhythm == "dates" else first + HORIZON
        days = self._days(first, last)
        return next((one for one in days if one not in seen), False)

    def _plan(self):
        """Look anew what comes next; what was moved or changed for one time is forgotten."""
        for standing in self:
            standing.due_date = standing._due_after(standing._today() - timedelta(days=1))
            standing._forget_changes()

    def _forget_changes(self):
        self.moved_date = False
        self.line_ids.next_quantity = -1

    def _coming(self, count=4):
        """The next days, the moved one as it was moved."""
        self.ensure_one()
        if not self.due_date:
            return []
        days = [self.due_date]
        while len(days) < count and (following := self._due_after(days[-1])):
            days.append(following)
        return [self.next_date, *days[1:]]

    # === WHAT THE BUYER DOES === #

    def _pause(self, reason=""):
        self.write({"paused": True, "pause_reason": reason})

    def _resume(self):
        """Go on; what fell into the pause is not made up for."""
        for standing in self:
            standing.write({"paused": False, "pause_reason": False})
            standing._plan()

    def _skip_next(self, user):
        """Leave the next date out.

        :raises UserError: there is none
        """
        self.ensure_one()
        if not self.due_date:
            raise UserError(self.env._("There is no next date."))
        self._see_to(self.due_date, "skipped", by_id=user.id)
        self.due_date = self._due_after(self.due_date)
        self._forget_changes()

    def _change_next(self, day, quantities):
        """Another day or other quantities, the next time only.

        :param day: date
        :param quantities: {line id: quantity}; zero leaves it out this time
        :raises UserError: the day is past, too far, or not before the date after it
        """
        self.ensure_one()
        today = self._today()
        if not self.due_date or not today <= day <= self.due_date + LONGEST_MOVE:
            raise UserError(self.env._("Choose a day from today on, within three months."))
        following = self._due_after(self.due_date)
        if following and day >= following:
            raise UserError(
                self.env._("Choose a day before %(day)s, when it is ordered again.", day=following)
            )
        self.moved_date = day if day != self.due_date else False
        for line in self.line_ids.filtered(lambda line: line.id in quantities):
            wanted = quantities[line.id]
            line.next_quantity = -1 if wanted == line.quantity else wanted
        if not any(line._due_quantity() for line in self.line_ids):
            raise UserError(self.env._("Nothing would be left. Skip this date instead."))

    # === RUNNING === #

    @api.model
    def _portal_domain(self, buyer):
        """Those of a buyer's account, in the company of the login."""
        return [("account_id", "=", buyer.account.id), ("company_id", "=", buyer.company.id)]

    @api.model
    def _cron_run(self):
        """Order what is due, then tell of what comes soon."""
        due = self.search([("paused", "=", False), ("next_date", "!=", False)])
        due = due.filtered(lambda standing: standing.next_date <= standing._today())
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for standing in due:
            try:
                standing._run()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Standing order %s could not be placed", standing.id)
            if not self.env["ir.cron"]._commit_progress(processed=1):
                return
        self._tell_soon()

    def _run(self):
        """Place the order of the next date. The date is seen to and the document stored in one
        transaction: a crash before it leaves both to be done, one after it none.

        :return: ``b2b.intake``, empty when nothing was due
        """
        self.ensure_one()
        self = self.with_company(self.company_id)
        nothing = self.env["b2b.intake"]
        if not self.try_lock_for_update():
            return nothing
        today = self._today()
        if self.paused or not self.next_date or self.next_date > today:
            return nothing
        if problem := self._why_not():
            self._stop(problem)
            return nothing
        document = self._document()
        run = self._see_to(self.due_date, "ordered")
        for missed in self._days(self.due_date + timedelta(days=1), today):
            if missed not in self.run_ids.mapped("due_date"):
                self._see_to(missed, "missed")
        self.due_date = self._due_after(max(today, self.due_date))
        self._forget_changes()
        return self.env["b2b.intake"].with_context(**{STANDING_RUN: run.id}).submit(document)

    def _see_to(self, day, state, **vals):
        return self.env["b2b.standing.run"].create(
            {"standing_id": self.id, "due_date": day, "state": state} | vals
        )

    def _why_not(self):
        """Why nothing may be ordered in this name any more; empty when it may."""
        buyer = self.user_id.active and self.env["b2b.account.member"]._buyer(self.user_id)
        if not buyer or buyer.account != self.account_id or not buyer.may(ORDER):
            return self.env._("%(name)s may not order any more.", name=self.user_id.name)
        return ""

    def _stop(self, problem):
        """Pause, and tell who can mend it."""
        self._pause(problem)
        members = self.env["b2b.account.member"]._with_right(self.account_id, MANAGE)
        for user in members.user_id | self.user_id:
            self.env["b2b.buyer.notice"]._tell(
                user,
                "standing",
                self.env._("Standing order “%(name)s” is paused", name=self.name),
                problem,
                self._url(),
            )

    def _document(self):
        """The order of the next date as a document like any other."""
        number = f"{self.customer_po}-{self.due_date:%Y%m%d}" if self.customer_po else ""
        lines = [
            {
                "sku": line.product_id.default_code or "",
                "barcode": line.product_id.barcode or "",
                "description": line.product_id.name,
                "quantity": line._due_quantity(),
                "ship_to": address_text(line.ship_to_id),
            }
            for line in self.line_ids
            if line._due_quantity() > 0
        ]
        content = {
            "number": number,
            "ship_to": address_text(self.ship_to_id),
            "note": self.note or "",
            "standing": [self.id, self.due_date.isoformat()],
            "lines": lines,
        }
        return InboundDocument(
            json.dumps(content, indent=1).encode(),
            f"standing-{self.id}-{self.due_date.isoformat()}.json",
            "standing",
            self.account_id,
            self.user_id.login,
            f"{self.id}/{self.due_date.isoformat()}",
        )

    # === TELLING === #

    @api.model
    def _tell_soon(self):
        """Who ordered it hears of each date once, while there is time to change it."""
        waiting = self.search(
            [("paused", "=", False), ("next_date", "!=", False), ("notice_days", ">", 0)]
        )
        for standing in waiting:
            notice = timedelta(days=standing.notice_days)
            is_soon = standing.next_date - notice <= standing._today()
            if not is_soon or standing.told_date == standing.next_date:
                continue
            standing.told_date = standing.next_date
            local = standing.with_context(lang=standing.user_id.lang)
            self.env["b2b.buyer.notice"]._tell(
                standing.user_id,
                "standing",
                local.env._(
                    "“%(name)s” will be ordered on %(day)s",
                    name=standing.name,
                    day=fields.Date.to_string(standing.next_date),
                ),
                local.env._("Until then you can change it, skip this date, or pause it."),
                standing._url(),
            )

    def _url(self):
        return f"{self.get_base_url()}/my/b2b/standing/{self.id}"

    def action_run(self):
        """The desk places the next order now, if it is due."""
        self.check_access("write")
        for standing in self:
            standing.sudo()._run()
        return True

    def action_pause(self):
        self._pause(self.env._("Paused by %(name)s.", name=self.env.user.name))

    def action_resume(self):
        self._resume()
