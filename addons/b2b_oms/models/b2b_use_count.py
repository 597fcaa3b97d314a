"""How often somebody did something in this minute: one count for every worker."""

import time
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.sql_db import Cursor
from odoo.tools import SQL

EPOCH = datetime(1970, 1, 1)
WINDOW = 60  # seconds in which is counted


class Use(NamedTuple):
    """``used`` times in this minute, which ends in ``wait`` seconds."""

    used: int
    wait: int


class UseCount(models.Model):
    """One row an owner and thing: the minute of the last time, and how often in it."""

    _name = "b2b.use.count"
    _description = "Count of uses in a minute"
    _log_access = False

    owner = fields.Char(required=True, help="Model and id of who does it.")
    what = fields.Char(required=True)
    window = fields.Integer(required=True, help="Minutes since 1970.")
    used = fields.Integer(required=True)

    _owner_what_uniq = models.UniqueIndex("(owner, what)")

    @api.model
    def _add(self, owner, what):
        """Count one use, and say how many this minute has seen: :class:`Use`.

        Counted at READ COMMITTED, where two at once wait for each other instead of failing, and
        committed at once in a transaction of its own: what fails, or only reads, counts too.

        :param owner: a record, whose
        :param what: a word, of what
        """
        window, wait = _minute()
        count = SQL(
            """INSERT INTO b2b_use_count (owner, what, "window", used) VALUES (%s, %s, %s, 1)
               ON CONFLICT (owner, what) DO UPDATE SET
                   used = CASE WHEN b2b_use_count."window" = EXCLUDED."window"
                               THEN b2b_use_count.used + 1 ELSE 1 END,
                   "window" = EXCLUDED."window"
               RETURNING used""",
            _name(owner),
            what,
            window,
        )
        with self.env.registry.cursor() as cr:
            if type(cr) is Cursor:  # not a test's
                cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
                cr.execute("SET LOCAL synchronous_commit TO off")
            cr.execute(count)
            return Use(cr.fetchone()[0], wait)

    @api.model
    def _so_far(self, owner, what):
        """What this minute has seen already, without counting: :class:`Use`."""
        window, wait = _minute()
        domain = [("owner", "=", _name(owner)), ("what", "=", what), ("window", "=", window)]
        return Use(self.sudo().search(domain).used, wait)

    @api.model
    def _last(self, owners, what):
        """{owner: the minute (naive UTC) of its last use}, for those that had any."""
        by_name = {_name(owner): owner for owner in owners}
        found = self.sudo().search([("owner", "in", list(by_name)), ("what", "=", what)])
        return {by_name[one.owner]: EPOCH + timedelta(seconds=one.window * WINDOW) for one in found}


def _minute():
    """(number of the minute since 1970, seconds until it ends)."""
    now = int(time.time())
    return now // WINDOW, WINDOW - now % WINDOW


def _name(owner):
    owner.ensure_one()
    return f"{owner._name},{owner.id}"
