"""How each order went, as one select: the arithmetic behind every figure of performance."""

from odoo.tools import SQL

# Findings that say the price on the order was not the account's price.
PRICE_CHECKS = ("price",)
# Where each part of the select names its order.
OWN_COLUMNS = {
    "event": SQL("order_id"),
    "allocation": SQL("a.order_id"),
    "sold": SQL("sold.order_id"),
    "order": SQL("o.id"),
}


def order_figures(account=None):
    """An ``SQL`` select of one row for each order on our path that was not cancelled.

    Times are UTC; money is in the company's currency, at the order's own rate. A yes-or-no figure
    is 1 or 0, so that its mean is a share; NULL where the question does not arise yet.

    :param account: id of the only account that is asked for; None: every account
    """
    own = SQL("SELECT id FROM sale_order WHERE b2b_account_id = %s", account)
    return SQL(
        """
        WITH step AS (
          SELECT order_id,
                 MIN(create_date) FILTER (WHERE to_state = 'released') AS released_on,
                 BOOL_OR(to_state = 'held') AS was_held
            FROM b2b_order_event WHERE kind = 'state'%(of_event)s GROUP BY order_id
        ), finding AS (
          SELECT order_id, COUNT(*) AS holds,
                 BOOL_OR(state = 'waived') AS waived,
                 BOOL_OR(code IN %(price_checks)s) AS price_error
            FROM b2b_order_hold WHERE action IN ('hold', 'approve')%(of_event)s GROUP BY order_id
        ), left_house AS (
          SELECT m.b2b_allocation_id AS id, MAX(m.date) AS at
            FROM stock_move m
            JOIN stock_location d ON d.id = m.location_dest_id AND d.usage = 'customer'
           WHERE m.state = 'done' AND m.b2b_allocation_id IS NOT NULL
           GROUP BY m.b2b_allocation_id
        ), allocated AS (
          SELECT a.order_id,
                 SUM(a.quantity) FILTER (WHERE a.is_planned_from_stock)
                   / NULLIF(SUM(a.quantity), 0) AS fill,
                 BOOL_OR(NOT a.is_planned_from_stock) AS backordered,
                 COUNT(DISTINCT a.warehouse_id) > 1 AS split,
                 COUNT(*) FILTER (WHERE a.kind = 'backorder' AND a.state = 'open') AS waiting,
                 MIN(a.create_date) FILTER (WHERE a.kind = 'backorder' AND a.state = 'open')
                   AS waiting_since,
                 BOOL_AND(a.state = 'done') AS shipped,
                 MAX(left_house.at) AS shipped_on,
                 BOOL_AND(a.state = 'done' AND COALESCE(a.given_up_quantity, 0) = 0
                          AND left_house.day <= a.first_promised_date) AS first_kept,
                 BOOL_AND(a.state = 'done' AND left_house.day <= a.promised_date) AS last_kept
            FROM b2b_allocation a
            JOIN stock_warehouse w ON w.id = a.warehouse_id
            JOIN res_partner place ON place.id = w.partner_id
            LEFT JOIN LATERAL (
              SELECT at, (at AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(place.tz, 'UTC'))::date AS day
                FROM left_house l WHERE l.id = a.id
            ) left_house ON TRUE
           WHERE a.state <> 'cancelled' AND a.quantity > 0%(of_allocation)s
           GROUP BY a.order_id
        ), invoice AS (
          SELECT DISTINCT sold.order_id, m.id, m.invoice_date,
                 m.payment_state IN ('paid', 'in_payment', 'reversed') AS paid
            FROM sale_order_line sold
            JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sold.id
            JOIN account_move_line l ON l.id = rel.invoice_line_id
            JOIN account_move m ON m.id = l.move_id
           WHERE m.state = 'posted' AND m.move_type = 'out_invoice'%(of_sold)s
        ), billed AS (
          SELECT invoice.order_id, MAX(invoice.invoice_date) AS invoiced_on,
                 CASE WHEN BOOL_AND(invoice.paid) THEN MAX(payment.on_day) END AS paid_on
            FROM invoice
            LEFT JOIN LATERAL (
              SELECT MAX(r.max_date) AS on_day
                FROM account_move_line item
                JOIN account_partial_reconcile r ON r.debit_move_id = item.id
               WHERE item.move_id = invoice.id
            ) payment ON TRUE
           GROUP BY invoice.order_id
        )
        SELECT o.id, o.id AS order_id, o.company_id, o.b2b_account_id AS account_id,
               CASE WHEN jsonb_typeof(account.b2b_tier_id->o.company_id::text) = 'number'
                    THEN (account.b2b_tier_id->>o.company_id::text)::int END AS tier_id,
               o.warehouse_id, o.user_id, o.team_id, o.b2b_channel AS channel,
               o.b2b_state AS state, company.currency_id,
               o.create_date AS received_on, step.released_on,
               CASE WHEN allocated.shipped THEN allocated.shipped_on END AS shipped_on,
               CASE WHEN o.invoice_status = 'invoiced' THEN billed.invoiced_on END AS invoiced_on,
               CASE WHEN o.invoice_status = 'invoiced' THEN billed.paid_on END AS paid_on,
               o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1) AS amount,
               CASE WHEN step.released_on IS NOT NULL OR step.was_held
                    THEN (NOT COALESCE(step.was_held, FALSE)
                          AND NOT COALESCE(finding.waived, FALSE))::int END AS touchless,
               (COALESCE(step.was_held, FALSE) OR o.b2b_state = 'held')::int AS held,
               COALESCE(finding.price_error, FALSE)::int AS price_error,
               COALESCE(finding.holds, 0) AS holds,
               COALESCE(finding.holds, 0) * company.b2b_minutes_per_hold AS minutes,
               COALESCE(finding.holds, 0) * company.b2b_minutes_per_hold
                 * company.b2b_cost_per_hour / 60 AS cost,
               allocated.fill,
               COALESCE(allocated.waiting, 0) AS waiting,
               EXTRACT(EPOCH FROM NOW() AT TIME ZONE 'UTC' - allocated.waiting_since) / 86400
                 AS waiting_days,
               allocated.backordered::int AS backordered,
               allocated.split::int AS split,
               CASE WHEN allocated.shipped THEN allocated.first_kept::int END AS first_kept,
               CASE WHEN allocated.shipped THEN allocated.last_kept::int END AS last_kept,
               EXTRACT(EPOCH FROM step.released_on - o.create_date) / 3600 AS release_hours,
               CASE WHEN allocated.shipped
                    THEN EXTRACT(EPOCH FROM allocated.shipped_on - step.released_on) / 86400
               END AS ship_days,
               CASE WHEN allocated.shipped
                    THEN EXTRACT(EPOCH FROM allocated.shipped_on - o.create_date) / 86400
               END AS cycle_days,
               CASE WHEN o.invoice_status = 'invoiced' AND allocated.shipped
                    THEN billed.invoiced_on - allocated.shipped_on::date END AS invoice_days,
               CASE WHEN o.invoice_status = 'invoiced'
                    THEN billed.paid_on - billed.invoiced_on END AS pay_days
          FROM sale_order o
          JOIN res_company company ON company.id = o.company_id
          JOIN res_partner account ON account.id = o.b2b_account_id
          LEFT JOIN step ON step.order_id = o.id
          LEFT JOIN finding ON finding.order_id = o.id
          LEFT JOIN allocated ON allocated.order_id = o.id
          LEFT JOIN billed ON billed.order_id = o.id
         WHERE o.b2b_state IS NOT NULL AND o.b2b_state <> 'cancelled'%(of_order)s
        """,
        price_checks=PRICE_CHECKS,
        **{
            f"of_{name}": SQL(" AND %s IN (%s)", column, own) if account else SQL()
            for name, column in OWN_COLUMNS.items()
        },
    )


