from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import Controller, request

from ..roles import APPROVE
from .buyer_route import buyer_route
from .forms import back
from .own import own

PRIVATE = [("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
           ("X-Robots-Tag", "noindex")]  # fmt: skip


class Approvals(Controller):
    """Orders above a limit: the account's own approvers answer, here or by their signed link."""

    @buyer_route("/my/b2b/approvals", readonly=True)
    def approvals(self, buyer, told="", **_other):
        """An approver sees all of the account's, everybody else those of their own orders."""
        asks = request.env["b2b.buyer.approval"]._of(buyer)
        if not buyer.may(APPROVE):
            asks = asks.filtered(lambda ask: ask.orderer_id == buyer.user)
        waiting = asks.filtered(lambda ask: ask.state == "pending")
        values = {"waiting": waiting, "answered": asks - waiting, "told": told}
        return request.render(
            "b2b_portal.approvals", values | {"buyer": buyer, "page_name": "b2b_approvals"}
        )

    @buyer_route("/my/b2b/approvals/<int:ask_id>", readonly=True)
    def approval(self, buyer, ask_id, **_other):
        return self._page(buyer, self._find(buyer, ask_id))

    @buyer_route("/my/b2b/approvals/<int:ask_id>/decide", right=APPROVE, methods=["POST"])
    def decide(self, buyer, ask_id, decision="", reason="", seen="", **_other):
        ask = self._find(buyer, ask_id)
        problem = _answer(ask, buyer.user, decision, reason, seen)
        return self._page(buyer, ask, problem) if problem else back("/my/b2b/approvals", decision)

    def _find(self, buyer, ask_id):
        """An approval this buyer may see, sudo.

        :raises NotFound: anybody else's
        """
        ask = own("b2b.buyer.approval", buyer, ask_id)
        if not buyer.may(APPROVE) and ask.orderer_id != buyer.user:
            raise request.not_found()
        return ask

    def _page(self, buyer, ask, problem=""):
        values = {
            "buyer": buyer,
            "page_name": "b2b_approvals",
            "ask": ask,
            "forbidden": ask._why_not(buyer.user),
            "problem": problem,
            "action": f"/my/b2b/approvals/{ask.id}/decide",
        }
        return request.render("b2b_portal.approval", values)

    # === BY LINK: NO LOGIN, ONE ORDER, ONE APPROVER === #

    @http.route("/b2b/buyer-approval/<string:token>", type="http", auth="public",
                methods=["GET"], sitemap=False, website=True)  # fmt: skip
    def show(self, token, **_other):
        """Looking decides nothing."""
        ask, user, problem = self._open(token)
        return self._link_page(token, ask, user, problem)

    @http.route("/b2b/buyer-approval/<string:token>/decide", type="http", auth="public",
                methods=["POST"], sitemap=False, website=True)  # fmt: skip
    def decide_by_link(self, token, decision="", reason="", seen="", **_other):
        """One answer, for what was shown."""
        ask, user, problem = self._open(token)
        if ask and not problem:
            problem = _answer(ask, user, decision, reason, seen)
        return self._link_page(token, ask, user, problem)

    def _open(self, token):
        """(approval, user, what forbids to show it)."""
        ask, user = request.env["b2b.buyer.approval"]._from_link(token)
        if not ask:
            return None, None, request.env._("This link is not valid any more. Log in instead.")
        visitor = request.env.user
        if not visitor._is_public() and visitor != user:
            return None, None, request.env._("This link is for somebody else.")
        return ask, user, ""

    def _link_page(self, token, ask, user, problem=""):
        values = {
            "ask": ask,
            "approver": user,
            "forbidden": ask._why_not(user) if ask else "",
            "problem": problem,
            "action": f"/b2b/buyer-approval/{token}/decide",
        }
        page = request.render("b2b_portal.approval_link", values)
        page.status_code = 200 if ask else 403
        page.headers.extend(PRIVATE)
        return page


def _answer(ask, user, decision, reason, seen):
    """Take an answer; what forbids it as a sentence, empty when it was taken."""
    if decision not in ("approved", "refused"):
        return request.env._("Choose an answer.")
    try:
        with request.env.cr.savepoint():
            ask._decide(user, decision == "approved", reason, seen)
    except (AccessError, UserError) as error:
        ask.invalidate_recordset()
        return str(error)
    return ""
