"""What an account is told of products: its price, how many, when. A page of them at a time."""

from datetime import date
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.tools import float_round

from odoo.addons.b2b_oms.pricing.pricing import Demand

# A price list with more breaks of one product than this is not read by people.
BREAKS_MAX = 8


class Offer(NamedTuple):
    """What one product is to one account. Quantities in the product's own unit.

    ``price`` is per unit without tax, in ``currency``, for ``quantity`` of it. ``more`` of it and a
    unit costs ``saving`` per cent less (0: there is no further break). ``free`` can leave on
    ``first_day``; ``expected`` is the day on which ``quantity`` can be promised when stock does not
    hold it, False when none is in sight. Goods that are not kept in stock are ``always`` there.
    """

    product: Any
    quantity: float
    price: float
    currency: Any
    source: str
    limits: Any
    more: float
    saving: float
    always: bool
    free: float
    first_day: Any
    expected: Any
    part: str

    @property
    def least(self):
        """The least that may be ordered: the minimum, in whole packs."""
        return orderable(1.0, self.limits)

    @property
    def is_there(self):
        """Whether the asked quantity can leave from stock."""
        return self.always or self.product.uom_id.compare(self.free, self.quantity) >= 0


def orderable(quantity, limits):
    """The nearest quantity not under ``quantity`` that the limits allow (under their maximum)."""
    wanted = max(quantity, limits.minimum)
    if limits.multiple:
        wanted = float_round(wanted / limits.multiple, 0, rounding_method="UP") * limits.multiple
    if limits.maximum and wanted > limits.maximum:
        whole = limits.multiple or 1.0
        wanted = limits.maximum // whole * whole or limits.maximum
    return wanted


