"""The collection figures of every account and of the company as a whole, as one select."""

from odoo.tools import SQL

from ..credit.lateness import lateness


def figures(today, months=24, days=90):
    """An ``SQL`` select of one row for each account and company, and one for the company (no account).

    :param today: the day to look from
    :param months: how far back the count-back goes
    :param days: length of the period of the simple DSO
    """
    return SQL(
        """
        WITH receivable AS (
          SELECT p.commercial_partner_id AS account_id, l.company_id,
                 SUM(l.amount_residual) AS open,
                 SUM(l.amount_residual) FILTER (
                   WHERE l.amount_residual > 0
                     AND COALESCE(l.date_maturity, l.date) < %(today)s) AS overdue
            FROM account_move_line l
            JOIN account_account a ON a.id = l.account_id
            LEFT JOIN res_partner p ON p.id = l.partner_id
           WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
             AND l.reconciled IS NOT TRUE
           GROUP BY GROUPING SETS ((p.commercial_partner_id, l.company_id), (l.company_id))
          HAVING GROUPING(p.commercial_partner_id) = 1 OR p.commercial_partner_id IS NOT NULL
        ), monthly AS (
          SELECT m.commercial_partner_id AS account_id, m.company_id,
                 DATE_TRUNC('month', m.invoice_date)::date AS month,
                 SUM(m.amount_total_signed) AS sales,
                 SUM(m.amount_total_signed) FILTER (WHERE m.invoice_date > %(today)s - %(days)s)
                   AS recent
            FROM account_move m
           WHERE m.move_type IN ('out_invoice', 'out_refund') AND m.state = 'posted'
             AND m.invoice_date <= %(today)s
             AND m.invoice_date >= DATE_TRUNC('month', %(today)s - make_interval(months => %(months)s))
           GROUP BY GROUPING SETS (
             (m.commercial_partner_id, m.company_id, DATE_TRUNC('month', m.invoice_date)),
             (m.company_id, DATE_TRUNC('month', m.invoice_date)))
          HAVING GROUPING(m.commercial_partner_id) = 1 OR m.commercial_partner_id IS NOT NULL
        ), counted AS (
          SELECT monthly.*,
                 COALESCE(LAG(month) OVER newest, %(today)s + 1) - month AS length,
                 SUM(sales) OVER newest AS back
            FROM monthly
          WINDOW newest AS (PARTITION BY account_id, company_id ORDER BY month DESC)
        ), sold AS (
          SELECT c.account_id, c.company_id, SUM(c.recent) AS recent,
                 SUM(CASE WHEN c.back <= r.open THEN c.length
                          WHEN c.back - c.sales < r.open AND c.sales > 0
                          THEN c.length * (r.open - (c.back - c.sales)) / c.sales
                          ELSE 0 END) AS days
            FROM counted c
            LEFT JOIN receivable r
              ON r.account_id IS NOT DISTINCT FROM c.account_id AND r.company_id = c.company_id
           GROUP BY c.account_id, c.company_id
        )
        SELECT ROW_NUMBER() OVER (ORDER BY r.company_id, r.account_id NULLS FIRST) AS id,
               r.account_id, r.company_id, company.currency_id,
               COALESCE(r.open, 0) AS receivable, COALESCE(r.overdue, 0) AS overdue,
               100 * r.overdue / NULLIF(r.open, 0) AS overdue_share,
               COALESCE(sold.recent, 0) AS sales,
               %(days)s * r.open / NULLIF(sold.recent, 0) AS dso_simple,
               sold.days AS dso_count_back,
               late.days AS days_beyond_terms
          FROM receivable r
          JOIN res_company company ON company.id = r.company_id
          LEFT JOIN sold
            ON sold.account_id IS NOT DISTINCT FROM r.account_id AND sold.company_id = r.company_id
          LEFT JOIN (
            SELECT account_id, company_id, days FROM (%(late)s) one
            UNION ALL
            SELECT NULL, company_id, AVG(days) FROM (%(late)s) all_accounts GROUP BY company_id
          ) late
            ON late.account_id IS NOT DISTINCT FROM r.account_id AND late.company_id = r.company_id
        """,
        today=today,
        days=days,
        months=months,
        late=lateness(_year_before(today)),
    )


def _year_before(day):
    """The same day a year earlier; the last of February stays in February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
