"""The figures of any time, to lay two of them beside each other."""

from odoo.tools import SQL

from .order_figures import order_figures
from .service_ledger import judged_invoices

DSO_DAYS = 90


def order_period(company, since, until, channel=None):
    """An ``SQL`` select of one row: how the orders received in a time went.

    :param company: id
    :param since, until: UTC, the end is not in it
    :param channel: a word of ``const.CHANNELS``; None: all
    """
    return SQL(
        """
        SELECT COUNT(*) AS orders, 100 * AVG(price_error) AS price_error,
               100 * AVG(touchless) AS touchless, AVG(minutes) AS minutes, AVG(cost) AS cost,
               PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY release_hours) AS release_hours,
               PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY cycle_days) AS cycle_days,
               PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY pay_days) AS pay_days,
               100 * AVG(fill) AS fill, 100 * AVG(first_kept) AS first_kept
          FROM (%s) figures
         WHERE company_id = %s AND received_on >= %s AND received_on < %s%s
        """,
        order_figures(),
        company,
        since,
        until,
        SQL(" AND channel = %s", channel) if channel else SQL(),
    )


def money_period(company, first, last):
    """An ``SQL`` select of one row: how the money came in during a time, and stood at its end.

    :param company: id
    :param first, last: dates, both in it
    """
    return SQL(
        """
        SELECT (SELECT 100 * (1 - AVG(right_at_once)) FROM (%(judged)s) judged
                 WHERE company_id = %(company)s
                   AND invoice_date BETWEEN %(first)s AND %(last)s) AS wrong_invoices,
               %(days)s * (
                 SELECT SUM(l.balance)
                   FROM account_move_line l
                   JOIN account_account a ON a.id = l.account_id
                  WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
                    AND l.company_id = %(company)s AND l.date <= %(last)s
               ) / NULLIF((
                 SELECT SUM(m.amount_total_signed)
                   FROM account_move m
                  WHERE m.move_type IN ('out_invoice', 'out_refund') AND m.state = 'posted'
                    AND m.company_id = %(company)s
                    AND m.invoice_date > %(last)s - %(days)s AND m.invoice_date <= %(last)s
               ), 0) AS dso,
               (SELECT AVG(paid.on_day - l.date_maturity)
                  FROM account_move_line l
                  JOIN account_account a ON a.id = l.account_id
                  JOIN LATERAL (
                    SELECT MAX(r.max_date) AS on_day FROM account_partial_reconcile r
                     WHERE r.debit_move_id = l.id
                  ) paid ON paid.on_day BETWEEN %(first)s AND %(last)s
                 WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
                   AND l.reconciled AND l.debit > 0 AND l.company_id = %(company)s
               ) AS days_beyond_terms
        """,
        judged=judged_invoices(),
        company=company,
        days=DSO_DAYS,
        first=first,
        last=last,
    )
