from odoo import models
from odoo.tools import SQL


class PrepaidTerm(models.AbstractModel):
    """Paid online on an order, and in the books neither as an entry nor on an invoice yet."""

    _name = "b2b.exposure.term.prepaid"
    _inherit = "b2b.exposure.term"
    _description = "Prepayments"
    _code = "prepaid"
    _sequence = 50
    _reads = ("sale.order", "payment.transaction", "account.payment")

    def _select(self, accounts, companies, without):
        return SQL(
            """
            SELECT o.b2b_account_id, o.company_id, t.currency_id, - t.amount
              FROM payment_transaction t
              JOIN LATERAL (
                SELECT so.b2b_account_id, so.company_id
                  FROM sale_order_transaction_rel r
                  JOIN sale_order so ON so.id = r.sale_order_id
                 WHERE r.transaction_id = t.id AND so.state != 'cancel'
                   AND so.b2b_state IS DISTINCT FROM 'closed'
                 LIMIT 1
              ) o ON TRUE
              LEFT JOIN account_payment pay ON pay.id = t.payment_id
             WHERE t.state IN ('authorized', 'done')
               AND t.operation IS DISTINCT FROM 'refund'
               AND pay.id IS NULL
               AND NOT EXISTS (
                 SELECT 1 FROM account_invoice_transaction_rel i
                   JOIN account_move m ON m.id = i.invoice_id AND m.state = 'posted'
                  WHERE i.transaction_id = t.id AND m.payment_state IN ('paid', 'in_payment'))
               AND o.b2b_account_id IN %s
               AND o.company_id IN %s
            """,
            accounts,
            companies,
        )
