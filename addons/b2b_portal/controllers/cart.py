from odoo.exceptions import UserError
from odoo.http import Controller, request

from ..reading import whole
from ..roles import ORDER, PAY
from ..shop.cart_form import MAX_LINES, read_quantity
from .buyer_route import buyer_route
from .shop_page import local, quantity, render

POST = {"right": ORDER, "methods": ["POST"]}
# A cart of more lines is reviewed after its page is shown.
AT_ONCE = 20
FILES_MAX = 5
FILE_BYTES = 5 * 1024 * 1024
FILE_TYPES = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
}


class Cart(Controller):
    """The cart, and what becomes of it."""

    @buyer_route("/my/b2b/cart", right=ORDER)
    def cart(self, buyer, review="", fragment="", **_query):
        """The open cart. Its review makes an order and takes it back, so no replica serves this."""
        cart = request.env["b2b.cart"]._open(buyer)
        return self._page(buyer, cart, bool(review), fragment)

    @buyer_route("/my/b2b/cart/add", **POST)
    def add(self, buyer, product_id="", amount="", script="", back="", **_form):
        """Put one product in. A script gets the count and a sentence, a plain form goes back."""
        product = request.env["b2b.portal.catalogue"]._get(buyer, whole(product_id))
        wanted = read_quantity(amount)
        if not product or wanted is None:
            said, done = request.env._("This is not a quantity of a product we sell to you."), False
        elif request.env["b2b.cart"]._count(buyer) >= MAX_LINES:
            said, done = request.env._("The cart is full: an order has at most 500 lines."), False
        else:
            request.env["b2b.cart"]._current(buyer)._add({product: wanted})
            said, done = self._added(product, wanted), True
        if script:
            count = request.env["b2b.cart"]._count(buyer)
            return request.make_json_response({"done": done, "said": said, "count": count})
        return request.redirect(local(back, "/my/b2b/cart"))

    @buyer_route("/my/b2b/cart/update", **POST)
    def update(self, buyer, cart="", action="save", fragment="", **form):
        """Save the form; ``action`` is a button: save, submit, or one of ``_act``."""
        found = request.env["b2b.cart"]._mine(buyer, whole(cart))
        if not found:
            return request.redirect("/my/b2b/cart")
        if found.intake_id:  # handed in already: another tab, the back button, a second click
            return self._confirmation(found)
        problems = found._apply(buyer, form)
        if action == "submit":
            if buyer.visit:
                return self._hand_back(buyer, found)
            problems += found._obstacles(buyer)
            if not problems:
                try:
                    found._submit(buyer)
                except UserError as error:
                    problems = [str(error)]
                else:
                    return self._confirmation(found)
        else:
            found._act(action)
            found._keep_stock()
        if fragment or problems:
            return self._page(buyer, found, True, fragment, problems)
        return request.redirect("/my/b2b/cart")

    @buyer_route("/my/b2b/cart/files", **POST)
    def attach(self, buyer, cart="", remove="", **_form):
        """Attach files to the cart, or take one away."""
        found = request.env["b2b.cart"]._mine(buyer, whole(cart))
        if not found or found.intake_id:
            return request.redirect("/my/b2b/cart")
        if remove:
            found._files().filtered(lambda file: file.id == whole(remove)).unlink()
            return request.redirect("/my/b2b/cart")
        problems = [
            problem
            for upload in request.httprequest.files.getlist("files")[: FILES_MAX + 1]
            if upload.filename and (problem := self._attach(found, upload))
        ]
        if problems:
            return self._page(buyer, found, True, "", problems)
        return request.redirect("/my/b2b/cart")

    @buyer_route("/my/b2b/ordered/<int:cart_id>", right=ORDER, readonly=True)
    def ordered(self, buyer, cart_id, **_query):
        """What became of a cart that was handed in."""
        cart = request.env["b2b.cart"]._mine(buyer, cart_id)
        if not cart.intake_id:
            return request.redirect("/my/b2b/cart")
        order = cart.intake_id.order_ids[:1]
        return render(
            "ordered",
            buyer,
            "b2b_cart",
            cart=cart,
            order=order,
            intake=cart.intake_id,
            days=order._b2b_promised_days() if order.b2b_state == "released" else {},
            holds=cart._told_holds(),
            to_pay=self._to_pay(buyer, order),
        )

    # === PARTS === #

    def _page(self, buyer, cart, with_review, fragment="", problems=()):
        products = cart.line_ids.product_id
        offers = self._offers(buyer, cart, products)
        at_once = with_review or len(cart.line_ids) <= AT_ONCE
        return render(
            "cart_content" if fragment else "cart",
            buyer,
            "b2b_cart",
            cart=cart,
            offers=offers,
            review=cart._review() if cart and at_once else None,
            problems=problems,
            files=cart._files() if cart else [],
            kept_until=cart._kept_until(),
            lists=request.env["b2b.cart"]._lists(buyer),
            po_required=bool(cart and not cart.customer_po and cart._obstacles(buyer)),
        )

    def _hand_back(self, buyer, cart):
        """The cart goes to the system the buyer came from, and with that the visit is over."""
        try:
            form = cart._hand_back(buyer)
        except UserError as error:
            return self._page(buyer, cart, True, problems=[str(error)])
        page = render("cart_handed_back", buyer, "b2b_cart", form=form)
        page.flatten()
        request.session.logout(keep_db=True)
        return page

    def _offers(self, buyer, cart, products):
        if not products:
            return {}
        sums = cart.line_ids._sums()
        offers = request.env["b2b.portal.offer"]._of(buyer, products, sums)
        return {product.id: offer for product, offer in offers.items()}

    def _added(self, product, wanted):
        return request.env._(
            "%(quantity)s × %(product)s is in your cart.",
            quantity=quantity(wanted),
            product=product.name,
        )

    def _confirmation(self, cart):
        return request.redirect(f"/my/b2b/ordered/{cart.id}")

    def _to_pay(self, buyer, order):
        """What is still to be paid online for a released order, 0 when the buyer cannot."""
        if order.b2b_state != "released" or not buyer.may(PAY):
            return 0.0
        company = order.company_id
        providers = request.env["payment.provider"].sudo()
        if not providers.search_count(
            [("state", "in", ("enabled", "test")), ("company_id", "=", company.id)], limit=1
        ):
            return 0.0
        return max(order.amount_total - order._b2b_paid(), 0.0)

    def _attach(self, cart, upload):
        """Keep one file; a sentence when it cannot be kept."""
        content, env = upload.stream.read(FILE_BYTES + 1), request.env
        name = upload.filename.replace("\\", "/").rpartition("/")[2][:100]
        if len(content) > FILE_BYTES:
            return env._("“%(name)s” is larger than 5 MB.", name=name)
        kinds = [kind for kind, magic in FILE_TYPES.items() if content.startswith(magic)]
        if not kinds:
            return env._("“%(name)s” is no PDF, PNG or JPEG.", name=name)
        if len(cart._files()) >= FILES_MAX:
            return env._("More than %(count)s files cannot be attached.", count=FILES_MAX)
        env["ir.attachment"].sudo().create(
            {
                "name": name,
                "raw": content,
                "mimetype": kinds[0],
                "res_model": "b2b.cart",
                "res_id": cart.id,
            }
        )
        return ""
