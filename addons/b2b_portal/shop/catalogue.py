"""Which products an account may see, and how it finds them among a hundred thousand."""

from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain

ORDERS = {
    "sku": "default_code, id",
    "name": "name, id",
    "new": "id desc",
}
PAGE = 24
TEXT_MAX = 80
# Counting on beyond this many costs more than anybody reads.
COUNT_MAX = 10000


class Wish(NamedTuple):
    """What a buyer looks for: words, a category (``product.category``, may be empty), ticks."""

    text: str = ""
    category: Any = None
    in_stock: bool = False
    bought: bool = False
    order: str = "sku"


class Catalogue(models.AbstractModel):
    """Products are read as superuser, behind the domain of what the account may buy."""

    _name = "b2b.portal.catalogue"
    _description = "Catalogue of the buyer's portal"

    @api.model
    def _products(self, buyer):
        """``product.product`` to search in: sudo, in the buyer's company, pictures by their size only."""
        Product = self.env["product.product"].sudo().with_company(buyer.company)
        return Product.with_context(bin_size=True)

    @api.model
    def _domain(self, buyer):
        """What the account may buy: for sale, of the company, in no category closed to it."""
        domain = Domain("sale_ok", "=", True) & Domain("active", "=", True)
        domain &= Domain("type", "!=", "combo")
        domain &= Domain("company_id", "in", [False, buyer.company.id])
        ours = self.env["ir.model.data"].sudo()
        placeholder = ours._xmlid_to_res_id("b2b_oms.product_unknown_item")
        domain &= Domain("id", "!=", placeholder) if placeholder else Domain.TRUE
        closed = self._closed_categories(buyer)
        return domain & Domain("categ_id", "not in", closed.ids) if closed else domain

    def _closed_categories(self, buyer):
        """Categories the account has no permission for, with those below them."""
        Category = self.env["product.category"].sudo()
        restricted = Category.search([("b2b_restriction", "=", "permission")])
        closed = restricted - buyer.account.b2b_permitted_categ_ids
        if not closed:
            return closed
        below = Category.search([("id", "child_of", closed.ids)])
        return below.filtered(lambda category: category._b2b_restricted() in closed)

    # === FINDING === #

    @api.model
    def _find(self, buyer, wish, offset=0, limit=PAGE):
        """A page of what is looked for.

        :param wish: :class:`Wish`
        :return: (``product.product`` sudo, how many there are up to ``COUNT_MAX``)
        """
        Product, domain = self._products(buyer), self._wished(buyer, wish)
        order = ORDERS.get(wish.order, ORDERS["sku"])
        products = Product.search_fetch(
            domain, ["default_code", "name", "barcode"], offset=offset, limit=limit, order=order
        )
        if len(products) < limit and (products or not offset):
            return products, offset + len(products)
        return products, Product.search_count(domain, limit=COUNT_MAX)

    @api.model
    def _suggest(self, buyer, text, limit=8):
        """The products most likely meant while somebody types: codes first, then names."""
        text = _clean(text)
        if len(text) < 2:
            return self._products(buyer)
        Product, domain = self._products(buyer), self._domain(buyer)
        begins = self._by_code(buyer, text, "=ilike", _escaped(text) + "%")
        found = Product.search(domain & begins, limit=limit, order="default_code, id")
        if len(found) < limit:
            rest = domain & self._by_words(buyer, text) & Domain("id", "not in", found.ids)
            found |= Product.search(rest, limit=limit - len(found), order="default_code, id")
        return found

    @api.model
    def _get(self, buyer, product_id):
        """The product with this number if the account may buy it; else empty."""
        return self._permitted(buyer, [product_id])

    @api.model
    def _permitted(self, buyer, product_ids):
        """Of these numbers the products the account may buy: ``product.product``, sudo."""
        if not product_ids:
            return self._products(buyer)
        return self._products(buyer).search(self._domain(buyer) & Domain("id", "in", product_ids))

    def _wished(self, buyer, wish):
        domain = self._domain(buyer)
        if wish.category:
            domain &= Domain("categ_id", "child_of", wish.category.id)
        if text := _clean(wish.text):
            domain &= self._by_words(buyer, text)
        if wish.in_stock:
            domain &= self._in_stock(buyer)
        if wish.bought:
            domain &= self._bought(buyer)
        return domain

    def _by_words(self, buyer, text):
        """Every word stands in the name, or in one of the codes."""
        return Domain.AND(
            self._by_code(buyer, word, "ilike", _escaped(word))
            | Domain("name", "ilike", _escaped(word))
            for word in text.split()
        )

    def _by_code(self, buyer, text, operator, value):
        parts = self.env["b2b.customer.part"].sudo()
        own = parts.search(
            [("account_id", "=", buyer.account.id), ("code", operator, value)], limit=100
        )
        domain = Domain("default_code", operator, value) | Domain("barcode", "=", text)
        return domain | Domain("id", "in", own.product_id.ids) if own else domain

    def _in_stock(self, buyer):
        """Something of it lies in a warehouse the account may draw from."""
        places = self.env["b2b.portal.offer"]._warehouses(buyer).lot_stock_id
        return Domain("is_storable", "=", False) | Domain(
            "stock_quant_ids",
            "any",
            [("location_id", "child_of", places.ids), ("quantity", ">", 0)],
        )

    def _bought(self, buyer):
        lines = self.env["sale.order.line"].sudo()
        rows = lines._read_group(
            [
                ("order_id.b2b_account_id", "=", buyer.account.id),
                ("company_id", "=", buyer.company.id),
                ("state", "=", "sale"),
            ],
            ["product_id"],
        )
        return Domain("id", "in", [product.id for (product,) in rows])

    # === CATEGORIES === #

    @api.model
    def _category(self, buyer, category_id):
        """The category with this number, empty when there is none or it is closed."""
        category = self.env["product.category"].sudo().browse(category_id or []).exists()
        return category - self._closed_categories(buyer)

    @api.model
    def _categories(self, buyer, wish):
        """[(category, how many products)] to go on with: those below, or at the top.

        Counts are of what is looked for; categories without any are left out.
        """
        groups = self._products(buyer)._read_group(
            self._wished(buyer, wish), ["categ_id"], ["__count"]
        )
        here = wish.category.parent_path if wish.category else ""
        depth, counts = here.count("/"), {}
        for category, count in groups:
            path = (category.sudo().parent_path or "").split("/")[:-1]
            if len(path) > depth:
                counts[int(path[depth])] = counts.get(int(path[depth]), 0) + count
        categories = self.env["product.category"].sudo().browse(counts)
        return [(c, counts[c.id]) for c in categories.sorted(lambda c: (c.name or "").lower())]


def _clean(text):
    return " ".join((text or "")[:TEXT_MAX].replace("\x00", "").split())


def _escaped(text):
    """The text for a pattern: what a buyer types is no wildcard."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
