"""How late paid invoices were: the one arithmetic behind every mean of days beyond terms."""

from odoo.tools import SQL


def lateness(since):
    """An ``SQL`` select of (account_id, company_id, days): mean days paid after the due date.

    :param since: date; invoices due earlier do not count any more
    """
    return SQL(
        """
        SELECT p.commercial_partner_id AS account_id, l.company_id,
               AVG(paid.on_day - l.date_maturity) AS days
          FROM account_move_line l
          JOIN account_account a ON a.id = l.account_id
          JOIN res_partner p ON p.id = l.partner_id
          JOIN LATERAL (
            SELECT MAX(r.max_date) AS on_day FROM account_partial_reconcile r
             WHERE r.debit_move_id = l.id
          ) paid ON paid.on_day IS NOT NULL
         WHERE a.account_type = 'asset_receivable'
           AND l.parent_state = 'posted'
           AND l.reconciled
           AND l.debit > 0
           AND l.date_maturity >= %s
         GROUP BY p.commercial_partner_id, l.company_id
        """,
        since,
    )
