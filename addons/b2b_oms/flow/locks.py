"""Every lock of the order's path, in the one order they may be taken.

1. The place in line: session locks of the accounts, then of the storable products, by id.
2. The account's turn: a row that is updated (``_take``).
3. The rows of the stock, by id: ``reservation/known_stock.py``.

The first only spares trying again; the other two decide.
"""

import logging

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.http import request
from odoo.service.server import thread_local
from odoo.sql_db import Cursor
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Calls that do nothing before they ask for their turn, so that starting anew costs nothing.
FRESH_CALLS = {
    "b2b.approval.answer.action_approve",
    "b2b.approval.request.action_approve",
    "b2b.hold.release.action_release",
    "b2b.order.hold.action_release",
    "sale.order.action_confirm",
    "stock.quant.action_apply_inventory",
}
# Set in the context by loops of ours that read nothing between a commit and asking for their turn.
MAY_START_ANEW = "b2b_may_start_anew"
PLACE = "b2b_oms.place_in_line"
# Advisory locks are numbers. Sorted, every account comes before every product.
COMPANY = 1 << 40
PRODUCTS = 1 << 62


class TurnCameError(ConcurrencyError):
    """The place in line is had and kept; what was read before it is old. Run again."""


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
        missing = sorted(keys - self._keys)
        first = next((key for key in missing if not self._try(cr, key)), None)
        if first is None:
            return False
        if self._keys and first < max(self._keys):
            missing = sorted(keys | self._keys)  # out of turn: to the end of the line with all
            self.leave()
        for key in missing:
            if key not in self._keys:
                cr.execute("SELECT pg_advisory_lock(%s)", [key])
                self._keys.add(key)
        return True

    def _try(self, cr, key):
        cr.execute("SELECT pg_try_advisory_lock(%s)", [key])
        taken = cr.fetchone()[0]
        if taken:
            self._keys.add(key)
        return taken

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


def _called():
    """The ``model.method`` somebody called from outside; empty for crons and shells."""
    if call := getattr(thread_local, "rpc_model_method", ""):
        return call
    # /json/2/<model>/<method> and calls whose address says it all leave it empty
    return ".".join(request.httprequest.path.rsplit("/", 2)[1:]) if request else ""


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
    def _wait(self, pairs, products=()):
        """Stand in line for accounts and products before deciding: nobody has to try many times.

        Who had to wait decides on a fresh snapshot: at once where the call has done nothing yet,
        else by Odoo running the call again, which then finds its place kept. Does not replace
        ``_take``, nor the row locks of the stock: callers that never stand in line are still
        refused by those.

        :param pairs: iterable of (commercial partner, company) records
        :param products: the products whose stock is decided over
        :raises TurnCameError: the call must be run again
        """
        cr = self.env.cr
        keys = {company.id * COMPANY + account.id for account, company in pairs if account}
        keys |= {PRODUCTS + product.id for product in products}
        if type(cr) is not Cursor or not keys:
            return  # a test's cursor: one connection, nobody to wait for
        place = cr.cache.setdefault(PLACE, PlaceInLine(cr))
        waited = place.wait(cr, keys)
        if self._is_fresh():
            cr.rollback()  # also without having waited: the snapshot may be older than the place
        elif waited:
            raise TurnCameError("Another transaction decided over this account or stock")
        cr.postcommit.add(place.leave)

    @api.model
    def _leave(self):
        """Give up the place in line after a rollback that nobody follows up."""
        if place := self.env.cr.cache.get(PLACE):
            place.leave()

    @api.model
    def _at_once(self, work):
        """Do ``work``; once more, without Odoo's pause, when its turn came meanwhile.

        :param work: callable without arguments, of a transaction of its own
        """
        try:
            return work()
        except TurnCameError:
            self.env.cr.rollback()
            self.env.transaction.reset()
            self.env.registry.reset_changes()
            return work()

    def _is_fresh(self):
        """Whether this transaction may be started anew without losing anything."""
        if _called() not in FRESH_CALLS and not self.env.context.get(MAY_START_ANEW):
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
