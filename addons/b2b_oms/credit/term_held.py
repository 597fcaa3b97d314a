from odoo import models
from odoo.tools import SQL


class HeldTerm(models.AbstractModel):
    """Held orders keep their share of the limit, where the limit says so.

    Only those that would fit and wait for something else: two that wait for the same room must
    not keep it from each other.
    """

    _name = "b2b.exposure.term.held"
    _inherit = "b2b.exposure.term"
    _description = "Reserved by held orders"
    _code = "held"
    _sequence = 60
    _reads = ("sale.order", "b2b.order.hold", "b2b.credit.limit")

    def _select(self, accounts, companies, without):
        return SQL(
            """
            SELECT o.b2b_account_id, o.company_id, o.currency_id, o.amount_total
              FROM sale_order o
              JOIN b2b_credit_limit own
                ON own.account_id = o.b2b_account_id AND own.company_id = o.company_id
              JOIN b2b_credit_limit pool ON pool.id = COALESCE(own.shared_with_id, own.id)
             WHERE o.b2b_state = 'held'
               AND o.state IN ('draft', 'sent')
               AND pool.reserve_held
               AND NOT EXISTS (
                 SELECT 1 FROM b2b_order_hold h
                  WHERE h.order_id = o.id AND h.code = 'credit_limit' AND h.state = 'open')
               AND o.id NOT IN %s
               AND o.b2b_account_id IN %s
               AND o.company_id IN %s
            """,
            without,
            accounts,
            companies,
        )
