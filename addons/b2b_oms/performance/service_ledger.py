"""What an account got from us, month by month: the figures of its orders beside its invoices."""

from typing import Any, NamedTuple

from odoo.tools import SQL

from .order_figures import order_figures


class Part(NamedTuple):
    """One kind of thing the ledger tells of.

    ``select`` gives a row for each ``company_id``, ``account_id`` and ``month`` (first day);
    ``counts`` are columns that are 0 where there is nothing, ``means`` those that are unknown then.
    """

    name: str
    select: Any
    counts: tuple
    means: tuple = ()


def orders_part(account=None):
    """What was ordered in a month, and how these orders went.

    :param account: id of the only account that is asked for; None: every account
    """
    select = SQL(
        """
        SELECT company_id, account_id, DATE_TRUNC('month', received_on)::date AS month,
               COUNT(*) AS orders, SUM(amount) AS amount, SUM(waiting) AS waiting,
               COUNT(fill) AS promised, COUNT(first_kept) AS shipped,
               MAX(waiting_days) AS waiting_days, AVG(fill) AS fill,
               AVG(first_kept) AS first_kept, AVG(last_kept) AS last_kept,
               PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY cycle_days) AS cycle_days
          FROM (%s) figures
         GROUP BY company_id, account_id, DATE_TRUNC('month', received_on)
        """,
        order_figures(account),
    )
    means = ("waiting_days", "fill", "first_kept", "last_kept", "cycle_days")
    return Part("ordered", select, ("orders", "promised", "shipped", "amount", "waiting"), means)


def judged_invoices(account=None):
    """An ``SQL`` select of each posted invoice of accounts, and whether it was right first time.

    It was, unless it was credited or disputed; disputes that were rejected do not count.
    """
    return SQL(
        """
        SELECT m.id, m.company_id, m.commercial_partner_id AS account_id, m.invoice_date,
               COALESCE(dispute.open, 0) AS open_disputes,
               (dispute.right_of_buyer IS NOT TRUE AND credit.id IS NULL)::int AS right_at_once
          FROM account_move m
          JOIN res_partner account ON account.id = m.commercial_partner_id
          LEFT JOIN (
            SELECT move_id, COUNT(*) FILTER (WHERE state = 'open') AS open,
                   BOOL_OR(state <> 'rejected') AS right_of_buyer
              FROM b2b_dispute GROUP BY move_id
          ) dispute ON dispute.move_id = m.id
          LEFT JOIN (
            SELECT DISTINCT reversed_entry_id AS id FROM account_move
             WHERE move_type = 'out_refund' AND state = 'posted'
          ) credit ON credit.id = m.id
         WHERE m.move_type = 'out_invoice' AND m.state = 'posted'
           AND jsonb_typeof(account.b2b_tier_id->m.company_id::text) = 'number'%s
        """,
        SQL(" AND m.commercial_partner_id = %s", account) if account else SQL(),
    )


def invoices_part(account=None):
    """What was invoiced in a month, how much of it was right at once, and what is disputed still."""
    select = SQL(
        """
        SELECT company_id, account_id, DATE_TRUNC('month', invoice_date)::date AS month,
               COUNT(*) AS invoices, SUM(open_disputes) AS open_disputes,
               AVG(right_at_once) AS right_at_once
          FROM (%s) judged
         GROUP BY company_id, account_id, DATE_TRUNC('month', invoice_date)
        """,
        judged_invoices(account),
    )
    return Part("invoiced", select, ("invoices", "open_disputes"), ("right_at_once",))


def service_ledger(parts):
    """An ``SQL`` select of one row for each company, account and month with anything in it.

    :param parts: :class:`Part` list
    """
    shown = [
        *(
            SQL("COALESCE(%s, 0) AS %s", SQL.identifier(part.name, column), SQL.identifier(column))
            for part in parts
            for column in part.counts
        ),
        *(SQL.identifier(part.name, column) for part in parts for column in part.means),
    ]
    return SQL(
        """
        WITH %(parts)s, known AS (%(known)s)
        SELECT ROW_NUMBER() OVER (ORDER BY known.company_id, known.account_id, known.month) AS id,
               known.company_id, known.account_id, known.month,
               TO_CHAR(known.month, 'YYYY-MM') AS period, company.currency_id, %(shown)s
          FROM known
          JOIN res_company company ON company.id = known.company_id
          %(joins)s
        """,
        parts=SQL(", ").join(
            SQL("%s AS (%s)", SQL.identifier(part.name), part.select) for part in parts
        ),
        known=SQL(" UNION ").join(
            SQL("SELECT company_id, account_id, month FROM %s", SQL.identifier(part.name))
            for part in parts
        ),
        shown=SQL(", ").join(shown),
        joins=SQL(" ").join(
            SQL(
                """LEFT JOIN %(part)s ON %(part)s.company_id = known.company_id
                    AND %(part)s.account_id = known.account_id AND %(part)s.month = known.month""",
                part=SQL.identifier(part.name),
            )
            for part in parts
        ),
    )
