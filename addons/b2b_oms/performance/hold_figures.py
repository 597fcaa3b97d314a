"""How often each check stops orders, as one select: the hold rate by reason."""

from odoo.tools import SQL


def hold_figures():
    """An ``SQL`` select of a row for each company, month, channel and check that stopped orders.

    The month is that of the order's receipt. ``rate`` is the share of that month's orders of the
    channel, ``waived`` the share of holds a person released; ``hours`` is a median.
    """
    return SQL(
        """
        WITH received AS (
          SELECT id, company_id, b2b_channel AS channel,
                 DATE_TRUNC('month', create_date)::date AS month
            FROM sale_order
           WHERE b2b_state IS NOT NULL AND b2b_state <> 'cancelled'
        ), total AS (
          SELECT company_id, channel, month, COUNT(*) AS orders
            FROM received GROUP BY company_id, channel, month
        )
        SELECT ROW_NUMBER() OVER (
                 ORDER BY r.company_id, r.month DESC, r.channel, h.code) AS id,
               r.company_id, r.month, TO_CHAR(r.month, 'YYYY-MM') AS period, r.channel, h.code,
               COUNT(DISTINCT h.order_id) AS held, total.orders,
               COUNT(DISTINCT h.order_id)::float / total.orders AS rate,
               COUNT(*) AS holds,
               AVG((h.state = 'waived')::int) AS waived,
               PERCENTILE_CONT(0.5) WITHIN GROUP (
                 ORDER BY EXTRACT(EPOCH FROM h.resolved_on - h.create_date) / 3600) AS hours
          FROM b2b_order_hold h
          JOIN received r ON r.id = h.order_id
          JOIN total ON total.company_id = r.company_id AND total.month = r.month
                    AND total.channel IS NOT DISTINCT FROM r.channel
         WHERE h.action IN ('hold', 'approve')
         GROUP BY r.company_id, r.month, r.channel, h.code, total.orders
        """
    )
