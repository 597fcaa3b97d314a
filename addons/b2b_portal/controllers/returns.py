from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request

from ..models.b2b_return_line import RETURN_REASONS
from ..models.b2b_return_request import LARGEST_PHOTO, MOST_PHOTOS
from ..roles import LOOK, ORDER
from .buyer_route import buyer_route
from .forms import back, choice, number, options, whole


class ReturnPages(Controller):
    """Goods that shall go back: asked for by who may order, followed by everybody of the account."""

    @buyer_route("/my/b2b/returns", readonly=True)
    def returns(self, buyer, **_other):
        return self._render("returns", buyer, rows=self._all(buyer))

    @buyer_route("/my/b2b/returns/new", right=ORDER, readonly=True)
    def new(self, buyer, order="", **_other):
        """Choose an order; with one, its delivered lines."""
        chosen = self._order(buyer, whole(order))
        if order and not chosen:
            return request.not_found()
        if chosen:
            return self._form(buyer, chosen)
        orders = request.env["b2b.return.request"]._returnable_orders(buyer)
        return self._render("return_orders", buyer, orders=orders)

    @buyer_route("/my/b2b/returns/new", right=ORDER, methods=["POST"])
    def ask(self, buyer, order="", note="", **params):
        chosen = self._order(buyer, whole(order))
        if not chosen:
            return request.not_found()
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
        asked = self._find(buyer, return_id)
        if not asked:
            return request.not_found()
        return self._render("return_page", buyer, asked=asked, told=told)

    @buyer_route("/my/b2b/returns/<int:return_id>/slip", right=LOOK)
    def slip(self, buyer, return_id, **_other):
        """The paper that goes into the parcel; there is none before the yes."""
        asked = self._find(buyer, return_id)
        if not asked or asked.state != "approved":
            return request.not_found()
        report = request.env["ir.actions.report"].sudo()
        pdf, _kind = report._render_qweb_pdf("b2b_portal.report_return_slip", asked.ids)
        return self._file(pdf, "application/pdf", f"{asked.name}.pdf")

    @buyer_route("/my/b2b/returns/<int:return_id>/photo/<int:number>", readonly=True)
    def photo(self, buyer, return_id, number, **_other):
        photo = self._find(buyer, return_id).photo_ids.sorted("id")[number - 1 : number]
        if not photo or number < 1:
            return request.not_found()
        return self._file(photo.raw, "image/jpeg", photo.name, inline=True)

    def _file(self, content, mimetype, name, inline=False):
        kind = "inline" if inline else "attachment"
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name.replace("/", "-"), kind)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "private, no-store"),
            ],
        )

    # === FINDING === #

    def _all(self, buyer):
        return (
            request.env["b2b.return.request"]
            .sudo()
            .search([("account_id", "=", buyer.account.id), ("company_id", "=", buyer.company.id)])
        )

    def _find(self, buyer, return_id):
        return self._all(buyer).filtered(lambda asked: asked.id == return_id)

    def _order(self, buyer, order_id):
        return (
            request.env["sale.order"]
            .sudo()
            .search([
                ("id", "=", order_id),
                ("b2b_account_id", "=", buyer.account.id),
                ("company_id", "=", buyer.company.id),
                ("state", "=", "sale"),
            ])
        )  # fmt: skip

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
        return [(one.filename, one.read(LARGEST_PHOTO + 1)) for one in files if one.filename]

    # === SHOWING === #

    def _form(self, buyer, order, problem="", sent=None):
        returnable = request.env["b2b.return.line"]._returnable(order.order_line)
        rows = [(line, most) for line, most in returnable.items() if most > 0]
        values = {"order": order, "rows": rows, "reasons": options("b2b.return.line", "reason")}
        return self._render("return_form", buyer, **values, problem=problem, sent=sent or {})

    def _render(self, template, buyer, **values):
        common = {"buyer": buyer, "page_name": "b2b_returns"}
        return request.render(f"b2b_portal.{template}", common | values)
