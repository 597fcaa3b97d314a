"""Many items at once: each is found, priced and checked in one go, and nothing is dropped."""

import difflib
import math
from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.b2b_oms.documents.purchase_order import OrderLine
from odoo.addons.b2b_oms.routing.words import Need

from .offer import orderable

NEAREST = 3
# Near matches are looked for on so many lines; a file of nothing but unknown items is another file.
GUESSED_LINES = 50
CANDIDATES = 1000


class Row(NamedTuple):
    """One line of a quick order after the look.

    ``offer`` is None where no product was found; then ``nearest`` holds what may have been meant,
    or, when ``superseded``, what is sold instead. ``proposed`` is the quantity that the product's
    rules allow, 0 when the asked one is fine. ``days`` are [(day or False, quantity, from stock)].
    """

    code: str
    quantity: float | None
    quantity_text: str
    merged: int
    offer: Any = None
    proposed: float = 0.0
    superseded: bool = False
    nearest: tuple = ()
    days: tuple = ()

    @property
    def is_fine(self):
        return bool(self.offer and self.quantity and not self.proposed)

    @property
    def subtotal(self):
        return self.offer.price * self.quantity if self.offer and self.quantity else 0.0


class QuickOrder(models.AbstractModel):
    _name = "b2b.portal.quick.order"
    _description = "Quick order"

    @api.model
    def _look(self, buyer, entries):
        """Find, merge, price and check entries, in a constant number of queries.

        :param entries: list of ``pasted.Entry``
        :return: list of :class:`Row`, in the order the items first came
        """
        merged = self._merge(entries)
        products = self._products_of(buyer, [code for code, _entries in merged])
        rows = self._rows(merged, products)
        quantities = {}
        for row, product in rows:
            if product and row.quantity:
                quantities[product] = quantities.get(product, 0.0) + row.quantity
        known = self.env["product.product"].sudo().union(*(p for _row, p in rows if p))
        offers = self.env["b2b.portal.offer"]._of(buyer, known, quantities) if known else {}
        days = self._days(buyer, quantities)
        guesses = self._guesses(buyer, [row.code for row, product in rows if not product])
        return [
            self._judged(row, offers[product.with_env(known.env)], days.get(product.id, ()))
            if product
            else row._replace(**guesses.get(row.code, {}))
            for row, product in rows
        ]

    # === FINDING === #

    def _merge(self, entries):
        """[(code, entries)]: the same words are one item."""
        groups = {}
        for entry in entries:
            groups.setdefault(entry.code.strip().lower(), []).append(entry)
        return [(group[0].code, group) for group in groups.values()]

    def _products_of(self, buyer, codes):
        """{code: product the account may buy}; codes nobody knows are left out."""
        lines = [OrderLine(where="", quantity=None, sku=code) for code in codes]
        lookup = self.env["b2b.product.lookup"].sudo().with_company(buyer.company)
        matches = lookup._match(lines, buyer.account, buyer.company)
        found = {c: m.product for c, m in zip(codes, matches, strict=True) if m.product}
        permitted = self.env["b2b.portal.catalogue"]._permitted(
            buyer, [product.id for product in found.values()]
        )
        return {code: product for code, product in found.items() if product in permitted}

    def _rows(self, merged, products):
        """[(Row, product or None)]; two names of one product are one row too."""
        rows, places = [], {}
        for code, entries in merged:
            product = products.get(code)
            good = [entry.quantity for entry in entries if entry.quantity]
            unread = next((e.quantity_text for e in entries if not e.quantity), "")
            row = Row(code, sum(good) or None, unread, len(entries))
            if product and product.id in places:
                place = places[product.id]
                first = rows[place][0]
                row = first._replace(
                    quantity=(first.quantity or 0.0) + (row.quantity or 0.0) or None,
                    quantity_text=first.quantity_text or row.quantity_text,
                    merged=first.merged + row.merged,
                )
                rows[place] = (row, product)
                continue
            if product:
                places[product.id] = len(rows)
            rows.append((row, product))
        return rows

    # === CHECKING === #

    def _judged(self, row, offer, days):
        proposed = 0.0
        if row.quantity:
            allowed = orderable(row.quantity, offer.limits)
            rounded = offer.product.uom_id.round(row.quantity)
            if offer.product.uom_id.compare(allowed, row.quantity) != 0:
                proposed = allowed
            elif abs(rounded - row.quantity) > 1e-9:
                proposed = orderable(math.ceil(row.quantity), offer.limits)
        return row._replace(offer=offer, proposed=proposed, days=days)

    @api.model
    def _days(self, buyer, quantities):
        """{product.id: [(day or False, quantity, from stock)]} as the confirmation would promise.

        :param quantities: {product: quantity}, together one order to the account's address
        """
        if not quantities:
            return {}
        account = buyer.account
        ship_to = account.browse(account.address_get(["delivery"])["delivery"])
        needs = [
            Need(product.id, product, quantity, ship_to)
            for product, quantity in quantities.items()
            if product.is_storable
        ]
        planner = self.env["b2b.routing.plan"].sudo().with_company(buyer.company)
        policy = account.b2b_backorder_policy or account.b2b_tier_id.backorder_policy
        days = {}
        for share in planner._plan(account, needs, buyer.company, policy=policy).shares:
            days.setdefault(share.key, []).append(
                (share.day, share.quantity, share.kind == "stock")
            )
        return {key: tuple(sorted(found, key=_soonest)) for key, found in days.items()}

    # === GUESSING === #

    def _guesses(self, buyer, codes):
        """{code: values of a Row}: what is sold instead of it, else what may have been meant."""
        if not codes:
            return {}
        guesses = self._successors(buyer, codes)
        unknown = [code for code in codes if code not in guesses][:GUESSED_LINES]
        if not unknown:
            return guesses
        names = self._candidates(buyer, unknown)
        for code in unknown:
            near = difflib.get_close_matches(code.lower(), names, n=NEAREST, cutoff=0.6)
            products = [names[name] for name in near]
            guesses[code] = {"nearest": tuple(dict.fromkeys(products))}
        return guesses

    def _successors(self, buyer, codes):
        """{code: values} of items that are no longer sold and have a substitute."""
        Lookup = self.env["b2b.product.lookup"].sudo()
        known = Lookup._by_sku(set(codes), buyer.company)
        gone = {code: known[key] for code in codes if (key := code.strip().lower()) in known}
        if not gone:
            return {}
        products = self.env["product.product"].sudo().union(*gone.values())
        rules = self.env["b2b.substitute"]._for(products, buyer.company)
        permitted = self.env["b2b.portal.catalogue"]._permitted(buyer, rules.substitute_id.ids)
        return {
            code: {"superseded": True, "nearest": tuple(instead[:NEAREST])}
            for code, old in gone.items()
            if (
                instead := rules.filtered(
                    lambda rule, old=old: rule.product_id in old and rule.substitute_id in permitted
                ).substitute_id
            )
        }

    def _candidates(self, buyer, codes):
        """{SKU in lower case: product} that begin like one of the codes, or hold their beginning."""
        catalogue = self.env["b2b.portal.catalogue"]
        begins = {code.strip()[:3] for code in codes if len(code.strip()) >= 3}
        if not begins:
            return {}
        alike = Domain.OR(Domain("default_code", "ilike", start) for start in sorted(begins))
        products = catalogue._products(buyer).search_fetch(
            catalogue._domain(buyer) & alike,
            ["default_code", "name"],
            limit=CANDIDATES,
            order="default_code, id",
        )
        return {product.default_code.lower(): product for product in products}


def _soonest(day):
    when, quantity, _stock = day
    return not when, when or 0, quantity
