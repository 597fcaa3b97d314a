from odoo import models
from odoo.tools import SQL

from . import item_shares


class ReceivableTerm(models.AbstractModel):
    """Posted and open: invoices, less credit notes and payments not allocated yet."""

    _name = "b2b.exposure.term.receivable"
    _inherit = "b2b.exposure.term"
    _description = "Open receivables"
    _code = "receivable"
    _sequence = 10
    _reads = ("account.move", "account.move.line", "b2b.dispute", "b2b.payment.promise")

    def _select(self, accounts, companies, without):
        return self._open_items(accounts, companies, item_shares.plain())

    def _open_items(self, accounts, companies, share):
        """The ``share`` of each open item, an ``SQL`` of 0 to 1."""
        return SQL(
            """
            SELECT p.commercial_partner_id, l.company_id, l.currency_id,
                   l.amount_residual_currency * %s
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN account_account a ON a.id = l.account_id
              JOIN res_partner p ON p.id = l.partner_id
              %s
             WHERE a.account_type = 'asset_receivable'
               AND l.parent_state = 'posted'
               AND l.reconciled IS NOT TRUE
               AND p.commercial_partner_id IN %s
               AND l.company_id IN %s
            """,
            share,
            item_shares.joined(),
            accounts,
            companies,
        )
