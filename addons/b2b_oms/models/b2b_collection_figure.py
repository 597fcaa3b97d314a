from odoo import api, fields, models

from ..collections.figure_query import figures

SIMPLE_DAYS = 90


class CollectionFigure(models.Model):
    """How well the receivable is collected: one row for each account, and one for the company.

    The definition of each figure stands in its help, and so beside it on the screen.
    """

    _name = "b2b.collection.figure"
    _description = "Collection figures"
    _auto = False
    _order = "company_id, id"
    _depends = {
        "account.move.line": [
            "account_id", "amount_residual", "company_id", "date", "date_maturity", "debit",
            "parent_state", "partner_id", "reconciled",
        ],
        "account.move": [
            "amount_total_signed", "commercial_partner_id", "company_id", "invoice_date",
            "move_type", "state",
        ],
        "account.partial.reconcile": ["debit_move_id", "max_date"],
        "res.partner": ["commercial_partner_id"],
    }  # fmt: skip

    name = fields.Char(string="Account", compute="_compute_name")
    account_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, help="Empty: the whole company."
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    receivable = fields.Monetary(
        readonly=True,
        aggregator=None,
        help="Open today, less payments and credits not matched yet.",
    )
    overdue = fields.Monetary(
        readonly=True,
        aggregator=None,
        help="Open items whose due date is over, credits not taken off.",
    )
    overdue_share = fields.Float(
        string="Overdue %",
        readonly=True,
        aggregator=None,
        help="Overdue of receivable, in per cent.",
    )
    sales = fields.Monetary(
        string="Sales, 90 Days",
        readonly=True,
        aggregator=None,
        help="Invoices less credit notes of the last 90 days, with tax, as the receivable is.",
    )
    dso_simple = fields.Float(
        string="DSO, Simple",
        readonly=True,
        aggregator=None,
        digits=(6, 1),
        help="Receivable divided by the sales of the last 90 days, times 90: days of sales that "
        "are not paid yet.",
    )
    dso_count_back = fields.Float(
        string="DSO, Count-Back",
        readonly=True,
        aggregator=None,
        digits=(6, 1),
        help="The sales of this month, of the month before and so on are taken off the receivable "
        "until nothing is left; counted are the days of these months, of the last one the part "
        "that was needed. Seasons do not distort it. At most two years.",
    )
    days_beyond_terms = fields.Float(
        readonly=True,
        aggregator=None,
        digits=(6, 1),
        help="Mean days between due date and last payment of the invoices of the last 12 months "
        "that are paid; for the company the mean of its accounts. Negative: paid early.",
    )

    @api.depends("account_id")
    def _compute_name(self):
        for figure in self:
            figure.name = figure.account_id.name or self.env._("All accounts")

    @property
    def _table_query(self):
        return figures(fields.Date.context_today(self), days=SIMPLE_DAYS)
