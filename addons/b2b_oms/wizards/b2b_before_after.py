from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..clock import midnight
from ..collections.company_day import company_day
from ..performance.before_after import money_period, order_period


class BeforeAfter(models.TransientModel):
    """The time before a day beside the time from it on: what a change was worth.

    Orders are those received in each time; what stands at its end is read from the ledger.
    """

    _name = "b2b.before.after"
    _description = "Before and after"
    _rec_name = "day"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    day = fields.Date(
        string="Changed On",
        required=True,
        default=lambda self: company_day(self.env.company) - timedelta(days=30),
        help="First day of the time after: going live, a new rule, a new colleague.",
    )
    days = fields.Integer(
        default=30, required=True, help="So many days before, and at most so many from it on."
    )
    channel = fields.Selection(
        lambda self: self.env["sale.order"]._b2b_channels(), help="Of orders. Empty: all channels."
    )
    line_ids = fields.One2many(
        "b2b.before.after.line", "reading_id", compute="_compute_line_ids", store=True
    )

    _days_sane = models.Constraint("CHECK(days BETWEEN 1 AND 730)", "Choose 1 to 730 days.")

    @api.depends("company_id", "day", "days", "channel")
    def _compute_line_ids(self):
        for reading in self:
            lines = [Command.clear()]
            if reading.company_id and reading.day and reading.days > 0:
                lines += [Command.create(row) for row in reading._rows()]
            reading.line_ids = lines

    def _rows(self):
        """Values of the lines, one a figure."""
        # Figures are other people's documents in part: who may read none of them, reads none here.
        self.env["b2b.order.figure"].check_access("read")
        today = company_day(self.company_id)
        length = timedelta(days=self.days)
        before = self._figures(self.day - length, self.day)
        after = self._figures(self.day, min(self.day + length, today + timedelta(days=1)))
        return [
            {
                "name": label,
                "unit": unit,
                "meaning": meaning,
                "wish": wish,
                "before": before[name] or 0.0,
                "after": after[name] or 0.0,
                "is_known": before[name] is not None and after[name] is not None,
            }
            for name, label, unit, wish, meaning in self._told()
        ]

    def _figures(self, first, end):
        """{figure: value, None where it is not known} of the days from ``first`` until ``end``."""
        self.env.flush_all()
        company = self.company_id
        zone = company.with_context(tz=company.partner_id.tz or self.env.user.tz).env.tz
        orders = order_period(
            company.id, midnight(first, zone), midnight(end, zone), self.channel or None
        )
        money = money_period(company.id, first, end - timedelta(days=1))
        (of_orders,) = self.env.execute_query_dict(orders)
        (of_money,) = self.env.execute_query_dict(money)
        return of_orders | of_money

    def _told(self):
        """Rows of (figure, label, unit, what is wished for, what it means)."""
        share, days = self.env._("%"), self.env._("days")
        return [
            (
                "orders",
                self.env._("Orders received"),
                "",
                "",
                self.env._("And not cancelled since."),
            ),
            (
                "price_error",
                self.env._("Orders with a wrong price"),
                share,
                "less",
                self.env._("Came with a price that is not the account's price."),
            ),
            (
                "wrong_invoices",
                self.env._("Wrong invoices"),
                share,
                "less",
                self.env._("Dated in the time and credited or disputed since; all channels."),
            ),
            (
                "touchless",
                self.env._("Released without a person"),
                share,
                "more",
                self.env._("Of the orders that were released or held."),
            ),
            (
                "minutes",
                self.env._("Minutes per order"),
                self.env._("minutes"),
                "less",
                self.env._("Holds, times the minutes per hold of the settings."),
            ),
            (
                "cost",
                self.env._("Cost to serve an order"),
                self.company_id.currency_id.name,
                "less",
                self.env._("These minutes, at the cost of an hour of the settings."),
            ),
            (
                "release_hours",
                self.env._("Received to released"),
                self.env._("hours"),
                "less",
                self.env._("Median."),
            ),
            ("cycle_days", self.env._("Received to shipped"), days, "less", self.env._("Median.")),
            (
                "fill",
                self.env._("Fill rate"),
                share,
                "more",
                self.env._("Of the promised quantity, in stock at the release."),
            ),
            (
                "first_kept",
                self.env._("Kept the first promise"),
                share,
                "more",
                self.env._("Of the orders that have shipped."),
            ),
            (
                "pay_days",
                self.env._("Invoiced to paid"),
                days,
                "less",
                self.env._("Median of orders that are paid."),
            ),
            (
                "days_beyond_terms",
                self.env._("Days beyond terms"),
                days,
                "less",
                self.env._(
                    "Mean of invoices paid in the time; negative: paid early. All channels."
                ),
            ),
            (
                "dso",
                self.env._("DSO"),
                days,
                "less",
                self.env._(
                    "Receivable at the end of the time, divided by the sales of the 90 days before, "
                    "times 90. All channels."
                ),
            ),
        ]


class BeforeAfterLine(models.TransientModel):
    """One figure, before and after."""

    _name = "b2b.before.after.line"
    _description = "Figure before and after"

    reading_id = fields.Many2one("b2b.before.after", required=True, ondelete="cascade")
    name = fields.Char(string="Figure")
    unit = fields.Char()
    meaning = fields.Char()
    wish = fields.Selection([("more", "More is better"), ("less", "Less is better")])
    before = fields.Float(digits=(16, 1))
    after = fields.Float(digits=(16, 1))
    is_known = fields.Boolean(help="There is something to compare in both times.")
    change = fields.Float(compute="_compute_change", digits=(16, 1))
    relative = fields.Float(string="Change in %", compute="_compute_change", digits=(16, 0))
    verdict = fields.Selection(
        [("better", "Better"), ("worse", "Worse"), ("same", "As before"), ("unknown", "Not known")],
        compute="_compute_change",
    )

    @api.depends("before", "after", "wish", "is_known")
    def _compute_change(self):
        for line in self:
            change = line.after - line.before if line.is_known else 0.0
            line.change = change
            line.relative = 100 * change / abs(line.before) if line.before else 0.0
            if not line.is_known:
                line.verdict = "unknown"
            elif not line.wish or abs(change) < 0.05:
                line.verdict = "same"
            else:
                line.verdict = "better" if (change > 0) == (line.wish == "more") else "worse"
