"""How an account pays: what is overdue, how late it usually is, when its open items come due."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from . import item_shares
from .lateness import lateness


class Overdue(NamedTuple):
    """``amount`` in the company's currency, net of unallocated credits; ``days`` of the oldest."""

    amount: float
    days: int


class PaymentBehaviour(models.AbstractModel):
    """Reads the open items of accounts, many accounts at once."""

    _name = "b2b.payment.behaviour"
    _description = "Payment behaviour"

    @api.model
    def _overdue(self, accounts, companies):
        """{(account id, company id): Overdue} of the accounts with something overdue, in one query.

        What is disputed does not count, and money that is not allocated yet pays the oldest first.
        """
        if not accounts or not companies:
            return {}
        for model in ("account.move.line", "b2b.dispute", "b2b.payment.promise"):
            self.env[model].flush_model()
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.commercial_partner_id, l.company_id,
                       SUM(l.amount_residual * %(undisputed)s) FILTER (
                         WHERE l.date_maturity < %(today)s OR l.amount_residual < 0),
                       %(today)s - MIN(l.date_maturity) FILTER (
                         WHERE l.amount_residual > 0 AND %(undisputed)s > 0)
                  FROM account_move_line l
                  JOIN account_move m ON m.id = l.move_id
                  JOIN account_account a ON a.id = l.account_id
                  JOIN res_partner p ON p.id = l.partner_id
                  %(joined)s
                 WHERE a.account_type = 'asset_receivable'
                   AND l.parent_state = 'posted'
                   AND l.reconciled IS NOT TRUE
                   AND m.payment_state IS DISTINCT FROM 'paid'
                   AND p.commercial_partner_id IN %(accounts)s
                   AND l.company_id IN %(companies)s
                 GROUP BY p.commercial_partner_id, l.company_id
                """,
                today=today,
                undisputed=item_shares.undisputed(),
                joined=item_shares.joined(),
                accounts=tuple(accounts),
                companies=tuple(companies),
            )
        )
        return {
            (account, company): Overdue(float(amount), days)
            for account, company, amount, days in rows
            if (amount or 0) > 0 and (days or 0) > 0
        }

    @api.model
    def _days_beyond_terms(self, accounts, companies):
        """{(account id, company id): mean days paid after the due date}, the last 12 months."""
        if not accounts or not companies:
            return {}
        self.env["account.move.line"].flush_model()
        since = fields.Date.subtract(fields.Date.context_today(self), years=1)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT account_id, company_id, days FROM (%s) late
                 WHERE account_id IN %s AND company_id IN %s
                """,
                lateness(since),
                tuple(accounts),
                tuple(companies),
            )
        )
        return {(account, company): float(days) for account, company, days in rows}

    @api.model
    def _open_items(self, account, company):
        """The account's open items, the first due first: ``account.move.line``."""
        return self.env["account.move.line"].search(
            [
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("partner_id.commercial_partner_id", "=", account.id),
                ("company_id", "=", company.id),
            ],
            order="date_maturity, id",
        )

    @api.model
    def _day_when_freed(self, account, company, needed):
        """The day on which receipts due by then would free so much credit; empty: never.

        :param needed: amount in the company's currency
        """
        freed = 0.0
        for item in self._open_items(account, company):
            freed += item.amount_residual
            if company.currency_id.compare_amounts(freed, needed) >= 0:
                late = self._days_beyond_terms([account.id], [company.id])
                usual = max(0, round(late.get((account.id, company.id), 0)))
                day = fields.Date.add(item.date_maturity or item.date, days=usual)
                return max(day, fields.Date.context_today(self))
        return False
