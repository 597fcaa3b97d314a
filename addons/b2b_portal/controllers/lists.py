from odoo.http import Controller, request

from ..reading import whole
from ..roles import ORDER
from ..shop.cart_form import MAX_LINES, read_quantity
from .buyer_route import buyer_route
from .shop_page import local, render

POST = {"right": ORDER, "methods": ["POST"]}


class Lists(Controller):
    """Lists to order from again."""

    @buyer_route("/my/b2b/lists", right=ORDER, readonly=True)
    def lists(self, buyer, **_query):
        lists = request.env["b2b.cart"]._lists(buyer)
        return render("lists", buyer, "b2b_lists", lists=lists)

    @buyer_route("/my/b2b/lists/<int:list_id>", right=ORDER, readonly=True)
    def one(self, buyer, list_id, **_query):
        found = request.env["b2b.cart"]._list(buyer, list_id)
        if not found:
            return request.redirect("/my/b2b/lists")
        orderable = found._orderable(buyer)
        products = request.env["product.product"].sudo().union(*orderable)
        offers = request.env["b2b.portal.offer"]._of(buyer, products, orderable)
        return render(
            "list_page",
            buyer,
            "b2b_lists",
            one=found,
            mine=found._may_change(buyer),
            offers={product.id: offer for product, offer in offers.items()},
        )

    @buyer_route("/my/b2b/lists/keep", **POST)
    def keep(self, buyer, name="", cart="", shared="", **_form):
        """Keep what is in the cart as a new list."""
        found = request.env["b2b.cart"]._mine(buyer, whole(cart))
        if not found.line_ids:
            return request.redirect("/my/b2b/cart")
        kept = request.env["b2b.cart"]._keep_as_list(
            buyer, name, found.line_ids, shared=shared == "1"
        )
        return request.redirect(f"/my/b2b/lists/{kept.id}")

    @buyer_route("/my/b2b/lists/put", **POST)
    def put(self, buyer, product_id="", amount="", list_id="", name="", back="", **_form):
        """Put a product on one of the buyer's lists, or on a new one."""
        product = request.env["b2b.portal.catalogue"]._get(buyer, whole(product_id))
        wanted = read_quantity(amount) or 1.0
        found = request.env["b2b.cart"]._list(buyer, whole(list_id))
        if product and found and found._may_change(buyer) and len(found.line_ids) < MAX_LINES:
            found._add({product: wanted})
        elif product and not found:
            empty = request.env["b2b.cart.line"].sudo()
            found = request.env["b2b.cart"]._keep_as_list(buyer, name, empty)
            found._add({product: wanted})
        return request.redirect(local(back, f"/my/b2b/lists/{found.id}"))

    @buyer_route("/my/b2b/lists/<int:list_id>/order", **POST)
    def order(self, buyer, list_id, **_form):
        """Put the whole list into the cart."""
        found = request.env["b2b.cart"]._list(buyer, list_id)
        cart = request.env["b2b.cart"]._current(buyer) if found else found
        if found and len(cart.line_ids) + len(found.line_ids) <= MAX_LINES:
            cart._add(found._orderable(buyer))
        return request.redirect("/my/b2b/cart")

    @buyer_route("/my/b2b/lists/<int:list_id>/change", **POST)
    def change(self, buyer, list_id, action="", name="", **form):
        """Rename, share, unshare, delete, or save the quantities of the buyer's own list."""
        found = request.env["b2b.cart"]._list(buyer, list_id)
        if not found or not found._may_change(buyer):
            return request.redirect("/my/b2b/lists")
        if action == "delete":
            found.unlink()
            return request.redirect("/my/b2b/lists")
        if action in ("share", "unshare"):
            found.shared = action == "share"
        elif action == "rename":
            found._rename(name)
        else:
            found._apply(buyer, form)
            found._act(action)
        return request.redirect(f"/my/b2b/lists/{found.id}")