def monthly_figures():
    """An ``SQL`` select of the figures of each month an order was received in.

    One row for each company, month and channel, and one for all channels (no channel). Means of
    yes-or-no figures are shares; times are given as median and as the ninth of ten.
    """
    spread = [
        SQL(
            "PERCENTILE_CONT(%s) WITHIN GROUP (ORDER BY %s) AS %s",
            share,
            SQL.identifier(column),
            SQL.identifier(f"{column}_{name}"),
        )
        for column in ("release_hours", "ship_days", "invoice_days", "pay_days")
        for name, share in (("median", 0.5), ("p90", 0.9))
    ]
    return SQL(
        """
        SELECT ROW_NUMBER() OVER (ORDER BY company_id, month DESC, channel NULLS FIRST) AS id, one.*
          FROM (
            SELECT company_id, currency_id, DATE_TRUNC('month', received_on)::date AS month,
                   TO_CHAR(DATE_TRUNC('month', received_on), 'YYYY-MM') AS period,
                   channel, COUNT(*) AS orders, SUM(amount) AS amount,
                   AVG(touchless) AS touchless, AVG(held) AS held,
                   AVG(price_error) AS price_error, AVG(fill) AS fill,
                   AVG(backordered) AS backordered, AVG(split) AS split,
                   AVG(first_kept) AS first_kept, AVG(last_kept) AS last_kept,
                   SUM(minutes)::float / COUNT(*) AS minutes,
                   SUM(cost) AS cost, %s
              FROM (%s) figures
             GROUP BY GROUPING SETS (
               (company_id, currency_id, DATE_TRUNC('month', received_on)),
               (company_id, currency_id, DATE_TRUNC('month', received_on), channel))
          ) one
        """,
        SQL(", ").join(spread),
        order_figures(),
    )
