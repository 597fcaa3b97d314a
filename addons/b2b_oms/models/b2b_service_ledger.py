from odoo import api, fields, models

from ..performance.service_ledger import invoices_part, orders_part, service_ledger
from .b2b_order_figure import OrderFigure

MONTHS = 12  # a buyer sees


class ServiceLedger(models.Model):
    """What an account got from us, month by month: to talk about service with figures.

    Orders belong to the month they were received in, invoices to that of their date. The figures
    of orders are those of ``b2b.order.figure``.
    """

    _name = "b2b.service.ledger"
    _description = "Service ledger"
    _auto = False
    _order = "month desc, account_id, id"
    _rec_name = "period"
    _depends = OrderFigure._depends | {
        "account.move": [
            "commercial_partner_id", "company_id", "invoice_date", "move_type", "payment_state",
            "reversed_entry_id", "state",
        ],
        "b2b.dispute": ["move_id", "state"],
    }  # fmt: skip

    account_id = fields.Many2one("res.partner", string="Account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    month = fields.Date(string="First Day", readonly=True)
    period = fields.Char(string="Month", readonly=True)
    orders = fields.Integer(readonly=True, help="Received in the month and not cancelled.")
    promised = fields.Integer(
        string="Orders Promised",
        readonly=True,
        help="Of these orders, released: goods are planned.",
    )
    shipped = fields.Integer(
        string="Orders Shipped", readonly=True, help="Of these orders, all of it left the house."
    )
    amount = fields.Monetary(
        string="Untaxed", readonly=True, help="Of these orders, in the company's currency."
    )
    fill = fields.Float(
        string="Fill Rate",
        readonly=True,
        aggregator="avg",
        help="Share of the promised quantity that was in stock at the release.",
    )
    first_kept = fields.Float(
        string="OTIF, First Promise",
        readonly=True,
        aggregator="avg",
        help="Share of the shipped orders of which everything left by the date promised at first.",
    )
    last_kept = fields.Float(
        string="OTIF, Last Promise",
        readonly=True,
        aggregator="avg",
        help="The same against the date promised last; what was cancelled is left out.",
    )
    cycle_days = fields.Float(
        string="Days to Ship",
        readonly=True,
        aggregator="avg",
        digits=(8, 1),
        help="From received until the last of it left; half of the orders were quicker.",
    )
    waiting = fields.Integer(
        string="Open Backorders", readonly=True, help="Of these orders, waiting for stock now."
    )
    waiting_days = fields.Float(
        string="Age of Backorders",
        readonly=True,
        aggregator="max",
        digits=(8, 0),
        help="Days since the oldest of them was promised.",
    )
    invoices = fields.Integer(readonly=True, help="Dated in the month.")
    right_at_once = fields.Float(
        string="Invoices Right First Time",
        readonly=True,
        aggregator="avg",
        help="Share of these invoices that were neither credited nor disputed; disputes that were "
        "rejected do not count.",
    )
    open_disputes = fields.Integer(readonly=True, help="About these invoices, open now.")

    @property
    def _table_query(self):
        return service_ledger(self._parts())

    @api.model
    def _parts(self, account=None):
        """What the ledger tells of. Override this to add a ``Part``.

        :param account: id of the only account that is asked for; None: every account
        """
        return [orders_part(account), invoices_part(account)]

    @api.model
    def _months(self, account, company):
        """The last twelve months of one account: list of dicts by field name, the newest first.

        It reads this account's documents only, so that a buyer's page stays quick.

        :param account: ``res.partner``, commercial
        :param company: ``res.company``
        """
        self.env.flush_all()
        rows = self.env.execute_query_dict(service_ledger(self._parts(account.id)))
        own = [row for row in rows if row["company_id"] == company.id]
        return sorted(own, key=lambda row: row["month"], reverse=True)[:MONTHS]
