from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain

from . import paging
from .answer import Answer
from .problem import ApiProblem, Wrong, invalid
from .schema import ListOf, Maybe, Text, Told, Whole

PAGE = {
    "cursor": Text("Where the last page ended; empty: the first page.", most=100),
    "limit": Whole("Rows of a page.", most=paging.MOST),
}


class Call(NamedTuple):
    """A request that was let in: everything is read and checked.

    ``account`` is the only account the key may see, empty: all of ``company``.
    """

    company: Any  # res.company
    account: Any  # res.partner
    operation: Any  # Operation
    parts: dict
    query: dict
    body: Any
    raw: bytes
    reference: str  # the channel's own name of the request
    if_match: str | None = None
    scopes: frozenset = frozenset()  # what the key may do


class ApiResource(models.AbstractModel):
    """A kind of record the API gives. To add one: inherit, set ``_code``, declare operations.

    Records are read as superuser, always from :meth:`_mine`: the key's company and account narrow
    the search before anything is read.
    """

    _name = "b2b.api.resource"
    _inherit = "b2b.plugin"
    _description = "Resource of the API"
    _feed = None  # the subject it is told as in the change feed

    # === TO OVERRIDE === #

    @api.model
    def _operations(self):
        """Override this to return a list of ``Operation``; handlers take a :class:`Call`."""
        raise NotImplementedError

    @api.model
    def _source(self):
        """(model name, domain of what the API shows, field that names the account)."""
        raise NotImplementedError

    @api.model
    def _feed_tell(self, records, call):
        """Override this where ``_feed`` is set: a dict for each record, as GET tells it."""
        raise NotImplementedError

    @api.model
    def _feed_owners(self, ids):
        """[(id, companies that are told, account it belongs to)] of changed records.

        What the API does not show (yet, or any more) has an owner too: it is told as gone.
        """
        model, _shown, account_field = self._source()
        records = self.env[model].sudo().browse(ids).exists()
        return [
            (record.id, record.company_id or self._fed_companies(), record.mapped(account_field))
            for record in records.with_context(active_test=False)
        ]

    @api.model
    def _fed_companies(self):
        ids = self.env["b2b.change"]._fed_companies()
        return self.env["res.company"].sudo().browse(sorted(ids))

    @api.model
    def _fed(self):
        """The resources that are told in the change feed."""
        return [one for one in self.env["b2b.api.resource"]._all() if one._feed]

    # === FINDING RECORDS === #

    @api.model
    def _mine(self, call, domain=Domain.TRUE):
        """The model as superuser and the domain of the records the key may see."""
        model, shown, account_field = self._source()
        narrowed = Domain(shown) & Domain(domain) & self._of_company(call)
        if call.account:
            narrowed &= Domain(account_field, "=", call.account.id)
        return self.env[model].sudo().with_company(call.company), narrowed

    @api.model
    def _of_company(self, call):
        return Domain("company_id", "=", call.company.id)

    @api.model
    def _one(self, call):
        """The record the address names. What the key may not see is not there.

        :raises ApiProblem: 404
        """
        model, domain = self._mine(call, [("id", "=", call.parts["id"])])
        found = model.search(domain)
        if not found:
            raise ApiProblem(404, "not_found", self.env._("There is nothing with this number."))
        return found

    @api.model
    def _page(self, call, tell, domain=Domain.TRUE):
        """One page of records, the newest first.

        :param tell: method that takes records and the call, and returns a list of dicts
        """
        limit = call.query.get("limit", paging.DEFAULT)
        if call.query.get("cursor"):
            domain &= Domain("id", "<", paging.decode(call.query["cursor"]))
        model, narrowed = self._mine(call, domain)
        found = model.search(narrowed, order="id desc", limit=limit + 1)
        page = found[:limit]
        following = paging.encode(page[-1:].id) if len(found) > limit else None
        return Answer(200, {"data": tell(page, call), "next_cursor": following})

    @api.model
    def _account_of(self, call, reference, field):
        """The account a request is about: the key's own, else the one with this number.

        :param field: pointer of the field that names it
        :raises ApiProblem: 404 no such account, or not the key's; 422 none is named
        """
        if call.account and reference in (None, "", call.account.ref):
            return call.account
        if not reference:
            raise invalid([Wrong(field, "is missing")])
        scope = Domain("parent_id", "=", False) & Domain(
            "company_id", "in", (False, call.company.id)
        )
        Partner = self.env["res.partner"].sudo().with_company(call.company)
        found = Partner.search(scope & Domain("ref", "=", reference))
        if call.account or len(found) != 1:
            raise ApiProblem(
                404,
                "unknown_account",
                self.env._("%(field)s: no account has this number.", field=field),
            )
        return found


def page_of(kind):
    """The kind of a page of these."""
    return Told({"data": ListOf(kind), "next_cursor": Maybe(Text("Pass it as cursor.", most=100))})


def amount(currency, value):
    """A sum in its currency's digits."""
    return currency.round(value) if currency else round(value, 2)


def quantity(value):
    return round(value, 6)
