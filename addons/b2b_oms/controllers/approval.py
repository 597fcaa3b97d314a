from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

PRIVATE = [("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
           ("X-Robots-Tag", "noindex")]  # fmt: skip


class ApprovalController(http.Controller):
    """The page behind the link in an approval mail: looking decides nothing, posting does."""

    @http.route("/b2b/approval/<string:token>", type="http", auth="public", methods=["GET"])
    def show(self, token):
        """The arithmetic, and the two buttons."""
        approval, user, problem = self._open(token)
        return self._page(token, approval, user, problem=problem)

    @http.route("/b2b/approval/<string:token>/decide", type="http", auth="public", methods=["POST"])
    def decide(self, token, decision="", comment="", seen="", **_other):
        """One answer, for the figures that were shown."""
        approval, user, problem = self._open(token)
        if not approval or problem:
            return self._page(token, approval, user, problem=problem)
        if decision not in ("approved", "refused") or not seen:
            return self._page(token, approval, user, problem=request.env._("Choose an answer."))
        acting = approval.with_user(user).sudo(False)
        try:
            with request.env.cr.savepoint():
                acting._decide(user, decision, comment[:500], seen)
        except (AccessError, UserError) as error:
            approval.invalidate_recordset()
            return self._page(token, approval, user, problem=str(error))
        return self._page(token, approval, user)

    def _open(self, token):
        """(approval, user, what forbids to show it)."""
        approval, user = request.env["b2b.approval.request"]._from_link(token)
        if not approval:
            return None, None, request.env._("This link is not valid any more.")
        visitor = request.env.user
        if not visitor._is_public() and visitor != user:
            return None, None, request.env._("This link is for somebody else.")
        if visitor._is_public() and approval.company_id.b2b_approval_login:
            return None, None, request.env._("Log in first, then open the link again.")
        return approval, user, ""

    def _page(self, token, approval, user, problem=""):
        values = {"token": token, "approval": approval, "approver": user, "problem": problem}
        response = request.render("b2b_oms.approval_page", values)
        response.status_code = 200 if approval else 403
        response.headers.extend(PRIVATE)
        return response
