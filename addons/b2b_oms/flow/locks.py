"""Every lock of the order's path, in the one order they may be taken: account, then products by id."""

from odoo import api, fields, models
from odoo.tools import SQL


class AccountTurn(models.Model):
    """One row per account and company, updated by every transaction that decides over the account.

    Waiting for a row lock does not refresh a REPEATABLE READ snapshot: the waiter would decide on
    old figures. Updating a shared row does: PostgreSQL refuses the second transaction, Odoo runs
    it again, and it then sees what the first one did.
    """

    _name = "b2b.account.turn"
    _description = "Turn of an account"
    _log_access = False

    account_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    turn = fields.Integer(required=True, default=0)

    _account_company_uniq = models.UniqueIndex("(account_id, company_id)")

    @api.model
    def _take(self, pairs):
        """Make this transaction the only one to decide over these accounts.

        :param pairs: iterable of (commercial partner, company) records
        :raises psycopg2.errors.SerializationFailure: another transaction was first; run again
        """
        ids = sorted({(account.id, company.id) for account, company in pairs})
        if not ids:
            return
        rows = SQL(", ").join(SQL("(%s, %s, 1)", *pair) for pair in ids)
        self.env.cr.execute(
            SQL(
                """INSERT INTO b2b_account_turn (account_id, company_id, turn) VALUES %s
                   ON CONFLICT (account_id, company_id)
                   DO UPDATE SET turn = b2b_account_turn.turn + 1""",
                rows,
            )
        )