class Offers(models.AbstractModel):
    """Prices of ``b2b.pricing``, stock of ``b2b.availability``: the engines that confirm."""

    _name = "b2b.portal.offer"
    _description = "Offers to buyers"

    @api.model
    def _of(self, buyer, products, quantities=None):
        """Offers in a constant number of queries.

        :param buyer: :class:`Buyer`
        :param products: ``product.product`` of any user; read as superuser, permitted by the caller
        :param quantities: {product: quantity}, priced together as one order would; without it each
            product is priced alone, at the least that may be ordered
        :return: {product: :class:`Offer`}
        """
        env = self.sudo().with_company(buyer.company).env
        products = products.with_env(env)
        limits = self._limits(buyer, products)
        asked = {
            product: (quantities or {}).get(product) or orderable(1.0, limits[product])
            for product in products
        }
        currency, quotes = self._quotes(buyer, asked, one_basket=bool(quantities))
        stock = self._stock(buyer, asked)
        parts = self._parts(buyer, products)
        offers = {}
        for product, quantity in asked.items():
            quote = quotes[product]
            more, saving = self._next_step(product, quantity, quote, limits[product])
            offers[product] = Offer(
                product,
                quantity,
                quote.price,
                currency,
                quote.source,
                limits[product],
                more,
                saving,
                not product.is_storable,
                *stock[product],
                parts.get(product, ""),
            )
        return offers

    @api.model
    def _breaks(self, buyer, product, limits):
        """[(from quantity, price)] of the product's breaks for the account, the least first."""
        product = product.sudo().with_company(buyer.company)
        quantity, breaks = orderable(1.0, limits), []
        for _step in range(BREAKS_MAX):
            _currency, quotes = self._quotes(buyer, {product: quantity}, one_basket=False)
            quote = quotes[product]
            if not breaks or quote.price < breaks[-1][1]:
                breaks.append((quantity, quote.price))
            if not quote.next_break or quote.next_quantity <= quantity:
                break
            quantity = max(orderable(quote.next_quantity, limits), quote.next_quantity)
            if limits.maximum and quantity > limits.maximum:
                break
        return breaks

    def _quotes(self, buyer, asked, one_basket):
        pricelist = buyer.account.property_product_pricelist
        currency = pricelist.currency_id or buyer.company.currency_id
        demands = [Demand(product, quantity, product.uom_id) for product, quantity in asked.items()]
        quotes = (
            self.env["b2b.pricing"]
            .sudo()
            .with_company(buyer.company)
            ._quote(buyer.account, demands, currency=currency, one_basket=one_basket)
        )
        return currency, dict(zip(asked, quotes, strict=True))

    def _limits(self, buyer, products):
        """{product: QuantityLimits} that count for the account."""
        order = (
            self.env["sale.order"]
            .sudo()
            .with_company(buyer.company)
            .new({"partner_id": buyer.account.id, "company_id": buyer.company.id})
        )
        return self.env["b2b.quantity.rule"].sudo()._about(products)._limits(order, products)

    def _next_step(self, product, quantity, quote, limits):
        """(how many more, per cent saved) to the next break; zeros where it saves nothing."""
        if not quote.next_break or quote.next_price >= quote.price or quote.price <= 0:
            return 0.0, 0.0
        more = orderable(quote.next_quantity, limits) - quantity
        saving = 100 * (1 - quote.next_price / quote.price)
        return (product.uom_id.round(more), saving) if more > 0 else (0.0, 0.0)

    def _parts(self, buyer, products):
        """{product: the account's own number for it}."""
        found = self.env["b2b.customer.part"].sudo()._of(buyer.account, products)
        return {product: parts[0].code for product, parts in found.items()}

    # === STOCK === #

    @api.model
    def _warehouses(self, buyer):
        """Warehouses the account may draw from: ``stock.warehouse``, sudo."""
        env = self.sudo().with_company(buyer.company).env
        every = env["stock.warehouse"].search([("company_id", "=", buyer.company.id)])
        return every - env["b2b.warehouse.preference"]._excluded(buyer.account, buyer.company)

    def _stock(self, buyer, asked):
        """{product: (free, first day or False, expected day or False)}."""
        env = self.sudo().with_company(buyer.company).env
        products = env["product.product"].union(*asked)
        houses = self._warehouses(buyer)
        absent = {
            (product.id, house.id)
            for house in houses
            for product in house._b2b_not_stocked(products)
        }
        free = env["b2b.availability"]._by_warehouse(
            products, houses, buyer.account.b2b_tier_id, account=buyer.account
        )
        here = {key: quantity for key, quantity in free.items() if key not in absent}
        sums = {
            product: sum(here.get((product.id, house.id), 0.0) for house in houses)
            for product in products
        }
        short = products.filtered(
            lambda product: (
                product.is_storable and product.uom_id.compare(sums[product], asked[product]) < 0
            )
        )
        days = self._days(houses)
        expected = self._expected(short, houses, asked, here, absent) if short else {}
        answers = {}
        for product in products:
            open_days = [
                days[house]
                for house in houses
                if here.get((product.id, house.id), 0.0) > 0
                or (not product.is_storable and (product.id, house.id) not in absent)
            ]
            answers[product] = (
                sums[product],
                min(open_days, default=False),
                expected.get(product, False),
            )
        return answers

    def _days(self, houses):
        """{warehouse: the day an order of now leaves}."""
        now = fields.Datetime.now()
        calendars = houses._b2b_shipping_calendars(now)
        return {house: calendar.first_day(now) for house, calendar in calendars.items()}

    def _expected(self, products, houses, asked, here, absent):
        """{product: day on which the asked quantity can leave one warehouse; False: not in sight}."""
        Availability = self.env["b2b.availability"].sudo()
        timeline = Availability._timeline(products, houses)
        calendars = houses._b2b_shipping_calendars(fields.Datetime.now())
        expected = {}
        for product in products:
            days = []
            for house in houses:
                if (product.id, house.id) in absent:
                    continue
                missing = asked[product] - here.get((product.id, house.id), 0.0)
                day = Availability._promise_date(product, house, missing, timeline)
                if isinstance(day, date):
                    days.append(calendars[house].working_day(day, house.b2b_handling_days))
            expected[product] = min(days, default=False)
        return expected
