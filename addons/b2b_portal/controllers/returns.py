from odoo.exceptions import UserError
from odoo.http import Controller, request

from ..models.b2b_return_line import RETURN_REASONS
from ..models.b2b_return_request import MOST_PHOTOS
from ..photo import sent
from ..reading import whole
from ..roles import LOOK, ORDER
from .buyer_route import buyer_route
from .forms import back, choice, number, options
from .own import download, everything, own, pdf


class ReturnPages(Controller):
    """Goods that shall go back: asked for by who may order, followed by everybody of the account."""

    @buyer_route("/my/b2b/returns", readonly=True)
    def returns(self, buyer, **_other):
        return self._render("returns", buyer, rows=everything("b2b.return.request", buyer))

    @buyer_route("/my/b2b/returns/new", right=ORDER, readonly=True)
    def new(self, buyer, order="", **_other):
        """Choose an order; with one, its delivered lines."""
        if order:
            return self._form(buyer, _delivered(buyer, order))
        orders = request.env["b2b.return.request"]._returnable_orders(buyer)
        return self._render("return_orders", buyer, orders=orders)

    @buyer_route("/my/b2b/returns/new", right=ORDER, methods=["POST"])
    def ask(self, buyer, order="", note="", **params):
        chosen = _delivered(buyer, order)
        try:
            with request.env.cr.savepoint():
                asked = request.env["b2b.return.request"]._request(
                    buyer, chosen, self._rows(chosen, params), note, self._photos()
                )
        except UserError as error:
            return self._form(buyer, chosen, str(error), params | {"note": note})
        return back(f"/my/b2b/returns/{asked.id}", "asked")

    @buyer_route("/my/b2b/returns/<int:return_id>", readonly=True)
    def one(self, buyer, return_id, told="", **_other):
        asked = own("b2b.return.request", buyer, return_id)
        return self._render("return_page", buyer, asked=asked, told=told)

    @buyer_route("/my/b2b/returns/<int:return_id>/slip", right=LOOK)
    def slip(self, buyer, return_id, **_other):
        """The paper that goes into the parcel; there is none before the yes."""
        asked = own("b2b.return.request", buyer, return_id)
        if asked.state != "approved":
            raise request.not_found()
        slip = pdf("b2b_portal.report_return_slip", asked)
        return download(slip, f"{asked.name.replace('/', '-')}.pdf")

    @buyer_route("/my/b2b/returns/<int:return_id>/photo/<int:number>", readonly=True)
    def photo(self, buyer, return_id, number, **_other):
        photos = own("b2b.return.request", buyer, return_id).photo_ids.sorted("id")
        if not 0 < number <= len(photos):
            raise request.not_found()
        photo = photos[number - 1]
        return download(photo.raw, photo.name, "image/jpeg", shown=True)

    # === WHAT WAS SENT === #

    def _rows(self, order, params):
        reasons = dict(RETURN_REASONS)
        rows = {}
        for line in order.order_line:
            quantity = number(params.get(f"quantity_{line.id}"), line.product_id.display_name)
            if quantity:
                reason = choice(params.get(f"reason_{line.id}"), reasons, "other")
                rows[line] = quantity, reason, params.get(f"note_{line.id}", "")
        return rows

    def _photos(self):
        """[(name, bytes)], one more byte and one more photo than allowed at most."""
        files = request.httprequest.files.getlist("photos")[: MOST_PHOTOS + 1]
        return [(one.filename, sent(one)) for one in files if one.filename]

    # === SHOWING === #

    def _form(self, buyer, order, problem="", sent=None):
        returnable = request.env["b2b.return.line"]._returnable(order.order_line)
        rows = [(line, most) for line, most in returnable.items() if most > 0]
        values = {"order": order, "rows": rows, "reasons": options("b2b.return.line", "reason")}
        return self._render("return_form", buyer, **values, problem=problem, sent=sent or {})

    def _render(self, template, buyer, **values):
        common = {"buyer": buyer, "page_name": "b2b_returns"}
        return request.render(f"b2b_portal.{template}", common | values)


def _delivered(buyer, order_id):
    """An order of the account that was accepted, named by a field or link.

    :raises NotFound: it is another account's, not accepted, or not there
    """
    order = own("sale.order", buyer, whole(order_id))
    if order.state != "sale":
        raise request.not_found()
    return order
