"""The start page of a punch-out: the buyer's browser comes with a token that is good once."""

from odoo import SUPERUSER_ID, http
from odoo.exceptions import AccessDenied
from odoo.http import request

from ..models.b2b_outside_shopping import VISIT
from ..models.res_users import PUNCH_OUT


class PunchOut(http.Controller):
    """Nothing here tells why a token is not good."""

    @http.route(
        "/b2b/punchout/<string:token>", type="http", auth="public", methods=["GET"], sitemap=False
    )
    def start(self, token, **_query):
        """Log the buyer in for this visit and go to the shop."""
        visit = request.env["b2b.edi.punch.out"]._by_token(token)
        if not visit:
            return self._over()
        user = visit.user_id
        if request.session.uid:
            request.session.logout(keep_db=True)
        credential = {"login": user.login, "type": PUNCH_OUT, "token": token}
        try:
            request.session.authenticate(request.env, credential)
        except AccessDenied:
            return self._over()
        request.session[VISIT] = visit.id
        env = request.env(user=SUPERUSER_ID)
        visit, outside = visit.with_env(env), env["b2b.outside.shopping"]
        user = user.with_env(env)
        if asked := visit._asked_lines():
            outside._put_in(user, visit, asked)
        return request.redirect(outside._shop_page(user, visit.account_id) or "/my")

    def _over(self):
        text = request.env._(
            "This address was used already or is too old. Go to the shop from your system again."
        )
        headers = [("Content-Type", "text/plain; charset=utf-8")]
        return request.make_response(text, headers, status=410)
