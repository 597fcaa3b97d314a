"""What reminders bring in, as one select."""

from odoo.tools import SQL


def reminder_figures(days):
    """An ``SQL`` select of a row for each company, month and level of reminders that were sent.

    A payment is a reminder's when it came on the day it was sent or later, within some days and
    before the next letter about the same item: no payment counts twice. Credit notes are no
    payments. Money is in the company's currency.

    :param days: how long a payment is still the reminder's doing
    """
    return SQL(
        """
        WITH asked AS (
          SELECT r.id AS reminder_id, r.company_id, r.level_id, r.sent_on, i.move_line_id, i.value,
                 LEAST(r.sent_on + %(days)s + 1, LEAD(r.sent_on) OVER (
                   PARTITION BY i.move_line_id ORDER BY r.sent_on, r.id)) AS ends_on
            FROM b2b_reminder r
            JOIN b2b_reminder_item i ON i.reminder_id = r.id
           WHERE r.state = 'sent' AND i.reason IS NULL
        ), answered AS (
          SELECT asked.*, LEAST(asked.value, COALESCE(payment.amount, 0)) AS paid
            FROM asked
            LEFT JOIN LATERAL (
              SELECT SUM(p.amount) AS amount
                FROM account_partial_reconcile p
                JOIN account_move_line c ON c.id = p.credit_move_id
                JOIN account_move m ON m.id = c.move_id AND m.move_type <> 'out_refund'
               WHERE p.debit_move_id = asked.move_line_id
                 AND p.max_date >= asked.sent_on AND p.max_date < asked.ends_on
            ) payment ON TRUE
        )
        SELECT ROW_NUMBER() OVER (
                 ORDER BY a.company_id, DATE_TRUNC('month', a.sent_on) DESC, a.level_id) AS id,
               a.company_id, company.currency_id, a.level_id,
               DATE_TRUNC('month', a.sent_on)::date AS month,
               TO_CHAR(a.sent_on, 'YYYY-MM') AS period,
               COUNT(DISTINCT a.reminder_id) AS letters, COUNT(*) AS items,
               SUM(a.value) AS asked, SUM(a.paid) AS paid,
               SUM(a.paid) / NULLIF(SUM(a.value), 0) AS share
          FROM answered a
          JOIN res_company company ON company.id = a.company_id
         GROUP BY a.company_id, company.currency_id, a.level_id,
                  DATE_TRUNC('month', a.sent_on), TO_CHAR(a.sent_on, 'YYYY-MM')
        """,
        days=days,
    )
