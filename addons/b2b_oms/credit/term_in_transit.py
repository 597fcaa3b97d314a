from odoo import models
from odoo.tools import SQL


class InTransitTerm(models.AbstractModel):
    """Payments recorded without a journal entry: Odoo calls the invoice paid, its items stay open."""

    _name = "b2b.exposure.term.in_transit"
    _inherit = "b2b.exposure.term"
    _description = "Payments in transit"
    _code = "in_transit"
    _sequence = 30
    _reads = ("account.payment", "account.move")

    def _select(self, accounts, companies, without):
        return SQL(
            """
            SELECT p.commercial_partner_id, pay.company_id, pay.currency_id,
                   CASE WHEN pay.payment_type = 'inbound' THEN -1 ELSE 1 END
                   * COALESCE(LEAST(pay.amount, matched.residual), pay.amount)
              FROM account_payment pay
              JOIN res_partner p ON p.id = pay.partner_id
              LEFT JOIN LATERAL (
                SELECT SUM(m.amount_residual) AS residual
                  FROM account_move__account_payment r
                  JOIN account_move m ON m.id = r.invoice_id AND m.state = 'posted'
                 WHERE r.payment_id = pay.id
              ) matched ON TRUE
             WHERE pay.partner_type = 'customer'
               AND pay.state IN ('in_process', 'paid')
               AND pay.move_id IS NULL
               AND (matched.residual IS NOT NULL OR pay.state = 'in_process')
               AND p.commercial_partner_id IN %s
               AND pay.company_id IN %s
            """,
            accounts,
            companies,
        )
