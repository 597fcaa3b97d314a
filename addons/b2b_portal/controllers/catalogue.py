from urllib.parse import urlencode

from odoo.http import Controller, request
from odoo.tools import format_amount

from odoo.addons.portal.controllers.portal import pager

from ..reading import whole
from ..shop.catalogue import COUNT_MAX, ORDERS, PAGE, Wish
from .buyer_route import buyer_route
from .shop_page import quantity, render

IMAGE_SIZES = (128, 512)


class Catalogue(Controller):
    """Finding products: pages, suggestions, pictures. Every role looks; who may order also adds."""

    @buyer_route(
        "/my/b2b/catalogue",
        "/my/b2b/catalogue/page/<int:page>",
        readonly=True,
        searches=True,
    )
    def catalogue(self, buyer, page=1, **query):
        finder = request.env["b2b.portal.catalogue"]
        wish = self._wish(buyer, query)
        page = min(max(page, 1), COUNT_MAX // PAGE)
        domain = finder._wished(buyer, wish)
        products, total = finder._find(buyer, wish, (page - 1) * PAGE, domain=domain)
        offers = request.env["b2b.portal.offer"]._of(buyer, products)
        kept = self._kept(wish, query)
        return render(
            "catalogue",
            buyer,
            "b2b_catalogue",
            wish=wish,
            offers=[offers[product] for product in products],
            total=total,
            many=total >= COUNT_MAX,
            categories=finder._categories(buyer, wish, domain),
            parents=self._parents(wish.category),
            as_list=query.get("view") == "list",
            url=lambda **changes: self._url(kept | changes),
            pager=pager("/my/b2b/catalogue", total, page, PAGE, url_args=kept),
        )

    @buyer_route("/my/b2b/catalogue/<int:product_id>", readonly=True)
    def product(self, buyer, product_id, **query):
        product = request.env["b2b.portal.catalogue"]._get(buyer, product_id)
        if not product:
            page = render("product_not_found", buyer, "b2b_catalogue")
            page.status_code = 404
            return page
        offer = request.env["b2b.portal.offer"]._of(buyer, product)[product]
        days = request.env["b2b.portal.quick.order"]._days(buyer, {product: offer.quantity})
        substitutes = request.env["b2b.substitute"]._for(product, buyer.company).substitute_id
        permitted = request.env["b2b.portal.catalogue"]._permitted(buyer, substitutes.ids)
        instead = request.env["b2b.portal.offer"]._of(buyer, permitted) if permitted else {}
        return render(
            "product",
            buyer,
            "b2b_catalogue",
            offer=offer,
            breaks=request.env["b2b.portal.offer"]._breaks(buyer, product, offer.limits),
            days=days.get(product.id, ()),
            substitutes=list(instead.values()),
            parents=self._parents(product.categ_id),
            lists=request.env["b2b.cart"]
            ._lists(buyer)
            .filtered(lambda one: one._may_change(buyer)),
        )

    @buyer_route("/my/b2b/suggest", kind="jsonrpc", readonly=True, searches=True)
    def suggest(self, buyer, text="", **_query):
        """Products for what is being typed: [{id, sku, name, price, stock, url}]."""
        products = request.env["b2b.portal.catalogue"]._suggest(buyer, str(text))
        offers = request.env["b2b.portal.offer"]._of(buyer, products)
        return [self._suggestion(offers[product]) for product in products]

    @buyer_route("/my/b2b/image/<int:product_id>/<int:size>", readonly=True)
    def image(self, buyer, product_id, size, **_query):
        """The picture of a product the account may buy, else its category's."""
        product = request.env["b2b.portal.catalogue"]._get(buyer, product_id)
        if not product or size not in IMAGE_SIZES:
            return request.not_found()
        record, field = product.with_context(bin_size=False)._b2b_picture()
        if not record:
            return request.not_found()
        stream = request.env["ir.binary"]._get_image_stream_from(
            record, field, width=size, height=size
        )
        stream.public = False
        answer = stream.get_response()
        answer.headers["Cache-Control"] = "private, max-age=604800"
        return answer

    def _suggestion(self, offer):
        env, product = request.env, offer.product
        stock = (
            env._("%(quantity)s in stock", quantity=quantity(offer.free))
            if offer.free > 0
            else ("" if offer.always else env._("not in stock"))
        )
        return {
            "id": product.id,
            "sku": product.default_code or "",
            "part": offer.part,
            "name": product.name,
            "price": format_amount(env, offer.price, offer.currency),
            "unit": product.uom_id.name,
            "stock": stock,
            "least": offer.least,
            "url": f"/my/b2b/catalogue/{product.id}",
        }

    # === THE QUERY === #

    def _wish(self, buyer, query):
        category = request.env["b2b.portal.catalogue"]._category(
            buyer, whole(query.get("category"))
        )
        return Wish(
            text=str(query.get("search") or "")[:80],
            category=category,
            in_stock=query.get("in_stock") == "1",
            bought=query.get("bought") == "1",
            order=query["order"] if query.get("order") in ORDERS else "sku",
        )

    def _kept(self, wish, query):
        """The query as it goes into the links of the page; what says nothing is left out."""
        kept = {
            "search": wish.text,
            "category": wish.category.id,
            "in_stock": "1" if wish.in_stock else "",
            "bought": "1" if wish.bought else "",
            "order": wish.order if wish.order != "sku" else "",
            "view": "list" if query.get("view") == "list" else "",
        }
        return {key: value for key, value in kept.items() if value}

    def _url(self, query):
        text = urlencode({key: value for key, value in query.items() if value})
        return f"/my/b2b/catalogue?{text}" if text else "/my/b2b/catalogue"

    def _parents(self, category):
        """The way down to a category, itself last."""
        path = (category.sudo().parent_path or "").split("/")[:-1]
        return category.sudo().browse([int(part) for part in path])
