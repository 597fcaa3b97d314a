"""A connection at work: what changed there is taken, what changed here is given."""

import logging

from psycopg2 import DataError, IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError

from .client import PAGE, ConnectorError
from .subject import NotTakenError

_logger = logging.getLogger(__name__)

# What stops one record and no other.
KNOWN = (NotTakenError, UserError, IntegrityError, DataError, ConnectorError)
# A record in another shape than the API's: of a younger version, or of something else.
UNCLEAR = (KeyError, TypeError, ValueError, AttributeError)


class ConnectionRun(models.AbstractModel):
    """Synchronising; ``b2b.connection`` inherits it."""

    _name = "b2b.connection.run"
    _inherit = ["b2b.connection.compare"]
    _description = "Work of a connection"

    @api.model
    def _cron_sync(self):
        """Every connection's changes, and what was asked for by a button."""
        # One without a key is not set up yet.
        connections = self.env["b2b.connection"].sudo().search(
            [("token", "!=", False)], order="id"
        )  # fmt: skip
        self.env["ir.cron"]._commit_progress(remaining=len(connections))
        for connection in connections:
            connection._sync()
            if not self.env["ir.cron"]._commit_progress(processed=1):
                break

    @api.model
    def _cron_compare(self):
        """Once a night: what differs?"""
        self.env["b2b.connection"].sudo().search([("token", "!=", False)]).wanted = "compare"
        self.env.ref("b2b_oms.cron_connections").sudo()._trigger()

    def _sync(self):
        """Take and give what changed, a page a transaction; what goes wrong is on the record."""
        self.ensure_one()
        locked = self.try_lock_for_update()
        if not locked:
            return  # another worker is at it
        acting = self._acting()
        try:
            client = acting._client()
            try:
                if acting.wanted == "full" or not acting.cursor:
                    acting._pull_everything(client)
                acting._pull_changes(client)
                acting._try_waiting()
                acting._give(client)
                if acting.wanted == "compare":
                    acting._compare(client)
            finally:
                client.close()
        except ConnectorError as error:
            acting._failed(error)
        else:
            acting.write(
                {"synced_on": fields.Datetime.now(), "failing_since": False, "last_error": False,
                 "wanted": False}
            )  # fmt: skip
        self.env["ir.cron"]._commit_progress()

    def _acting(self):
        """As the connection's user, with the rights of the server, in its company."""
        return self.with_user(self.user_id).sudo().with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids, tracking_disable=True
        )  # fmt: skip

    def _failed(self, error):
        self.env.cr.rollback()
        vals = {
            "last_error": str(error)[:500],
            "failing_since": self.failing_since or fields.Datetime.now(),
        }
        if error.code == "begin_anew":
            vals["cursor"] = False
        self.write(vals)

    # === TAKING === #

    def _pull_everything(self, client):
        """Read all of every subject; what changes meanwhile comes by the feed."""
        if not self.cursor:
            # What is here already is theirs to know, or drift: only what changes from now is given.
            self.env["b2b.change"]._now()
            self.own_version = self.env["b2b.change"]._last_version(self.company_id)
        feed = None
        for part in self.part_ids:
            for page in self._pages(client, part.subject):
                feed = feed or page["feed"]
                self._take(part, page["data"])
                self.env["ir.cron"]._commit_progress()
        if feed is None:
            raise ConnectorError(self.env._("Nothing is kept alike yet: add a subject."))
        self.cursor = feed

    def _pages(self, client, subject):
        cursor = None
        while True:
            needs = ("next_cursor", "feed")
            page = client.page(f"/changes/{subject}", needs, cursor=cursor, limit=PAGE)
            yield page
            cursor = page["next_cursor"]
            if not cursor:
                return

    def _pull_changes(self, client):
        subjects = ",".join(self.part_ids.mapped("subject"))
        while True:
            asked = {"after": self.cursor, "subjects": subjects, "limit": PAGE}
            page = client.page("/changes", ("cursor", "more"), **asked)
            for part in self.part_ids:  # what others refer to first
                of_part = [row for row in page["data"] if row.get("subject") == part.subject]
                self._take(part, of_part)
            self.cursor = page["cursor"]
            self.env["ir.cron"]._commit_progress()
            if not page["more"]:
                return

    def _take(self, part, rows):
        """Take records of theirs, each for itself."""
        links = self._links(part.subject, [str(row["id"]) for row in rows])
        for row in rows:
            link = links.get(str(row["id"]))
            if row["data"] is None:
                if link:
                    link.is_gone = True
                continue
            self._take_one(part, str(row["id"]), row["data"], link)

    def _links(self, subject, external_ids):
        found = self.env["b2b.connection.link"].search(
            [("connection_id", "=", self.id), ("subject", "=", subject),
             ("external_id", "in", external_ids)]
        )  # fmt: skip
        return {link.external_id: link for link in found}

    def _take_one(self, part, external_id, data, link):
        plugin = part._plugin(part.subject).with_env(self.env)
        if not link and not self._is_ours_too(plugin, data):
            return
        link = link or self.env["b2b.connection.link"].create(
            {"connection_id": self.id, "subject": part.subject, "external_id": external_id}
        )
        link.write({"told": data, "is_gone": False})
        with self._noting(link):
            record = link._record() or plugin._find(data, self)
            changed = self._theirs_to_take(part, plugin, record, data)
            if changed or (not record and part.truth == "theirs"):
                record = plugin._apply(record, data, changed, self)
            elif not record:
                raise NotTakenError(self.env._("It is not here, and nobody makes it."))
            link.res_id = record.id

    def _is_ours_too(self, plugin, data):
        """Whether both should have it. What we cannot tell is looked at, and noted."""
        try:
            return plugin._is_mirrored(data)
        except UNCLEAR:
            return True

    def _theirs_to_take(self, part, plugin, record, data):
        """{field: value} in which ours must change."""
        theirs = plugin._values_of(data)
        if not record:
            return theirs if part.truth == "theirs" else {}
        told = plugin._shown(record.ids, self).get(record)
        if told is None:
            raise NotTakenError(self.env._("Ours is archived or cancelled."))
        ours, truths = plugin._values_of(told), part._truths()
        return {
            name: value
            for name, value in theirs.items()
            if truths[name] == "theirs" and ours[name] != value
        }

    def _noting(self, link):
        return Noting(self, link)

    def _try_waiting(self):
        """What could not be taken may be taken now: what it needs has come meanwhile."""
        for part in self.part_ids:
            waiting = self.env["b2b.connection.link"].search(
                [("connection_id", "=", self.id), ("subject", "=", part.subject),
                 ("problem", "!=", False), ("external_id", "!=", False), ("is_gone", "=", False)]
            )  # fmt: skip
            for link in waiting:
                self._take_one(part, link.external_id, link.told, link)

    # === GIVING === #

    def _give(self, client):
        """Give what is ours to say: our own feed tells what changed."""
        giving = {part.subject: part for part in self.part_ids if part._gives()}
        if not giving:
            return
        changes = self.env["b2b.change"]
        changes._now()
        found = changes._after(self.own_version, self.company_id, giving)
        last = found[-1:].version
        ids = {subject: set(rows.mapped("record_id"))
               for subject, rows in found.grouped("subject").items()}  # fmt: skip
        for link in self._given_in_vain():
            ids.setdefault(link.subject, set()).add(link.res_id)
        for subject, part in giving.items():
            self._give_records(part, ids.get(subject, set()), client)
        if last:
            self.own_version = last

    def _given_in_vain(self):
        return self.env["b2b.connection.link"].search(
            [("connection_id", "=", self.id), ("problem", "!=", False), ("res_id", "!=", 0),
             ("external_id", "=", False)]
        )  # fmt: skip

    def _give_records(self, part, ids, client):
        plugin = part._plugin(part.subject).with_env(self.env)
        links = {
            link.res_id: link
            for link in self.env["b2b.connection.link"].search(
                [("connection_id", "=", self.id), ("subject", "=", part.subject),
                 ("res_id", "in", list(ids))]
            )
        }  # fmt: skip
        for record, data in plugin._shown(ids, self).items():
            link = links.get(record.id)
            if link and link.external_id or plugin._is_mirrored(data) and part.truth == "ours":
                self._give_one(part, plugin, record, link, client)
                # What was done over there is remembered here, whatever comes next.
                self.env["ir.cron"]._commit_progress()

    def _give_one(self, part, plugin, record, link, client):
        link = link or self.env["b2b.connection.link"].create(
            {"connection_id": self.id, "subject": part.subject, "res_id": record.id}
        )
        with self._noting(link):
            values = self._ours_to_give(part, plugin, record, link)
            if values:
                told = plugin._push(record, values, link, client)
                link.write({"told": told, "external_id": str(told["id"])})

    def _ours_to_give(self, part, plugin, record, link):
        """{field: value} in which theirs must change, as far as we know theirs."""
        ours = plugin._values_of(plugin._shown(record.ids, self)[record])
        if not link.external_id:
            return ours
        theirs, truths = plugin._values_of(link.told), part._truths()
        return {
            name: value
            for name, value in ours.items()
            if truths[name] == "ours" and theirs[name] != value
        }


class Noting:
    """What stops one record is written on its link, undone, and stops no other."""

    def __init__(self, connection, link):
        self._link, self._env = link, connection.env
        self._savepoint = None

    def __enter__(self):
        self._savepoint = self._env.cr.savepoint()
        self._savepoint.__enter__()

    def __exit__(self, kind, error, trace):
        try:
            swallowed = self._savepoint.__exit__(kind, error, trace)
        except KNOWN as late:
            error, swallowed = late, False
        link = self._link
        if error is None:
            if link.problem:
                link.write({"problem": False, "problem_since": False})
            return swallowed
        if isinstance(error, ConnectorError) and (error.status == 0 or error.status >= 500):
            return False  # nobody is there: the others cannot be asked either
        text = str(error).strip()
        if isinstance(error, UNCLEAR):
            _logger.warning(
                "A record of %s is not understood", link.connection_id.name, exc_info=error
            )
            text = link.env._(
                "It is told in a way we do not understand: %(what)s", what=repr(error)
            )
        elif not isinstance(error, KNOWN):
            return False
        link.write(
            {
                "problem": text[:500],
                "problem_since": link.problem_since or fields.Datetime.now(),
            }
        )
        return True
