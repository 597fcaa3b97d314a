from odoo import fields, models

from ..performance.hold_figures import hold_figures


class HoldFigure(models.Model):
    """What stops orders, how often, and how long: month by month, channel by channel."""

    _name = "b2b.hold.figure"
    _description = "Hold rate by reason"
    _auto = False
    _order = "month desc, held desc, id"
    _rec_name = "period"
    _depends = {
        "sale.order": ["b2b_channel", "b2b_state", "company_id"],
        "b2b.order.hold": ["action", "code", "order_id", "resolved_on", "state"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    month = fields.Date(string="First Day", readonly=True)
    period = fields.Char(string="Month", readonly=True)
    channel = fields.Selection(lambda self: self.env["sale.order"]._b2b_channels(), readonly=True)
    code = fields.Selection(
        selection=lambda self: self.env["b2b.order.hold"]._selection_code(),
        string="Reason",
        readonly=True,
    )
    held = fields.Integer(
        string="Orders Held", readonly=True, help="Orders received in the month it stopped."
    )
    orders = fields.Integer(
        string="Orders Received",
        readonly=True,
        aggregator=None,
        help="All orders of the month and channel, stopped or not.",
    )
    rate = fields.Float(
        string="Hold Rate",
        readonly=True,
        aggregator="avg",
        help="Orders held of the orders received. An order held for two reasons counts in both.",
    )
    holds = fields.Integer(readonly=True, help="Every stop; an order may be stopped again.")
    waived = fields.Float(
        string="Released by a Person",
        readonly=True,
        aggregator="avg",
        help="Share of the holds somebody released; the others ended when their cause was gone.",
    )
    hours = fields.Float(
        string="Hours Held",
        readonly=True,
        aggregator="avg",
        digits=(8, 1),
        help="From the hold to its end; half of those that ended were shorter.",
    )

    @property
    def _table_query(self):
        return hold_figures()
