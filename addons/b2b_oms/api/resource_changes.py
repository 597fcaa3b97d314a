import base64
import binascii
import re

from odoo import api, models
from odoo.fields import Domain

from . import paging
from .answer import Answer
from .operation import Operation
from .problem import ApiProblem, Wrong, invalid
from .resource import PAGE
from .schema import Anything, Choice, Flag, ListOf, Maybe, Moment, Text, Told, Whole

SUBJECTS = ("accounts", "prices", "stock", "orders", "shipments", "invoices", "payments")
DATA = Maybe(Anything("The record now, as GET tells it (prices: as a price rule); null: gone."))
CHANGE = Told(
    {
        "version": Whole("Grows; a record is told once, with its last version."),
        "subject": Choice(SUBJECTS),
        "id": Whole(),
        "changed": Moment(),
        "data": DATA,
    }
)
CHANGES = Told(
    {
        "data": ListOf(CHANGE),
        "cursor": Text("Pass it as after, now or next week.", most=100),
        "more": Flag("Whether there is more already."),
    }
)
RECORDS = Told(
    {
        "data": ListOf(Told({"id": Whole(), "data": DATA})),
        "next_cursor": Maybe(Text("Pass it as cursor.", most=100)),
        "feed": Text("Where to follow the changes from: that of the first page.", most=100),
    }
)


class ChangesResource(models.AbstractModel):
    """What changed since, of all subjects, and everything of one to begin with."""

    _name = "b2b.api.resource.changes"
    _inherit = "b2b.api.resource"
    _description = "Changes"
    _code = "changes"
    _sequence = 68

    @api.model
    def _operations(self):
        after = {
            "after": Text("The cursor of the last answer; empty: from the beginning.", most=100),
            "subjects": Text("Some of " + ", ".join(SUBJECTS) + ", with commas.", most=200),
            "limit": PAGE["limit"],
        }
        return [
            Operation("GET", "/changes", "listChanges",
                      "What changed, in the order it can be relied on", "changes:read", "_changes",
                      {200: CHANGES}, query=after, problems=(409,)),
            Operation("GET", "/changes/{subject}", "listEverything",
                      "Everything of a subject, the oldest first, to begin with", "changes:read",
                      "_everything", {200: RECORDS}, parts={"subject": Choice(SUBJECTS)},
                      query=PAGE, problems=(409,)),
        ]  # fmt: skip

    # === THE FEED === #

    @api.model
    def _changes(self, call):
        resources = self._wanted(call)
        self._check_feed(call.company)
        version = self._version(call.query.get("after"), call.company)
        self.env["b2b.change"]._now()
        limit = call.query.get("limit", paging.DEFAULT)
        found = self.env["b2b.change"]._after(
            version, call.company, resources, call.account, limit + 1
        )
        page = found[:limit]
        told = self._told(page, resources, call)
        data = [
            {
                "version": change.version,
                "subject": change.subject,
                "id": change.record_id,
                "changed": change.changed,
                "data": told.get((change.subject, change.record_id)),
            }
            for change in page
        ]
        last = page[-1:].version or max(version, self._quiet_version(call, version))
        cursor = encode(call.company.b2b_feed_epoch, last)
        return Answer(200, {"data": data, "cursor": cursor, "more": len(found) > limit})

    def _quiet_version(self, call, version):
        """How far a reader who got nothing may go on: nothing of theirs is before it."""
        return max(version, self.env["b2b.change"]._last_version(call.company))

    def _told(self, changes, resources, call):
        """{(subject, id): data} of those the key may see."""
        told = {}
        for subject, of_subject in changes.grouped("subject").items():
            ids = of_subject.mapped("record_id")
            model, domain = resources[subject]._mine(call, Domain("id", "in", ids))
            records = model.search(domain)
            for record, data in zip(
                records, resources[subject]._feed_tell(records, call), strict=True
            ):
                told[subject, record.id] = data
        return told

    # === TO BEGIN WITH === #

    @api.model
    def _everything(self, call):
        subject = call.parts["subject"]
        resource = self._allowed(call, subject)
        self._check_feed(call.company)
        self.env["b2b.change"]._now()
        limit = call.query.get("limit", paging.DEFAULT)
        after = paging.decode(call.query["cursor"]) if call.query.get("cursor") else 0
        model, domain = resource._mine(call, Domain("id", ">", after))
        found = model.search(domain, order="id", limit=limit + 1)
        page = found[:limit]
        told = resource._feed_tell(page, call)
        version = self.env["b2b.change"]._last_version(call.company)
        return Answer(
            200,
            {
                "data": [
                    {"id": record.id, "data": data} for record, data in zip(page, told, strict=True)
                ],
                "next_cursor": paging.encode(page[-1:].id) if len(found) > limit else None,
                "feed": encode(call.company.b2b_feed_epoch, version),
            },
        )

    # === WHAT MAY BE ASKED === #

    def _wanted(self, call):
        """{subject: resource} the request names; all that the key may read when it names none."""
        text = call.query.get("subjects")
        if not text:
            fed = {resource._feed: resource for resource in self._fed()}
            return {subject: one for subject, one in fed.items() if self._may(call, subject)}
        names = [name.strip() for name in text.split(",")]
        if unknown := [name for name in names if name not in SUBJECTS]:
            detail = f"{unknown[0][:40]!r} is none of {', '.join(SUBJECTS)}"
            raise invalid([Wrong("query:subjects", detail)])
        return {name: self._allowed(call, name) for name in names}

    def _may(self, call, subject):
        return f"{subject}:read" in call.scopes

    def _allowed(self, call, subject):
        """:raises ApiProblem: 403, the key may not read this subject"""
        if not self._may(call, subject):
            raise ApiProblem(403, "missing_scope", f"This key lacks the scope {subject}:read.")
        return next(resource for resource in self._fed() if resource._feed == subject)

    def _check_feed(self, company):
        if not company.b2b_feed:
            detail = self.env._("The change feed of this company is switched off.")
            raise ApiProblem(409, "feed_off", detail)

    def _version(self, cursor, company):
        """The version in a cursor.

        :raises ApiProblem: 422 no cursor of the feed; 409 of a feed that was begun anew since
        """
        if not cursor:
            return 0
        epoch, version = decode(cursor)
        if epoch != company.b2b_feed_epoch:
            detail = self.env._("The feed was begun anew: read everything, then follow it.")
            raise ApiProblem(409, "begin_anew", detail)
        return version


def encode(epoch, version):
    """A cursor of the feed; opaque to clients."""
    return base64.urlsafe_b64encode(f"f1:{epoch}:{version}".encode()).decode().rstrip("=")


def decode(cursor):
    """(epoch, version) of a cursor.

    :raises ApiProblem: it is none of ours
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        found = re.fullmatch(r"f1:([0-9]{1,10}):([0-9]{1,10})", text)
    except (ValueError, binascii.Error):
        found = None
    if not found or max(int(found[1]), int(found[2])) >= 2**31:
        raise invalid([Wrong("query:after", "is not a cursor of the feed")])
    return int(found[1]), int(found[2])
