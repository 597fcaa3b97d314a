from functools import partial

from odoo import api, fields, models
from odoo.sql_db import Cursor
from odoo.tools import SQL, ormcache

BUFFER = "b2b.change"
# Of PostgreSQL's advisory locks; whoever gives versions holds it, alone and for a moment.
LOCK = 0x62326263


class Change(models.Model):
    """That a record of the API changed: written at the commit of the change, versioned when read.

    Versions are given under a lock by a transaction that commits before the next one gives any: the
    versions somebody sees are a beginning of all there will ever be, so a reader who remembers the
    last one misses nothing, in whatever order transactions commit. Of each record only the newest
    version is kept.
    """

    _name = "b2b.change"
    _description = "Change told to other systems"
    _order = "version desc, id desc"
    _rec_name = "subject"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    subject = fields.Char(required=True)
    record_id = fields.Integer(required=True, aggregator=None)
    account_id = fields.Many2one("res.partner", ondelete="set null", help="Whose it is.")
    changed = fields.Datetime(required=True)
    version = fields.Integer(aggregator=None, help="Empty until somebody reads the feed.")

    _version_uniq = models.UniqueIndex("(version) WHERE version IS NOT NULL")
    _fresh_idx = models.Index("(company_id, subject, record_id, id) WHERE version IS NULL")
    _record_idx = models.Index("(company_id, subject, record_id)")
    _read_idx = models.Index("(company_id, version)")

    def init(self):
        self.env.cr.execute(
            "CREATE SEQUENCE IF NOT EXISTS b2b_change_version OWNED BY b2b_change.version"
        )

    # === WHO LISTENS === #

    @api.model
    @ormcache()
    def _fed_companies(self):
        """Ids of the companies that keep a feed. From the cache: hot paths ask it."""
        return frozenset(self.env["res.company"].sudo().search([("b2b_feed", "=", True)]).ids)

    @api.model
    def _is_fed(self):
        return bool(self._fed_companies())

    @api.model
    def _restart(self, companies):
        """Begin a new epoch: what was not written down in between cannot be told."""
        self.sudo().search([("company_id", "in", companies.ids)]).unlink()

    # === WRITING === #

    @api.model
    def _mark(self, subject, ids, leaving=False):
        """Remember that records changed; written once, when the transaction commits.

        :param leaving: they may be gone by then: whose they were is asked now
        """
        if not ids or not self._is_fed():
            return
        found = self.env.cr.precommit.data.setdefault(BUFFER, {})
        if not found:
            self.env.cr.precommit.add(partial(self.sudo()._write_down))
        owners = found.setdefault(subject, {})
        for record_id in ids:
            owners.setdefault(record_id, None)
        if leaving:
            owners.update(self._owners(subject, ids))

    def _owners(self, subject, ids):
        """{record id: [(company id, account id)]} of those that are there."""
        resource = next(one for one in self.env["b2b.api.resource"]._fed() if one._feed == subject)
        return {
            record_id: [(company.id, account.id or None) for company in companies]
            for record_id, companies, account in resource._feed_owners(list(ids))
        }

    def _write_down(self):
        rows = set()
        for subject, remembered in self.env.cr.precommit.data.pop(BUFFER, {}).items():
            owners = remembered | self._owners(subject, remembered)
            rows.update(
                (company, subject, record_id, account)
                for record_id, pairs in owners.items()
                for company, account in pairs or ()
                if company in self._fed_companies()
            )
        if rows:
            columns = [list(column) for column in zip(*sorted(rows, key=str), strict=True)]
            self.env.cr.execute(
                SQL(
                    """INSERT INTO b2b_change (company_id, subject, record_id, account_id, changed)
                       SELECT row.*, now() AT TIME ZONE 'UTC'
                         FROM unnest(%s::int[], %s::text[], %s::int[], %s::int[]) row""",
                    *columns,
                )
            )

    # === READING === #

    @api.model
    def _give_versions(self):
        """Give versions to what was committed, and forget what is out of date.

        In a transaction of its own, at READ COMMITTED: after waiting for the lock it sees all that
        was committed until then.
        """
        with self.env.registry.cursor() as cr:
            if type(cr) is Cursor:  # not a test's
                cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute(SQL("SELECT pg_advisory_xact_lock(%s)", LOCK))
            cr.execute(
                """UPDATE b2b_change change SET version = fresh.version
                     FROM (SELECT id, nextval('b2b_change_version') AS version
                             FROM (SELECT MAX(id) AS id FROM b2b_change WHERE version IS NULL
                                    GROUP BY company_id, subject, record_id ORDER BY 1) newest
                          ) fresh
                    WHERE change.id = fresh.id RETURNING change.id"""
            )
            ids = [row[0] for row in cr.fetchall()]
            if ids:
                cr.execute(
                    SQL(
                        """DELETE FROM b2b_change old USING b2b_change fresh
                            WHERE fresh.id = ANY(%s) AND old.id < fresh.id
                              AND old.company_id = fresh.company_id
                              AND old.subject = fresh.subject AND old.record_id = fresh.record_id""",
                        ids,
                    )
                )

    @api.model
    def _now(self):
        """Version everything and look from here on: a transaction sees what was there at its begin.

        Commits what was written before.
        """
        self._give_versions()
        self.env.cr.commit()  # a new snapshot; pylint: disable=invalid-commit
        self.env.invalidate_all()

    @api.model
    def _after(self, version, company, subjects, account=None, limit=None):
        """Changes of a company after a version, in order.

        :param account: whose only, and what is nobody's
        """
        domain = [
            ("company_id", "=", company.id),
            ("version", ">", version),
            ("subject", "in", list(subjects)),
        ]
        if account:
            domain.append(("account_id", "in", (False, account.id)))
        return self.sudo().search(domain, order="version", limit=limit)

    @api.model
    def _last_version(self, company):
        """The newest version there is, 0: none."""
        newest = self.sudo().search(
            [("company_id", "=", company.id), ("version", "!=", False)],
            order="version desc", limit=1,
        )  # fmt: skip
        return newest.version

    @api.autovacuum
    def _gc_versions(self):
        """Nobody read for a day: what is out of date goes."""
        self._give_versions()
