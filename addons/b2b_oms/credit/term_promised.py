from odoo import models

from . import item_shares


class PromisedTerm(models.AbstractModel):
    """The account said when it pays: owed like the rest, but shown apart."""

    _name = "b2b.exposure.term.promised"
    _inherit = "b2b.exposure.term.receivable"
    _description = "Promised payments"
    _code = "promised"
    _sequence = 15

    def _select(self, accounts, companies, without):
        return self._open_items(accounts, companies, item_shares.promised())
