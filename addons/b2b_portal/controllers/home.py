from odoo.http import Controller, request

from ..orders.status import STATUSES
from ..roles import ORDER, PAY
from .buyer_route import buyer_route
from .document_list import LONGEST_SEARCH, search_domain
from .shop_page import render

FOUND = 5


class Home(Controller):
    """Where a buyer starts."""

    @buyer_route("/my/b2b", readonly=True)
    def home(self, buyer, **_others):
        env, Order = request.env, request.env["sale.order"].sudo()
        counts = Order._portal_counts(buyer)
        latest = Order.search(
            Order._portal_domain(buyer), order="date_order desc, id desc", limit=5
        )
        values = {
            "tiles": [(s, counts[s.code]) for s in STATUSES if s.is_open and s.code in counts],
            "needs": env["b2b.portal.needs"]._needs(buyer),
            "latest": latest,
            "habits": env["b2b.portal.habits"]._due_again(buyer) if buyer.may(ORDER) else [],
            "credit": self._credit(buyer) if buyer.may(PAY) else None,
            "sums": env["account.move"]._portal_sums(buyer) if buyer.may(PAY) else [],
        }
        return render("home", buyer, "b2b_home", **values)

    def _credit(self, buyer):
        """The account's standing, for roles that see its money; None without a limit of its own.

        A limit shared with other accounts would tell what those owe: it is not shown.
        """
        pair = buyer.account, buyer.company
        standing = request.env["b2b.credit.standing"]._of_accounts([pair]).get(pair)
        if not standing or standing.ceiling is None or standing.rateless:
            return None
        limit = standing.limit
        if limit and (limit.account_id != buyer.account or limit.sudo().sharing_ids):
            return None
        return standing

    @buyer_route("/my/b2b/habits", right=ORDER, methods=["POST"])
    def put_habits(self, buyer, **_others):
        """Ticked suggestions, in their usual quantity, into the cart."""
        chosen = set(request.httprequest.form.getlist("product"))
        habits = request.env["b2b.portal.habits"]._due_again(buyer)
        wanted = {
            habit.product: habit.quantity or 1.0
            for habit in habits
            if str(habit.product.id) in chosen
        }
        if not wanted:
            return request.redirect("/my/b2b")
        request.env["b2b.cart"]._current(buyer)._add(wanted)
        return request.redirect("/my/b2b/cart")

    @buyer_route("/my/b2b/search", readonly=True, searches=True)
    def search(self, buyer, q="", **_others):
        """Orders, PO numbers, invoices and products, a few of each."""
        words = " ".join((q or "").split())[:LONGEST_SEARCH]
        found = {"orders": [], "invoices": [], "products": []}
        if words:
            found = {
                "orders": self._found("sale.order", buyer, words, ("name", "client_order_ref")),
                "invoices": self._found(
                    "account.move", buyer, words, ("name", "ref", "invoice_origin")
                ),
                "products": request.env["b2b.portal.catalogue"]._suggest(buyer, words, FOUND),
            }
        return render("search", buyer, "b2b_home", q=words, **found)

    def _found(self, model, buyer, words, searched):
        Model = request.env[model].sudo()
        domain = Model._portal_domain(buyer) & search_domain(searched, words)
        return Model.search(domain, limit=FOUND, order="id desc")
