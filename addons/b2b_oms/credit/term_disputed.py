from odoo import models

from . import item_shares


class DisputedTerm(models.AbstractModel):
    """Disputed or blocked for payment: owed until it is credited, but shown apart."""

    _name = "b2b.exposure.term.disputed"
    _inherit = "b2b.exposure.term.receivable"
    _description = "Disputed invoices"
    _code = "disputed"
    _sequence = 20

    def _select(self, accounts, companies, without):
        return self._open_items(accounts, companies, item_shares.disputed())
