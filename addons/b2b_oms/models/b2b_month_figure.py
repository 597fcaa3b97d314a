from odoo import fields, models

from ..performance.order_figures import monthly_figures
from .b2b_order_figure import OrderFigure


def spread(of, name):
    """Median or 90th percentile of a time of orders."""
    meaning = {"median": "Half of the orders were quicker.", "p90": "Nine of ten were quicker."}
    return fields.Float(
        string=f"{of}, {'Median' if name == 'median' else '90 %'}",
        readonly=True,
        aggregator=None,
        digits=(8, 1),
        help=meaning[name],
    )


class MonthFigure(models.Model):
    """The figures of a month beside those of the months before: what the work on orders became.

    A row without a channel is all channels. An order belongs to the month it was received in.
    """

    _name = "b2b.month.figure"
    _description = "Performance by month"
    _auto = False
    _order = "month desc, id"
    _rec_name = "period"
    _depends = OrderFigure._depends

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    month = fields.Date(string="First Day", readonly=True)
    period = fields.Char(string="Month", readonly=True)
    channel = fields.Selection(
        lambda self: self.env["sale.order"]._b2b_channels(),
        readonly=True,
        help="Empty: all channels.",
    )
    orders = fields.Integer(readonly=True, aggregator=None)
    amount = fields.Monetary(string="Untaxed", readonly=True, aggregator=None)
    touchless = fields.Float(readonly=True, aggregator=None)
    held = fields.Float(readonly=True, aggregator=None)
    price_error = fields.Float(string="Price Errors", readonly=True, aggregator=None)
    fill = fields.Float(string="Fill Rate", readonly=True, aggregator=None)
    backordered = fields.Float(readonly=True, aggregator=None)
    split = fields.Float(readonly=True, aggregator=None)
    first_kept = fields.Float(string="OTIF, First Promise", readonly=True, aggregator=None)
    last_kept = fields.Float(string="OTIF, Last Promise", readonly=True, aggregator=None)
    minutes = fields.Float(
        string="Minutes per Order", readonly=True, aggregator=None, digits=(8, 1)
    )
    cost = fields.Monetary(
        string="Cost to Serve",
        readonly=True,
        aggregator=None,
        help="Minutes of all its orders, at the cost of an hour of the settings.",
    )
    release_hours_median = spread("Hours to Release", "median")
    release_hours_p90 = spread("Hours to Release", "p90")
    ship_days_median = spread("Days to Ship", "median")
    ship_days_p90 = spread("Days to Ship", "p90")
    invoice_days_median = spread("Days to Invoice", "median")
    invoice_days_p90 = spread("Days to Invoice", "p90")
    pay_days_median = spread("Days to Pay", "median")
    pay_days_p90 = spread("Days to Pay", "p90")

    @property
    def _table_query(self):
        return monthly_figures()
