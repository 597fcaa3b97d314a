from odoo.exceptions import UserError
from odoo.http import Controller, request

from ..reading import whole
from ..roles import DEFAULT_ROLE, MANAGE, ROLES
from .buyer_route import buyer_route
from .forms import back, choice, number


class ColleaguePages(Controller):
    """Who of the account may log in, and what they may do."""

    @buyer_route("/my/b2b/colleagues", right=MANAGE, readonly=True)
    def colleagues(self, buyer, told="", **_other):
        rows = request.env["b2b.colleagues"]._list(buyer)
        return self._render("colleagues", buyer, rows=rows, told=told)

    @buyer_route("/my/b2b/colleagues/new", right=MANAGE, readonly=True)
    def new(self, buyer, **_other):
        return self._form(buyer)

    @buyer_route("/my/b2b/colleagues/new", right=MANAGE, methods=["POST"])
    def invite(self, buyer, name="", email="", **params):
        name = name.strip()[:100]
        params = params | {"name": name, "email": email}
        if not name:
            return self._form(buyer, problem=request.env._("Enter a name."), sent=params)
        return self._try(
            buyer,
            lambda terms: request.env["b2b.colleagues"]._invite(buyer, name, email, terms),
            "invited",
            sent=params,
        )

    @buyer_route("/my/b2b/colleagues/<int:user_id>", right=MANAGE, readonly=True)
    def colleague(self, buyer, user_id, **_other):
        user = request.env["b2b.colleagues"]._find(buyer, user_id)
        return self._form(buyer, user) if user else request.not_found()

    @buyer_route("/my/b2b/colleagues/<int:user_id>", right=MANAGE, methods=["POST"])
    def save(self, buyer, user_id, todo="save", **params):
        colleagues = request.env["b2b.colleagues"]
        user = colleagues._find(buyer, user_id)
        if not user:
            return request.not_found()
        acts = {
            "save": (lambda terms: colleagues._save(buyer, user, terms), "saved"),
            "remove": (lambda _terms: colleagues._remove(buyer, user), "revoked"),
            "again": (lambda _terms: colleagues._invite_again(buyer, user), "invited"),
        }
        if todo not in acts:
            return request.not_found()
        return self._try(buyer, *acts[todo], sent=params, user=user)

    # === BOTH FORMS === #

    def _try(self, buyer, act, told, sent, user=None):
        try:
            with request.env.cr.savepoint():
                act(self._terms(buyer, sent))
        except UserError as error:
            if user:
                user.invalidate_recordset()
            return self._form(buyer, user, problem=str(error), sent=sent)
        return back("/my/b2b/colleagues", told)

    def _terms(self, buyer, sent):
        """Values of ``b2b.account.member`` from a form; ship-tos are the account's own only."""
        allowed = self._addresses(buyer)
        chosen = {whole(text) for text in request.httprequest.form.getlist("ship_to")}
        env = request.env
        return {
            "role": choice(sent.get("role"), ROLES, DEFAULT_ROLE),
            "order_limit": number(sent.get("order_limit"), env._("Limit per order")),
            "month_limit": number(sent.get("month_limit"), env._("Limit per month")),
            "ship_to_ids": [(6, 0, [one.id for one in allowed if one.id in chosen])],
        }

    def _addresses(self, buyer):
        """Every address of the account, whatever the administrator may order to: sudo."""
        return buyer._replace(member=buyer.member.browse()).ship_tos

    def _form(self, buyer, user=None, problem="", sent=None):
        colleagues = request.env["b2b.colleagues"]
        member = colleagues._member(buyer, user) if user else buyer.member.browse()
        roles = {code: (label, rights) for code, (label, rights) in ROLES.items()}
        values = {
            "colleague": user,
            "member": member,
            "roles": roles,
            "addresses": self._addresses(buyer),
            "currency": buyer.company.currency_id,
            "problem": problem,
            "sent": sent or {},
        }
        return self._render("colleague", buyer, **values)

    def _render(self, template, buyer, **values):
        common = {"buyer": buyer, "page_name": "b2b_colleagues"}
        return request.render(f"b2b_portal.{template}", common | values)
