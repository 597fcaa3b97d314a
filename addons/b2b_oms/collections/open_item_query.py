"""The open items of the ledger as one select, for the view, the ageing and the forecast."""

from odoo.tools import SQL

from ..credit import item_shares
from ..credit.lateness import lateness
from .buckets import BUCKETS


def open_items(today, late_since):
    """An ``SQL`` select of one row for each open receivable item of the general ledger.

    Nothing is left out, or the total would not be the ledger's: items without a partner and
    of customers without a tier are rows as well. PostgreSQL drops the joins whose columns nobody
    asks for.

    :param today: the day the items are aged at
    :param late_since: invoices due before it say nothing about how an account pays
    """
    return SQL(
        """
        SELECT l.id, l.move_id, COALESCE(m.partner_id, l.partner_id) AS partner_id,
               l.company_id, l.currency_id, l.move_name AS name, l.date AS entry_date,
               p.commercial_partner_id AS account_id,
               c.currency_id AS company_currency_id,
               COALESCE(m.invoice_user_id, account.user_id) AS user_id,
               CASE WHEN jsonb_typeof(account.b2b_tier_id->l.company_id::text) = 'number'
                    THEN (account.b2b_tier_id->>l.company_id::text)::int END AS tier_id,
               age.due_date, GREATEST(age.days, 0) AS days_overdue, age.bucket,
               l.amount_residual AS amount,
               l.amount_residual_currency AS amount_currency,
               %(columns)s,
               ROUND(l.amount_residual * %(disputed)s, 6) AS disputed,
               ROUND(l.amount_residual * %(promised)s, 6) AS promised,
               l.no_followup AS silent,
               COALESCE(m.payment_state IN ('paid', 'in_payment'), FALSE) AS in_transit,
               promised.promised_on, reminded.level_id, reminded.sent_on AS reminded_on,
               %(expected)s AS expected_on
          FROM account_move_line l
          JOIN account_move m ON m.id = l.move_id
          JOIN account_account a ON a.id = l.account_id
          JOIN res_company c ON c.id = l.company_id
          LEFT JOIN res_partner p ON p.id = l.partner_id
          LEFT JOIN res_partner account ON account.id = p.commercial_partner_id
          %(joined)s
          LEFT JOIN (%(reminded)s) reminded ON reminded.move_line_id = l.id
          LEFT JOIN (%(late)s) late
            ON late.account_id = p.commercial_partner_id AND late.company_id = l.company_id
          CROSS JOIN LATERAL (
            SELECT COALESCE(l.date_maturity, l.date) AS due_date,
                   %(today)s - COALESCE(l.date_maturity, l.date) AS days) aged
          CROSS JOIN LATERAL (SELECT aged.due_date, aged.days, %(bucket)s AS bucket) age
         WHERE a.account_type = 'asset_receivable'
           AND l.parent_state = 'posted'
           AND l.reconciled IS NOT TRUE
        """,
        columns=_columns(),
        bucket=_bucket(),
        disputed=item_shares.disputed(),
        promised=item_shares.promised(),
        joined=item_shares.joined(),
        reminded=_reminded(),
        late=lateness(late_since),
        expected=_expected(today),
        today=today,
    )


def _bucket():
    """Code of the bucket; what reduces the debt has no age."""
    by_age = SQL(" ").join(
        SQL("WHEN aged.days <= %s THEN %s", bucket.last, bucket.code) for bucket in BUCKETS[:-1]
    )
    return SQL(
        """
        CASE WHEN l.amount_residual < 0
               OR (l.amount_residual = 0 AND l.amount_residual_currency < 0) THEN 'unallocated'
             %s ELSE %s END
        """,
        by_age,
        BUCKETS[-1].code,
    )


def _columns():
    """The amount, in the column of its bucket."""
    codes = [*(bucket.code for bucket in BUCKETS), "unallocated"]
    return SQL(", ").join(
        SQL(
            "CASE WHEN age.bucket = %s THEN l.amount_residual ELSE 0 END AS %s",
            code,
            SQL.identifier(code),
        )
        for code in codes
    )


def _reminded():
    """The last level each item was reminded at."""
    return SQL(
        """
        SELECT DISTINCT ON (i.move_line_id) i.move_line_id, i.level_id, r.sent_on
          FROM b2b_reminder_item i
          JOIN b2b_reminder r ON r.id = i.reminder_id
         WHERE r.state = 'sent' AND i.level_id IS NOT NULL
         ORDER BY i.move_line_id, r.sent_on DESC, i.id DESC
        """
    )


def _expected(today):
    """When the money is likely to come; nobody knows for what is disputed without a date."""
    return SQL(
        """
        CASE WHEN age.bucket = 'unallocated' THEN NULL
             WHEN promised.promised_on IS NOT NULL THEN GREATEST(promised.promised_on, %(today)s)
             WHEN disputed.move_id IS NOT NULL OR m.payment_state = 'blocked'
             THEN CASE WHEN disputed.expected_on IS NOT NULL
                       THEN GREATEST(disputed.expected_on, %(today)s) END
             ELSE GREATEST(age.due_date + GREATEST(0, ROUND(COALESCE(late.days, 0)))::int, %(today)s)
        END
        """,
        today=today,
    )
