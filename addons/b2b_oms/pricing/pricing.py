"""The one engine behind every price: order, portal, reports, explanation, audit."""

from typing import Any, NamedTuple

from odoo import api, fields, models

from .price_book import Basket, PriceBook


class Demand(NamedTuple):
    """So much of a product, in a unit."""

    product: Any
    quantity: float
    uom: Any


class Quote(NamedTuple):
    """What the engine answers to a demand.

    ``price`` is per unit of the demand, in the currency asked for, without tax as the product's
    price is. ``source`` is agreement, tier, company or list (no rule was about the product);
    ``rule`` the ``product.pricelist.item``, may be empty. ``next_break`` is the rule of the next
    break, may be empty; ``next_quantity`` what it needs, ``next_price`` what it would give.
    """

    price: float
    source: str
    rule: Any
    next_break: Any
    next_quantity: float = 0.0
    next_price: float = 0.0


class Pricing(models.AbstractModel):
    """Agreement, then the account's list, then the company's list: the first that answers."""

    _name = "b2b.pricing"
    _description = "Pricing"

    @api.model
    def _quote(self, account, demands, date=None, currency=None, pricelist=None, one_basket=True):
        """Price demands; as one basket, breaks count a product's quantity over all of them.

        :param account: ``res.partner``; prices are those of its commercial partner
        :param demands: list of :class:`Demand`
        :param date: moment of the price, default now
        :param currency: ``res.currency`` of the answer, default the list's
        :param pricelist: the list to ask after the agreements, default the account's
        :param one_basket: False prices each demand as if it were ordered alone
        :return: list of :class:`Quote`, one a demand, in a constant number of queries
        """
        account = account.commercial_partner_id
        date = date or fields.Datetime.now()
        pricelist = pricelist if pricelist is not None else account.property_product_pricelist
        currency = currency or pricelist.currency_id or self.env.company.currency_id
        products = self.env["product.product"].union(*(demand.product for demand in demands))
        demands = [  # read together whatever way they came
            demand._replace(product=demand.product.with_prefetch(products._ids))
            for demand in demands
        ]
        book = self._book(account, products, date, pricelist)
        common = self._basket(demands) if one_basket else None
        return [
            self._answer(demand, book, common or self._basket([demand]), date, currency)
            for demand in demands
        ]

    @api.model
    def _book(self, account, products, date, pricelist):
        """The rules that may price these products for the account."""
        agreements = self.env["b2b.price.agreement"].sudo()._in_force(account, date)
        levels = [("agreement", agreements._rules(products, date))] if agreements else []
        levels.append(("tier", pricelist.sudo()._get_applicable_rules(products, date)))
        company_list = self.env.company.sudo().b2b_pricelist_id
        if company_list and company_list != pricelist:
            levels.append(("company", company_list._get_applicable_rules(products, date)))
        return PriceBook(levels)

    @api.model
    def _basket(self, demands):
        quantities = {}
        for demand in demands:
            product = demand.product
            own = demand.uom._compute_quantity(
                demand.quantity, product.uom_id, round=False, raise_if_failure=False
            )
            quantities[product] = quantities.get(product, 0.0) + own
        return Basket(quantities)

    @api.model
    def _answer(self, demand, book, basket, date, currency):
        product = demand.product
        nothing = self.env["product.pricelist.item"]
        won = book.winner(product, basket)
        rule = won.rule if won else nothing
        coming = book.next_break(product, basket)
        terms = {"quantity": demand.quantity, "uom": demand.uom, "date": date, "currency": currency}
        return Quote(
            rule._compute_price(product, **terms),
            won.source if won else "list",
            rule,
            coming.rule if coming else nothing,
            coming.rule._b2b_min_quantity(product) if coming else 0.0,
            coming.rule._compute_price(product, **terms) if coming else 0.0,
        )
