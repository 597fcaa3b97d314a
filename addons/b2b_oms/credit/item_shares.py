"""Which part of an open item is disputed, and which promised: one arithmetic for all who ask."""

from odoo.tools import SQL


def joined():
    """Joins to add after ``account_move m``: the open disputes and promises of an invoice."""
    return SQL(
        """
        LEFT JOIN (SELECT move_id, SUM(amount) AS amount, MIN(expected_date) AS expected_on
                     FROM b2b_dispute WHERE state = 'open' GROUP BY move_id
                  ) disputed ON disputed.move_id = m.id
        LEFT JOIN (SELECT move_id, SUM(amount) AS amount, MAX(promised_date) AS promised_on
                     FROM b2b_payment_promise WHERE state = 'open' GROUP BY move_id
                  ) promised ON promised.move_id = m.id
        """
    )


def disputed():
    """0 to 1: an invoice that Odoo calls blocked is disputed as a whole."""
    return SQL(
        """
        CASE WHEN m.payment_state = 'blocked' THEN 1
             ELSE LEAST(1, COALESCE(disputed.amount / NULLIF(m.amount_residual, 0), 0)) END
        """
    )


def promised():
    """0 to 1: what is disputed cannot be promised as well."""
    return SQL(
        "LEAST(1 - %s, COALESCE(promised.amount / NULLIF(m.amount_residual, 0), 0))", disputed()
    )


def undisputed():
    """0 to 1: what is owed without dispute, promised or not."""
    return SQL("(1 - %s)", disputed())


def plain():
    """0 to 1: neither disputed nor promised."""
    return SQL("(1 - %s - %s)", disputed(), promised())
