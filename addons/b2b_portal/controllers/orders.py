from odoo.fields import Domain
from odoo.http import Controller, request

from ..orders.status import BY_CODE
from ..roles import ORDER
from .buyer_route import buyer_route
from .document_list import Filter, ListSpec, Sort, document_list
from .own import download, own, pdf
from .shop_page import render


class Orders(Controller):
    """What was ordered and where it is. Nothing in here changes anything."""

    @buyer_route("/my/b2b/orders", "/my/b2b/orders/page/<int:page>", readonly=True)
    def orders(self, buyer, page=1, filterby=None, sortby=None, q=None, **_others):
        values = document_list(self._spec(buyer), page, filterby, sortby, q)
        return render("orders", buyer, "b2b_orders", **values)

    def _spec(self, buyer):
        env, Order = request.env, request.env["sale.order"].sudo()
        counts = Order._portal_counts(buyer)
        many = sum(counts[code] for code in counts if BY_CODE[code].is_open)
        filters = {
            "all": Filter(env._("All"), Domain.TRUE, sum(counts.values())),
            "open": Filter(env._("Open"), Order._portal_domain_of("open"), many),
        } | {
            code: Filter(str(BY_CODE[code].label), Order._portal_domain_of(code), counts[code])
            for code in BY_CODE
            if code in counts
        }
        return ListSpec(
            url="/my/b2b/orders",
            model="sale.order",
            domain=Order._portal_domain(buyer),
            searched=("name", "client_order_ref"),
            filters=filters,
            sorts={
                "newest": Sort(env._("Newest first"), "date_order desc, id desc"),
                "oldest": Sort(env._("Oldest first"), "date_order, id"),
                "po": Sort(env._("PO number"), "client_order_ref, id desc"),
                "total": Sort(env._("Highest total"), "amount_total desc, id desc"),
            },
        )

    @buyer_route("/my/b2b/orders/<int:order_id>", readonly=True)
    def order(self, buyer, order_id, told=None, **_others):
        return order_page(buyer, own("sale.order", buyer, order_id), told)

    # === DOCUMENTS === #

    @buyer_route("/my/b2b/orders/<int:order_id>/pdf")
    def order_pdf(self, buyer, order_id, **_others):
        order = own("sale.order", buyer, order_id)
        return download(pdf("sale.action_report_saleorder", order), f"{order.name}.pdf")

    @buyer_route("/my/b2b/orders/<int:order_id>/slips/<int:picking_id>")
    def slip(self, buyer, order_id, picking_id, **_others):
        """Stock Odoo shows a delivery to the contact it goes to only; here all of the account see it."""
        order = own("sale.order", buyer, order_id)
        picking = order._portal_pickings().filtered(lambda p: p.id == picking_id)
        if picking.state != "done":
            raise request.not_found()
        name = f"{picking.name.replace('/', '-')}.pdf"
        return download(pdf("stock.action_report_delivery", picking), name)


def order_page(buyer, order, told=None, error=None):
    """The page of one order, after something was done to it as well.

    :param told: code of what was done, the template knows the sentences
    :param error: a sentence; the page then answers 422
    """
    page = render(
        "order",
        buyer,
        "b2b_orders",
        order=order,
        status=order._portal_status(),
        steps=order._portal_timeline(),
        shipments=order._portal_shipments(),
        backorders=order._portal_backorders(),
        invoices=order._portal_invoices(),
        may_order=buyer.may(ORDER),
        told=told,
        error=error,
    )
    page.status_code = 422 if error else 200
    return page
