"""The one list page: search, filters, sorting, pages. A page says what it lists, nothing more."""

from dataclasses import dataclass, field
from typing import NamedTuple

from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

LONGEST_SEARCH = 80


class Filter(NamedTuple):
    """A choice above the list; ``count`` is shown where it is known."""

    label: str
    domain: Domain
    count: int | None = None


class Sort(NamedTuple):
    label: str
    order: str


@dataclass(frozen=True)
class ListSpec:
    """What is listed. The first filter and the first sorting count when nothing is asked.

    ``domain`` is never left: filters and searches only narrow it. ``searched`` are fields that are
    looked through for what the buyer typed.
    """

    url: str
    model: str
    domain: Domain
    searched: tuple
    filters: dict
    sorts: dict
    step: int = 20
    options: dict = field(default_factory=dict)


def document_list(spec, page=1, filterby=None, sortby=None, q=None):
    """What the template ``b2b_portal.document_list`` needs: records (sudo), pager, choices.

    Unknown choices count as none: an old bookmark opens the list, not an error.
    """
    filterby = filterby if filterby in spec.filters else next(iter(spec.filters))
    sortby = sortby if sortby in spec.sorts else next(iter(spec.sorts))
    words = " ".join((q or "").split())[:LONGEST_SEARCH]
    domain = spec.domain & spec.filters[filterby].domain & search_domain(spec.searched, words)
    Model = request.env[spec.model].sudo()
    total = Model.search_count(domain)
    asked = {"filterby": filterby, "sortby": sortby} | ({"q": words} if words else {})
    pages = pager(spec.url, total, page, spec.step, url_args=asked)
    order = spec.sorts[sortby].order
    records = Model.search(domain, order=order, limit=spec.step, offset=max(0, pages["offset"]))
    return {
        "spec": spec,
        "records": records,
        "total": total,
        "pager": pages,
        "filterby": filterby,
        "sortby": sortby,
        "q": words,
    } | spec.options


def search_domain(searched, words):
    """Each word is somewhere in the fields; ``%`` and ``_`` are what they look like.

    :param searched: names of fields
    """
    domain = Domain.TRUE
    for word in words.split():
        plain = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        domain &= Domain.OR(Domain(name, "ilike", plain) for name in searched)
    return domain
