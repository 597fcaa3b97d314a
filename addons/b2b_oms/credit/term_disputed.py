from odoo import models
from odoo.tools import SQL


class DisputedTerm(models.AbstractModel):
    """Invoices whose payment is blocked: owed until they are credited, but shown apart."""

    _name = "b2b.exposure.term.disputed"
    _inherit = "b2b.exposure.term.receivable"
    _description = "Disputed invoices"
    _code = "disputed"
    _sequence = 20

    def _select(self, accounts, companies, without):
        return self._open_items(accounts, companies, SQL("m.payment_state = 'blocked'"))
