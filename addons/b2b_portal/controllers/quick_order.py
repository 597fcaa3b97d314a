from odoo.http import Controller, request

from odoo.addons.b2b_oms.documents import pasted
from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..roles import ORDER
from .buyer_route import buyer_route
from .shop_page import render

POST = {"right": ORDER, "methods": ["POST"]}


class QuickOrder(Controller):
    """Many items at once, by keyboard, clipboard or file.

    The page keeps nothing on the server: what was entered travels as text, one item a line, until
    it goes into the cart.
    """

    @buyer_route("/my/b2b/quick-order", right=ORDER, readonly=True)
    def quick_order(self, buyer, **_query):
        return self._page(buyer, [])

    @buyer_route("/my/b2b/quick-order/check", **POST)
    def check(self, buyer, entries="", file=None, action="check", fragment="", **_form):
        """Look at what was entered; ``action`` add puts it into the cart, propose takes over the
        quantities that the rules allow.

        With ``fragment`` only the table comes back, for the script of the page.
        """
        try:
            found = self._entries(entries, file)
        except Undecodable as error:
            return self._page(buyer, [], fragment, entries, error.problem.text)
        rows = request.env["b2b.portal.quick.order"]._look(buyer, found)
        if action == "propose":
            found = [self._proposed(row) for row in rows]
            rows = request.env["b2b.portal.quick.order"]._look(buyer, found)
        problem = ""
        if action == "add" and rows:
            problem = self._unready(buyer, rows)
            if not problem:
                self._add(buyer, rows)
                return request.redirect("/my/b2b/cart")
        return self._page(buyer, rows, fragment, problem=problem)

    def _entries(self, entries, file):
        """What was typed, then what the file holds."""
        found = pasted.read_text(str(entries))
        if file is not None and getattr(file, "filename", ""):
            content = file.stream.read(pasted.LIMITS.max_bytes + 1)
            found += pasted.read_file(content)
        if len(found) > pasted.MAX_LINES:
            raise Undecodable(
                "too_many_rows",
                request.env._(
                    "An order has at most %(count)s lines. Send it in parts.",
                    count=pasted.MAX_LINES,
                ),
            )
        return found

    def _proposed(self, row):
        quantity = row.proposed or row.quantity
        return pasted.Entry(row.code, quantity, row.quantity_text if not quantity else "")

    def _unready(self, buyer, rows):
        """Why these lines cannot go into the cart; nothing of them may get lost on the way."""
        env = request.env
        if unread := [row.code for row in rows if not row.quantity]:
            return env._("Say a quantity first: %(items)s.", items=", ".join(unread[:10]))
        if env["b2b.cart"]._count(buyer) + len(rows) > pasted.MAX_LINES:
            return env._(
                "The cart would have more than %(count)s lines. Order what is in it first.",
                count=pasted.MAX_LINES,
            )
        return ""

    def _add(self, buyer, rows):
        cart = request.env["b2b.cart"]._current(buyer)
        cart._add({row.offer.product: row.quantity for row in rows if row.offer})
        cart._add_words([(row.code, row.quantity) for row in rows if not row.offer])

    def _page(self, buyer, rows, fragment="", text=None, problem=""):
        taken = [pasted.Entry(row.code, row.quantity, row.quantity_text) for row in rows]
        return render(
            "quick_order_rows" if fragment else "quick_order",
            buyer,
            "b2b_quick_order",
            rows=rows,
            text=pasted.as_text(taken) if text is None else text,
            problem=problem,
            goods=sum(row.subtotal for row in rows),
            currency=next((row.offer.currency for row in rows if row.offer), None),
            fine=sum(row.is_fine for row in rows),
            proposals=sum(bool(row.proposed) for row in rows),
            max_lines=pasted.MAX_LINES,
        )
