"""What an account owes or will owe: a sum of terms, each a file of its own, in one query."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class ExposureTerm(models.AbstractModel):
    """One part of the exposure.

    To add one: a model that inherits this, with ``_code``, ``_sequence``, a ``_description`` the
    credit controller reads, ``_reads`` and ``_select``. Negative amounts reduce the exposure.
    """

    _name = "b2b.exposure.term"
    _inherit = "b2b.plugin"
    _description = "Exposure term"
    # Models whose pending changes the query must see.
    _reads = ()

    def _select(self, accounts, companies, without):
        """Override this: an ``SQL`` select of (account id, company id, currency id, amount).

        :param accounts, companies: tuples of ids, never empty
        :param without: tuple of ids of the orders asked about; they are counted by themselves
        """
        raise NotImplementedError


class Exposure(models.AbstractModel):
    """Asks all terms at once."""

    _name = "b2b.credit.exposure"
    _description = "Exposure"

    @api.model
    def _amounts(self, accounts, companies, without=()):
        """The terms of accounts, each in the currencies it is owed in, in one grouped query.

        :param accounts: ids of commercial partners
        :param companies: ids of companies
        :param without: ids of orders that count for themselves
        :return: {(account id, company id): {(term code, currency id): amount}}
        """
        amounts = defaultdict(dict)
        if not accounts or not companies:
            return amounts
        terms = self.env["b2b.exposure.term"]._all()
        for model in {model for term in terms for model in term._reads}:
            self.env[model].flush_model()
        scope = tuple(accounts), tuple(companies), tuple(without) or (0,)
        selects = SQL(" UNION ALL ").join(
            SQL("SELECT %s AS term, t.* FROM (%s) t", term._code, term._select(*scope))
            for term in terms
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT term, account_id, company_id, currency_id, SUM(amount)
                  FROM (%s) AS terms (term, account_id, company_id, currency_id, amount)
                 GROUP BY term, account_id, company_id, currency_id
                """,
                selects,
            )
        )
        for term, account, company, currency, amount in rows:
            if amount:
                amounts[account, company][term, currency] = float(amount)
        return amounts
