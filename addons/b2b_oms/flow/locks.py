"""Every lock of the order's path, in the one order they may be taken: account, then products by id."""

import logging

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.server import thread_local
from odoo.sql_db import Cursor
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Calls that do nothing before they ask for their turn, so that starting anew costs nothing.
FRESH_CALLS = {"sale.order.action_confirm"}
PLACE = "b2b_oms.place_in_line"


class PlaceInLine:
    """Session locks of a connection: unlike those of a transaction they survive its rollback.

    Kept in the cursor's cache, which Odoo empties when it closes the cursor: the locks go then at
    the latest, so that no pooled connection keeps one.
    """

    def __init__(self, cr):
        self._connection = cr._cnx
        self._keys = set()

    def wait(self, cr, keys):
        """Take the locks in order. Returns whether another transaction was in front of us."""
        waited = False
        for key in sorted(keys - self._keys):
            cr.execute("SELECT pg_try_advisory_lock(%s)", [key])
            if not cr.fetchone()[0]:
                waited = True
                cr.execute("SELECT pg_advisory_lock(%s)", [key])
            self._keys.add(key)
        return waited

    def leave(self):
        keys, self._keys = list(self._keys), set()
        if keys and not self._connection.closed:
            with self._connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(key) FROM unnest(%s::bigint[]) key", [keys]
                )

    def __del__(self):
        try:
            self.leave()
        except Exception:
            _logger.exception("A place in line could not be given up")


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
    def _wait(self, pairs):
        """Stand in line for these accounts before deciding, so that nobody has to try many times.

        Who had to wait decides on a fresh snapshot: at once where the call has done nothing yet,
        else by Odoo running the call again, which then finds its place kept. Does not replace
        ``_take``: callers that never stand in line are still refused by it.

        :param pairs: iterable of (commercial partner, company) records
        :raises ConcurrencyError: the call must be run again
        """
        cr = self.env.cr
        keys = {(company.id << 40) | account.id for account, company in pairs if account}
        if type(cr) is not Cursor or not keys:
            return  # a test's cursor: one connection, nobody to wait for
        place = cr.cache.setdefault(PLACE, PlaceInLine(cr))
        if place.wait(cr, keys):
            if not self._is_fresh():
                raise ConcurrencyError("Another transaction decided over this account meanwhile")
            cr.rollback()
        cr.postcommit.add(place.leave)

    def _is_fresh(self):
        """Whether this transaction may be started anew without losing anything."""
        if getattr(thread_local, "rpc_model_method", "") not in FRESH_CALLS:
            return False
        self.env.flush_all()
        self.env.cr.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        return self.env.cr.fetchone()[0]

    @api.model
    def _of(self, account, company):
        """The number of the turn this transaction has."""
        row = self.sudo().search_fetch(
            [("account_id", "=", account.id), ("company_id", "=", company.id)], ["turn"]
        )
        return row.turn

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
        self.invalidate_model(["turn"], flush=False)
