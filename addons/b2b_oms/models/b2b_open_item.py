import json
from urllib.parse import quote

from odoo import api, fields, models

from ..collections.buckets import COLUMNS
from ..collections.open_item_query import open_items


class OpenItem(models.Model):
    """One open receivable item of the ledger, aged today: what is open, due, disputed, promised.

    Amounts are in the company's currency unless they say otherwise. The sum over all rows is the
    receivable of the general ledger.
    """

    _name = "b2b.open.item"
    _description = "Open item"
    _auto = False
    _order = "due_date, id"
    _depends = {
        "account.move.line": [
            "account_id", "amount_residual", "amount_residual_currency", "company_id",
            "currency_id", "date", "date_maturity", "debit", "move_id", "move_name", "no_followup",
            "parent_state", "partner_id", "reconciled",
        ],
        "account.move": ["amount_residual", "invoice_user_id", "payment_state"],
        "account.account": ["account_type"],
        "account.partial.reconcile": ["debit_move_id", "max_date"],
        "res.partner": ["b2b_tier_id", "commercial_partner_id", "user_id"],
        "b2b.dispute": ["amount", "expected_date", "move_id", "state"],
        "b2b.payment.promise": ["amount", "move_id", "promised_date", "state"],
        "b2b.reminder": ["sent_on", "state"],
        "b2b.reminder.item": ["level_id", "move_line_id", "reminder_id"],
    }  # fmt: skip

    name = fields.Char(string="Document", readonly=True)
    move_id = fields.Many2one("account.move", string="Entry", readonly=True)
    account_id = fields.Many2one("res.partner", string="Account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True)
    tier_id = fields.Many2one("b2b.account.tier", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    entry_date = fields.Date(string="Date", readonly=True)
    due_date = fields.Date(readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max")
    bucket = fields.Selection(list(COLUMNS), string="Age", readonly=True)
    amount_currency = fields.Monetary(
        string="Open in Currency", currency_field="currency_id", readonly=True, aggregator=None
    )
    amount = fields.Monetary(
        string="Open", currency_field="company_currency_id", readonly=True, aggregator="sum"
    )
    not_due = fields.Monetary(currency_field="company_currency_id", readonly=True)
    days_30 = fields.Monetary("1–30", currency_field="company_currency_id", readonly=True)
    days_60 = fields.Monetary("31–60", currency_field="company_currency_id", readonly=True)
    days_90 = fields.Monetary("61–90", currency_field="company_currency_id", readonly=True)
    older = fields.Monetary("Over 90", currency_field="company_currency_id", readonly=True)
    unallocated = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Payments and credit notes that are not matched with an invoice yet.",
    )
    disputed = fields.Monetary(currency_field="company_currency_id", readonly=True)
    promised = fields.Monetary(currency_field="company_currency_id", readonly=True)
    promised_on = fields.Date(string="Promised For", readonly=True)
    level_id = fields.Many2one("b2b.reminder.level", string="Reminded", readonly=True)
    reminded_on = fields.Date(readonly=True)
    silent = fields.Boolean(
        string="No Reminders", readonly=True, help="The accountants keep it out of reminders."
    )
    in_transit = fields.Boolean(
        string="Payment on Its Way",
        readonly=True,
        help="A payment without an entry of its own settles the invoice.",
    )
    expected_on = fields.Date(
        string="Money Expected",
        readonly=True,
        help="The day it was promised for; else the due date and as many days as the account was "
        "late on average in the last 12 months. Empty for credits, and for what is disputed "
        "without a date.",
    )

    @property
    def _table_query(self):
        return open_items(self._day(), fields.Date.subtract(self._day(), years=1))

    @api.model
    def _day(self):
        """The day the items are aged at."""
        return fields.Date.context_today(self)

    @api.model
    def _ledger(self, companies):
        """{company: receivable of the general ledger, in its currency}: what the rows add up to."""
        sums = self.env["account.move.line"]._read_group(
            [
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("company_id", "in", companies.ids),
            ],
            ["company_id"],
            ["balance:sum"],
        )
        return dict(sums)

    @api.model
    def _rows(self, domain, columns, order):
        """Tuples of columns, without making a record of each: there may be very many.

        The user's rights and rules count as in every search.
        """
        query = self._search(domain, order=order)
        return self.env.execute_query(
            query.select(*(self._field_to_sql(self._table, name, query) for name in columns))
        )

    def _is_owed(self):
        """Whether something of it is neither paid, nor on its way, disputed or promised."""
        self.ensure_one()
        apart = self.disputed + self.promised
        return (
            not self.in_transit and self.company_currency_id.compare_amounts(self.amount, apart) > 0
        )

    def action_xlsx(self):
        """Download these items, or all that the list shows, as an Excel file."""
        chosen = self.env.context.get("active_domain") or []
        domain = [("id", "in", self.ids)] if self else chosen
        return {
            "type": "ir.actions.act_url",
            "url": f"/b2b/open-items.xlsx?domain={quote(json.dumps(domain, default=str))}",
            "target": "download",
        }

    def action_open(self):
        """Open the document behind the item."""
        self.ensure_one()
        return self.move_id._get_records_action()

    def action_dispute(self):
        """Note a dispute about the invoice."""
        return self.move_id.action_b2b_dispute()

    def action_promise(self):
        """Note when the account promised to pay these invoices."""
        return self.move_id.action_b2b_promise()
