import logging

from odoo.exceptions import UserError
from odoo.http import Controller, request

from ..reading import quantity
from ..refusal import Refusal
from ..roles import ORDER
from .buyer_route import buyer_route
from .orders import order_page
from .own import own
from .shop_page import render

_logger = logging.getLogger(__name__)

LONGEST_REASON = 200


def act(path):
    """A button of the order's page: posted, by who may order."""
    return buyer_route(path, right=ORDER, methods=["POST"])


class OrderActs(Controller):
    """What a buyer does to an order. Each ends on the order's page, which says what became of it."""

    @act("/my/b2b/orders/<int:order_id>/cancel")
    def cancel(self, buyer, order_id, reason="", **_others):
        order = own("sale.order", buyer, order_id)
        return self._tried(
            buyer, order, lambda: order._portal_cancel_order(buyer, _short(reason)), "cancelled"
        )

    @act("/my/b2b/orders/<int:order_id>/ask")
    def ask(self, buyer, order_id, words="", **_others):
        order = own("sale.order", buyer, order_id)
        return self._tried(buyer, order, lambda: order._portal_ask(buyer, words), "asked")

    @act("/my/b2b/orders/<int:order_id>/po")
    def give_po(self, buyer, order_id, number="", **_others):
        order = own("sale.order", buyer, order_id)
        return self._tried(buyer, order, lambda: order._portal_give_po(buyer, number), "po")

    @act("/my/b2b/orders/<int:order_id>/arrived/<int:picking_id>")
    def arrived(self, buyer, order_id, picking_id, **_others):
        order = own("sale.order", buyer, order_id)
        picking = order._portal_pickings().filtered(lambda p: p.id == picking_id)
        if picking.state != "done":
            raise request.not_found()
        return self._tried(buyer, order, lambda: picking._portal_arrived(buyer), "arrived")

    @act("/my/b2b/orders/<int:order_id>/backorders/<int:allocation_id>")
    def backorder(self, buyer, order_id, allocation_id, choice="", reason="", **_others):
        """``choice`` is wait, cancel, or the id of the substitute to take."""
        order = own("sale.order", buyer, order_id)
        row = order.b2b_allocation_ids.filtered(lambda one: one.id == allocation_id)
        if not row:
            raise request.not_found()
        if choice == "wait":
            return self._tried(buyer, order, lambda: row._portal_wait(buyer), "waits")
        if choice == "cancel":
            return self._tried(
                buyer, order, lambda: row._portal_cancel(buyer, _short(reason)), "rest"
            )
        rules = request.env["b2b.substitute"]._for(row.product_id, buyer.company)
        rule = rules.filtered(lambda one: str(one.id) == choice)
        if not rule:
            raise request.not_found()
        words = request.env._(
            "Please send %(product)s instead.", product=rule.substitute_id.display_name
        )
        return self._tried(
            buyer, order, lambda: row._portal_take_instead(buyer, rule), "instead", ask=words
        )

    # === THE SAME AGAIN === #

    @buyer_route("/my/b2b/orders/<int:order_id>/reorder", right=ORDER, readonly=True)
    def reorder(self, buyer, order_id, **_others):
        order = own("sale.order", buyer, order_id)
        return render("reorder", buyer, "b2b_orders", order=order, rows=order._portal_again(buyer))

    @act("/my/b2b/orders/<int:order_id>/reorder")
    def put_again(self, buyer, order_id, **chosen):
        """Fields ``take-<product id>`` and ``quantity-<product id>`` of what is ticked."""
        order = own("sale.order", buyer, order_id)
        quantities = {
            int(name[5:]): quantity(chosen.get(f"quantity-{name[5:]}")) or 0.0
            for name in chosen
            if name.startswith("take-") and name[5:].isdecimal()
        }
        count = order._portal_put_again(buyer, quantities)
        if not count:
            return request.redirect(f"/my/b2b/orders/{order.id}/reorder?nothing=1")
        return request.redirect(f"/my/b2b/orders/{order.id}?told=cart")

    # === HOW IT ENDS === #

    def _tried(self, buyer, order, deed, told, ask=None):
        """Do it and go back to the page; what cannot be done is said there.

        :param deed: what is tried
        :param told: which sentence the page says afterwards, a code of ``TOLD``
        :param ask: what our people are asked for instead when a check of ours refuses it
        """
        try:
            with request.env.cr.savepoint():
                deed()
        except Refusal as error:
            return order_page(buyer, order, error=str(error))
        except UserError as error:
            _logger.info("Order %s: what the buyer wanted was refused: %s", order.name, error)
            if not ask:
                return order_page(buyer, order, error=request.env._("This could not be done now."))
            order._portal_ask(buyer, ask)
            told = "asked"
        return request.redirect(f"/my/b2b/orders/{order.id}?told={told}")


def _short(text):
    return " ".join((text or "").split())[:LONGEST_REASON]
