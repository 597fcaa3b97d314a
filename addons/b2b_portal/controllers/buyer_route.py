"""The one door of the buyer's pages: who are you, and may you?"""

import functools

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from ..roles import LOOK, ORDER
from . import throttle

# Who fills a cart for a system of their own sees the shop, and nothing else of the portal.
OUTSIDE = ("catalogue", "cart", "quick-order", "image", "search", "suggest", "lists")


def buyer_route(*paths, right=LOOK, kind="http", searches=False, **options):
    """A route for buyers: the method gets ``buyer``, whom no request parameter can replace.

    A login without an account is sent to Odoo's own portal; a role without ``right`` gets 403;
    who searches or guesses too often gets 429 (``throttle.py``).

    :param paths: below ``/my/b2b``
    :param right: a word of ``roles.py``
    :param kind: ``http`` for pages and forms, ``jsonrpc`` for what scripts of the page ask
    :param searches: its requests are counted as searches
    :param options: as of ``odoo.http.route`` (``methods``, ``readonly``, …)
    """
    options = {"auth": "user", "type": kind, "sitemap": False, **options}
    if kind == "http":
        options = {"website": True, "methods": ["GET"], **options}

    def decorate(method):
        @http.route(list(paths), **options)
        @functools.wraps(method)
        def asked(self, **params):
            buyer = request.env["b2b.account.member"]._buyer(request.env.user)
            buyer, elsewhere = _on_visit(buyer)
            if elsewhere:
                return request.redirect(elsewhere)
            if buyer and buyer.may(right):
                throttle.check(buyer, searches, kind)
                asked_for = functools.partial(method, self, **(params | {"buyer": buyer}))
                return throttle.answered(buyer, asked_for)
            if kind != "http":
                raise AccessError(request.env._("Your role does not allow this."))
            if not buyer:
                return request.redirect("/my")
            page = request.render("b2b_portal.not_allowed", {"buyer": buyer})
            page.status_code = 403
            return page

        return asked

    return decorate


def _on_visit(buyer):
    """(the buyer as they may act here, where they must go instead or empty).

    Changes nothing for an ordinary login.
    """
    visit = request.env["b2b.outside.shopping"]._of_session(request.session)
    if visit is None:
        return buyer, ""
    if not visit:
        request.session.logout(keep_db=True)
        return buyer, "/web/login"
    parts = request.httprequest.path.split("/")
    is_shop = len(parts) > 3 and parts[3] in OUTSIDE
    if buyer:
        buyer = buyer._replace(visit=visit, rights=buyer.rights & {LOOK, ORDER})
    return buyer, "" if is_shop else "/my/b2b/catalogue"
