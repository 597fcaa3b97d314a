"""An account's receivable items as they stood at the end of a day."""

from odoo import api, models
from odoo.tools import SQL


class AccountLedger(models.AbstractModel):
    """Reads the ledger of one account as of a day; today's answer equals the open items."""

    _name = "b2b.account.ledger"
    _description = "Ledger of an account"

    @api.model
    def _open_at(self, account, company, day):
        """Dicts of the items open at the end of ``day``, the first due first.

        ``open`` is in the currency of the item: what matching payments had left by then.
        """
        return self._query(
            SQL(
                """
                SELECT * FROM (
                  SELECT l.id, l.currency_id, l.move_name AS name, m.ref, l.date,
                         COALESCE(l.date_maturity, l.date) AS due_date,
                         l.amount_currency AS amount,
                         l.amount_currency - COALESCE(paid.amount, 0) AS open,
                         %(day)s - COALESCE(l.date_maturity, l.date) AS days
                    FROM account_move_line l
                    JOIN account_move m ON m.id = l.move_id
                    JOIN account_account a ON a.id = l.account_id
                    JOIN res_partner p ON p.id = l.partner_id
                    LEFT JOIN LATERAL (
                      SELECT SUM(CASE WHEN r.debit_move_id = l.id THEN r.debit_amount_currency
                                      ELSE - r.credit_amount_currency END) AS amount
                        FROM account_partial_reconcile r
                       WHERE (r.debit_move_id = l.id OR r.credit_move_id = l.id)
                         AND r.max_date <= %(day)s
                    ) paid ON TRUE
                   WHERE %(scope)s
                     AND l.date <= %(day)s
                     AND (l.reconciled IS NOT TRUE OR EXISTS (
                       SELECT 1 FROM account_partial_reconcile r
                        WHERE (r.debit_move_id = l.id OR r.credit_move_id = l.id)
                          AND r.max_date > %(day)s))
                ) items
                WHERE open != 0
                ORDER BY due_date, id
                """,
                day=day,
                scope=self._scope(account, company),
            )
        )

    @api.model
    def _booked(self, account, company, since, day):
        """Dicts of what was booked from ``since`` to ``day``, by date."""
        return self._query(
            SQL(
                """
                SELECT l.id, l.currency_id, l.move_name AS name, m.ref, l.date, m.move_type,
                       COALESCE(l.date_maturity, l.date) AS due_date,
                       l.amount_currency AS amount
                  FROM account_move_line l
                  JOIN account_move m ON m.id = l.move_id
                  JOIN account_account a ON a.id = l.account_id
                  JOIN res_partner p ON p.id = l.partner_id
                 WHERE %(scope)s
                   AND l.date BETWEEN %(since)s AND %(day)s
                   AND l.amount_currency != 0
                 ORDER BY l.date, l.id
                """,
                scope=self._scope(account, company),
                since=since,
                day=day,
            )
        )

    def _scope(self, account, company):
        return SQL(
            """a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
               AND p.commercial_partner_id = %s AND l.company_id = %s""",
            account.id,
            company.id,
        )

    def _query(self, query):
        for model in ("account.move.line", "account.partial.reconcile", "res.partner"):
            self.env[model].flush_model()
        rows = self.env.execute_query_dict(query)
        for row in rows:
            row["currency"] = self.env["res.currency"].browse(row.pop("currency_id"))
        return rows
