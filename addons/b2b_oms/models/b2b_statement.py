from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..collections.buckets import COLUMNS
from ..collections.company_day import company_day
from ..collections.statement_section import sections
from ..collections.wishes import STATEMENT_KINDS


class Statement(models.Model):
    """What an account owed at the end of a day: its open items, or all that was booked."""

    _name = "b2b.statement"
    _inherit = "b2b.letter"
    _description = "Statement"
    _order = "date desc, id desc"
    _report = "b2b_oms.report_statement"
    _mail_template = "b2b_oms.mail_template_statement"

    account_id = fields.Many2one(readonly=False)
    date = fields.Date(
        readonly=False, compute="_compute_date", store=True, precompute=True, string="As Of"
    )
    since = fields.Date(
        required=True, compute="_compute_since", store=True, readonly=False, precompute=True
    )
    kind = fields.Selection(
        [(code, label) for code, label in STATEMENT_KINDS if code != "no"],
        required=True,
        default="open",
    )
    is_monthly = fields.Boolean(readonly=True)
    figures = fields.Json(compute="_compute_figures")

    _month_uniq = models.UniqueIndex(
        "(account_id, company_id, date) WHERE is_monthly", "This statement exists already."
    )

    @api.depends("company_id")
    def _compute_date(self):
        for statement in self:
            statement.date = company_day(statement.company_id or self.env.company)

    @api.depends("date")
    def _compute_since(self):
        for statement in self:
            statement.since = statement.date.replace(day=1)

    @api.depends("account_id", "company_id", "date", "since", "kind")
    def _compute_figures(self):
        """The closing balances, for the form."""
        labels = dict(self._columns())
        for statement in self:
            statement.figures = {
                "rows": [
                    {"label": f"{section.currency.name} {labels[code]}", "amount": amount}
                    for section in statement._sections()
                    for code, amount in section.ageing.items()
                    if amount
                ]
            }

    # === WHAT IT SAYS === #

    def _sections(self):
        """One section for each currency, see ``collections/statement_section.py``."""
        self.ensure_one()
        ledger, whose = self.env["b2b.account.ledger"], (self.account_id, self.company_id)
        before = ledger._open_at(*whose, self.since - timedelta(days=1))
        booked = ledger._booked(*whose, self.since, self.date) if self.kind == "running" else None
        return sections(before, ledger._open_at(*whose, self.date), booked)

    def _columns(self):
        """The columns of the ageing: (code, label in the reader's language)."""
        field = self.env["b2b.open.item"]._fields["bucket"]
        translated = dict(field._description_selection(self.env))
        return [(code, translated[code]) for code, _label in COLUMNS]

    def action_print(self):
        """The statement as PDF."""
        return self.env.ref(self._report).report_action(self)

    # === EVERY MONTH === #

    @api.model
    def _cron_monthly(self):
        """Make the statements of the last month end that are missing, and send them.

        Each begins where the account's last monthly one ended: a month without a run is in the next.
        """
        for company in self.env["res.company"].search([("active", "=", True)]):
            end = company_day(company).replace(day=1) - timedelta(days=1)
            self._make_monthly(company, end)
            self.env["ir.cron"]._commit_progress()
        self._trigger_waiting()

    def _make_monthly(self, company, end):
        last = self._last_monthly(company)
        wishes = self._wishes(company, end)
        self.create(
            [
                {
                    "account_id": account.id,
                    "company_id": company.id,
                    "date": end,
                    "since": last[account] + timedelta(days=1)
                    if account in last
                    else end.replace(day=1),
                    "kind": kind,
                    "is_monthly": True,
                    "state": "approved",
                }
                for account, kind in wishes.items()
                if last.get(account) is None or last[account] < end
            ]
        )

    def _last_monthly(self, company):
        """{account: date of its last monthly statement}."""
        domain = [("company_id", "=", company.id), ("is_monthly", "=", True)]
        return dict(self._read_group(domain, ["account_id"], ["date:max"]))

    def _wishes(self, company, end):
        """{account: kind} of the accounts that want one and with which something happened."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT p.commercial_partner_id
                  FROM account_move_line l
                  JOIN account_account a ON a.id = l.account_id
                  JOIN res_partner p ON p.id = l.partner_id
                 WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
                   AND l.company_id = %s AND l.date <= %s
                   AND (l.reconciled IS NOT TRUE OR l.date >= %s)
                """,
                company.id,
                end,
                end.replace(day=1),
            )
        )
        accounts = self.env["res.partner"].with_company(company).browse(row for (row,) in rows)
        kinds = {account.with_env(self.env): account._b2b_statement_kind() for account in accounts}
        return {account: kind for account, kind in kinds.items() if kind}

    def _trigger_waiting(self):
        self.search([("state", "=", "approved")], limit=1)._trigger_sending()

    @api.model
    def _made_for(self, reminder):
        """The statement that goes with a reminder: part of that letter, not one of its own."""
        return self.create(
            {
                "account_id": reminder.account_id.id,
                "company_id": reminder.company_id.id,
                "contact_id": reminder.contact_id.id,
                "date": reminder.date,
                "kind": "open",
                "state": "sent",
                "sent_on": reminder.date,
            }
        )
