from datetime import timedelta
from zoneinfo import available_timezones

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from . import moments

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
DIRECTIONS = {"after": 1, "before": -1, "stay": 0}


class BillingSchedule(models.Model):
    """When accounts are billed and what belongs on one invoice.

    A calendar: it knows which moments fell due, whoever looks and whenever. What was billed at
    which moment is kept by ``b2b.billing.run``.
    """

    _name = "b2b.billing.schedule"
    _inherit = "b2b.used"
    _description = "Billing schedule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: every company may use it.")
    timing = fields.Selection(
        selection="_selection_timing", string="Billed", required=True, default="shipment"
    )
    is_event = fields.Boolean(compute="_compute_is_event")
    weekday = fields.Selection(WEEKDAYS, default="4")
    day = fields.Integer(
        string="Day of the Month", default=31, help="A day the month has not is its last day."
    )
    second_day = fields.Integer(string="Second Day", default=15)
    on_last_workday = fields.Boolean(string="Last Working Day of the Month")
    tz = fields.Selection(
        selection="_selection_tz", string="Time Zone", help="Empty: the company's."
    )
    cut_off = fields.Float(
        string="Cut-Off Hour",
        default=24.0,
        help="What is shipped later on the day waits for the next invoice. 24:00 is its end.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Days",
        help="Its days off and holidays are no billing days. Empty: the company's working hours.",
    )
    shift = fields.Selection(
        [
            ("after", "The next working day"),
            ("before", "The working day before"),
            ("stay", "The same day"),
        ],
        string="Instead of a Holiday",
        required=True,
        default="after",
    )
    starts_on = fields.Datetime(
        string="In Use Since",
        required=True,
        default=fields.Datetime.now,
        help="Moments before are not caught up.",
    )
    group_ship_to = fields.Boolean(
        string="An Invoice per Ship-To", default=True, help="Else ship-tos share one invoice."
    )
    group_po = fields.Boolean(string="An Invoice per PO Number")
    group_cost_center = fields.Boolean(string="An Invoice per Cost Centre")
    credits = fields.Selection(
        [("net", "Deducted on the next invoice"), ("apart", "A credit note of their own")],
        string="Returns",
        required=True,
        default="net",
    )
    down_payments = fields.Selection(
        [("first", "On the first invoice that is high enough"), ("last", "On the last invoice")],
        string="Down Payments Deducted",
        required=True,
        default="first",
    )
    fees = fields.Selection(
        [("order", "Once an order"), ("period", "Once a period")],
        string="Freight and Fees",
        required=True,
        default="order",
    )
    due_from = fields.Selection(
        [
            ("invoice", "Invoice date"),
            ("shipment", "Last shipment on the invoice"),
            ("month", "End of the invoice's month"),
        ],
        string="Payment Term Counts From",
        required=True,
        default="invoice",
    )
    auto_send = fields.Boolean(string="Send Automatically", default=True)
    next_moment = fields.Datetime(compute="_compute_next_moment")

    _cut_off_of_the_day = models.Constraint(
        "CHECK(cut_off > 0 AND cut_off <= 24)", "The cut-off hour is one of the day: 0:01 to 24:00."
    )
    _days_of_the_month = models.Constraint(
        "CHECK(day BETWEEN 1 AND 31 AND second_day BETWEEN 1 AND 31)",
        "Days of the month are 1 to 31.",
    )

    @api.constrains("timing", "weekday", "day", "second_day")
    def _check_days(self):
        for schedule in self:
            if schedule.timing == "weekly" and not schedule.weekday:
                raise ValidationError(self.env._("Choose the weekday of the schedule."))
            if schedule.timing == "semi_monthly" and schedule.day == schedule.second_day:
                raise ValidationError(self.env._("Choose two different days of the month."))

    @api.model
    def _selection_timing(self):
        return [
            (timing._code, str(timing._label)) for timing in self.env["b2b.billing.timing"]._all()
        ]

    @api.model
    def _selection_tz(self):
        return [(zone, zone) for zone in sorted(available_timezones())]

    @api.depends("timing")
    def _compute_is_event(self):
        for schedule in self:
            schedule.is_event = bool(schedule.timing) and schedule._timing()._is_event

    @api.depends_context("company")
    @api.depends("timing", "weekday", "day", "second_day", "on_last_workday", "tz", "cut_off",
                 "calendar_id", "shift")  # fmt: skip
    def _compute_next_moment(self):
        now = fields.Datetime.now()
        for schedule in self:
            coming = []
            if not schedule.is_event:
                company = schedule.company_id or self.env.company
                coming = schedule._moments(company, now, now + relativedelta(months=2))
            schedule.next_moment = coming[0] if coming else False

    # === THE CALENDAR === #

    def _timing(self):
        self.ensure_one()
        timings = self.env["b2b.billing.timing"]._all()
        return next(timing for timing in timings if timing._code == self.timing)

    def _clock(self, company):
        """Where the schedule's days end, in a company."""
        self.ensure_one()
        zone = self.tz or company.partner_id.tz or company.resource_calendar_id.tz or "UTC"
        return moments.Clock(zone, self.cut_off)

    def _moments(self, company, after, until):
        """The moments that fell due after one moment and until another (UTC, both without zone)."""
        self.ensure_one()
        clock = self._clock(company)
        margin = timedelta(days=moments.LONGEST_SHIFT + 1)
        first, last = clock.day(after) - margin, clock.day(until) + margin
        is_workday = self._workdays(company, first - margin, last + margin)
        days = self._timing()._days(self, first, last, is_workday)
        direction = DIRECTIONS[self.shift]
        moved = [moments.shifted(day, is_workday, direction) for day in days]
        return moments.moments(moved, clock, after, until)

    def _due_moments(self, company, now):
        """The moments that have come and have no finished run: since the last one, or the start.

        What happens at any time is collected in one run a local day.
        """
        self.ensure_one()
        if self.is_event:
            clock = self._clock(company)._replace(cut_off=24.0)
            tonight = clock.closing(clock.day(now))
            bills, _waiting = self.env["b2b.billing.plan"]._plan(self, company, tonight)
            return [tonight] if bills else []
        last = self.env["b2b.billing.run"].sudo().search(
            [("schedule_id", "=", self.id), ("company_id", "=", company.id)],
            order="moment desc",
            limit=1,
        )  # fmt: skip
        after = max(self.starts_on, last.moment or self.starts_on)
        moments_due = self._moments(company, after, now)
        return moments_due if moments_due and self._accounts(company) else []

    def _workdays(self, company, first, last):
        """A question: is this day worked? Without working hours every day is."""
        hours = self.calendar_id or company.resource_calendar_id
        if not hours:
            return lambda day: True
        start, end = (fields.Datetime.to_datetime(day) for day in (first, last))
        off = hours._get_unusual_days(start, end, company)
        return lambda day: not off.get(fields.Date.to_string(day), False)

    # === WHOM IT IS FOR === #

    def _companies(self):
        return self.company_id or self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all

    def _accounts(self, company):
        """The accounts billed by this schedule in a company, by their own choice or their tier's."""
        self.ensure_one()
        partners = self.env["res.partner"].sudo().with_company(company)
        tiers = self.env["b2b.account.tier"].sudo().with_context(active_test=False)
        of_tier = tiers.search([("billing_schedule_id", "=", self.id)])
        chosen = Domain("b2b_billing_schedule_id", "=", self.id) | (
            Domain("b2b_billing_schedule_id", "=", False) & Domain("b2b_tier_id", "in", of_tier.ids)
        )
        if self == self._prepaid():
            prepaid = tiers.search([("prepaid", "=", True)])
            chosen |= Domain("b2b_prepaid", "=", "yes") | (
                Domain("b2b_prepaid", "=", False) & Domain("b2b_tier_id", "in", prepaid.ids)
            )
        return partners.with_context(active_test=False).search(
            Domain("b2b_tier_id", "!=", False) & chosen
        )

    @api.model
    def _prepaid(self):
        """The schedule of prepaid accounts."""
        return self.env.ref("b2b_oms.billing_schedule_confirmation")
