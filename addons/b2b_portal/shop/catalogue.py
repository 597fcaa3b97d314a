"""Which products an account may see, and how it finds them among a hundred thousand."""

import time
from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

# What an index serves; sorting a hundred thousand names would not be worth the wait.
ORDERS = {"sku": "default_code, id", "new": "id desc"}
PAGE = 24
TEXT_MAX = 80
# Counts of the whole catalogue may be so old.
COUNTS_SECONDS = 600
# More products with the same words are not looked at: another word finds sooner.
FOUND_MAX = 2000
# Counting on beyond this many costs more than anybody reads.
COUNT_MAX = 10000


class Wish(NamedTuple):
    """What a buyer looks for: words, a category (``product.category``, may be empty), ticks."""

    text: str = ""
    category: Any = None
    in_stock: bool = False
    bought: bool = False
    order: str = "sku"

    @property
    def is_plain(self):
        """Nothing narrows the catalogue but a category."""
        return not (self.text.strip() or self.in_stock or self.bought)


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
        return self._open_domain(buyer.company.id, self._closed_categories(buyer).ids)

    def _open_domain(self, company_id, closed):
        domain = Domain("sale_ok", "=", True) & Domain("active", "=", True)
        domain &= Domain("type", "!=", "combo")
        domain &= Domain("company_id", "in", [False, company_id])
        unknown = self.env["sale.order"]._b2b_unknown_item()
        domain &= Domain("id", "not in", unknown.ids)
        return domain & Domain("categ_id", "not in", list(closed)) if closed else domain

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
    def _find(self, buyer, wish, offset=0, limit=PAGE, domain=None):
        """A page of what is looked for.

        :param wish: :class:`Wish`
        :param domain: what ``_wished`` answered, for callers that need it more than once
        :return: (``product.product`` sudo, how many there are up to ``COUNT_MAX``)
        """
        Product = self._products(buyer)
        domain = self._wished(buyer, wish) if domain is None else domain
        order = ORDERS.get(wish.order, ORDERS["sku"])
        products = Product.search_fetch(
            domain, ["default_code", "name", "barcode"], offset=offset, limit=limit, order=order
        )
        if len(products) < limit and (products or not offset):
            return products, offset + len(products)
        if wish.is_plain:
            return products, min(sum(self._below(buyer, wish, domain).values()), COUNT_MAX)
        return products, Product.search_count(domain, limit=COUNT_MAX)

    @api.model
    def _suggest(self, buyer, text, limit=8):
        """The products most likely meant while somebody types: codes first, then names."""
        text = _clean(text)
        if len(text) < 2:
            return self._products(buyer)
        Product, domain = self._products(buyer), self._domain(buyer)
        start = _escaped(text) + "%"
        begins = Domain("default_code", "=ilike", start)
        begins |= self._by_number(buyer, text, "=ilike", start)
        found = Product.browse(Product._search(domain & begins, limit=limit).get_result_ids())
        if len(found) < limit:
            words = [_escaped(word) for word in text.split()]
            names = Domain.AND(Domain("name", "ilike", word) for word in words)
            names &= Domain("id", "not in", found.ids)
            rest = Product._search(domain & names, limit=limit - len(found))
            found |= Product.browse(rest.get_result_ids())
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

    @api.model
    def _wished(self, buyer, wish):
        """The domain of what is looked for."""
        domain = self._domain(buyer)
        if wish.category:
            domain &= Domain("categ_id", "child_of", wish.category.id)
        if wish.in_stock:
            domain &= self._in_stock(buyer)
        if wish.bought:
            domain &= self._bought(buyer)
        text = _clean(wish.text)
        return self._matching(buyer, domain, text) if text else domain

    def _matching(self, buyer, domain, text):
        """Of the products of a domain those whose name or SKU holds every word, or one of whose
        other numbers is meant; at most ``FOUND_MAX`` by name and by number.

        Names and numbers are asked for apart: one condition over both could use no index.
        """
        Product = self._products(buyer)
        words = [_escaped(word) for word in text.split()]
        by_name = Domain.AND(Domain("name", "ilike", word) for word in words)
        by_code = Domain.AND(Domain("default_code", "ilike", word) for word in words)
        by_code |= self._by_number(buyer, text, "ilike", _escaped(text))
        ids = set()
        for condition in (by_name, by_code):
            ids.update(Product._search(domain & condition, limit=FOUND_MAX).get_result_ids())
        return Domain("id", "in", sorted(ids))

    def _by_number(self, buyer, text, operator, value):
        """The barcode, or the account's own part number."""
        parts = self.env["b2b.customer.part"].sudo()
        own = parts.search(
            [("account_id", "=", buyer.account.id), ("code", operator, value)], limit=100
        )
        domain = Domain("barcode", "=", text)
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
    def _categories(self, buyer, wish, domain=None):
        """[(category, how many products)] to go on with: those below, or at the top.

        Counts are of what is looked for; categories without any are left out.
        """
        counts = {}
        domain = self._wished(buyer, wish) if domain is None else domain
        for (path, _category), count in self._below(buyer, wish, domain).items():
            if path:
                counts[path[0]] = counts.get(path[0], 0) + count
        categories = self.env["product.category"].sudo().browse(counts)
        return [(c, counts[c.id]) for c in categories.sorted(lambda c: (c.name or "").lower())]

    def _below(self, buyer, wish, domain):
        """{(way from the wished category down, category id): products} of what is looked for."""
        if wish.is_plain:
            closed = tuple(self._closed_categories(buyer).ids)
            now = int(time.time() / COUNTS_SECONDS)
            counts = self._counts(buyer.company.id, closed, now)
        else:
            counts = self._count(domain, buyer.company)
        categories = self.env["product.category"].sudo().browse(counts)
        here, below = wish.category.id if wish.category else 0, {}
        for category in categories:
            path = [int(part) for part in (category.parent_path or "").split("/")[:-1]]
            if here in path:
                path = path[path.index(here) + 1 :]
            elif here:
                continue
            below[tuple(path), category.id] = counts[category.id]
        return below

    @ormcache("company_id", "closed", "now")
    def _counts(self, company_id, closed, now):
        """{category id: products} of a whole catalogue, counted now and then.

        :param closed: ids of categories that are closed to whoever asks
        :param now: changes when it is time to count again
        """
        domain = self._open_domain(company_id, closed)
        return self._count(domain, self.env["res.company"].browse(company_id))

    def _count(self, domain, company):
        Product = self.env["product.product"].sudo().with_company(company)
        return {c.id: count for c, count in Product._read_group(domain, ["categ_id"], ["__count"])}


def _clean(text):
    return " ".join((text or "")[:TEXT_MAX].replace("\x00", "").split())


def _escaped(text):
    """The text for a pattern: what a buyer types is no wildcard."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
