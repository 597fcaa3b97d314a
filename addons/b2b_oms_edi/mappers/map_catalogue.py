from datetime import timedelta
from decimal import Decimal

from odoo import fields, models

from odoo.addons.b2b_oms.pricing.pricing import Demand

from ..documents.inventory import InventoryLine, InventoryReport
from ..documents.price_catalogue import PriceBreak, PriceCatalogue, PriceLine
from .mapper import decimal, unit_code

# Who ordered something in so many days wants to know its stock and price.
BOUGHT_DAYS = 365
MOST_BREAKS = 10


class RangeMapper(models.AbstractModel):
    """The products an account buys."""

    _name = "b2b.edi.mapper.range"
    _inherit = "b2b.edi.mapper"
    _description = "Products of an account"

    def _document(self, exchange):
        partner = exchange.partner_id
        account = partner.account_id.with_company(partner.company_id)
        products = self._products(account, partner.company_id)
        return self._range(account, products, exchange) if products else None

    def _range(self, account, products, exchange):
        """Override this to return the document about these products."""
        raise NotImplementedError

    def _products(self, account, company):
        """Those it has part numbers for, and those it ordered within a year."""
        parts = self.env["b2b.customer.part"].search([("account_id", "=", account.id)])
        since = fields.Datetime.now() - timedelta(days=BOUGHT_DAYS)
        groups = self.env["sale.order.line"]._read_group(
            [
                ("order_id.b2b_account_id", "=", account.id),
                ("company_id", "=", company.id),
                ("state", "=", "sale"),
                ("order_id.date_order", ">=", since),
                ("product_id.type", "=", "consu"),
            ],
            ["product_id"],
        )
        bought = self.env["product.product"].union(*(product for (product,) in groups))
        return (
            (parts.product_id | bought)
            .filtered(lambda product: product.active and product.sale_ok and product.default_code)
            .sorted("default_code")
        )


class InventoryMapper(models.AbstractModel):
    _name = "b2b.edi.mapper.inventory"
    _inherit = "b2b.edi.mapper.range"
    _description = "Stock reports"
    _code = "inventory"

    def _range(self, account, products, exchange):
        company = exchange.partner_id.company_id
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        tier = account.sudo().b2b_tier_id
        found = self.env["b2b.availability"]._by_warehouse(products, warehouses, tier=tier)
        items = self._product_items(products, account)
        lines = tuple(
            InventoryLine(
                item=items[product],
                unit=unit_code(product.uom_id),
                available=decimal(
                    sum(found.get((product.id, house.id), 0.0) for house in warehouses)
                ),
            )
            for product in products
        )
        today = fields.Date.context_today(exchange)
        return InventoryReport(number=f"{exchange.id}", report_date=today, lines=lines)


class PriceCatalogueMapper(models.AbstractModel):
    _name = "b2b.edi.mapper.price.catalogue"
    _inherit = "b2b.edi.mapper.range"
    _description = "Price lists"
    _code = "price_catalogue"

    def _range(self, account, products, exchange):
        company = exchange.partner_id.company_id
        currency = account.property_product_pricelist.currency_id or company.currency_id
        items = self._product_items(products, account)
        breaks = self._breaks(account, products, currency)
        lines = tuple(
            PriceLine(
                item=items[product],
                unit=unit_code(product.uom_id),
                prices=tuple(breaks[product]),
            )
            for product in products
        )
        today = fields.Date.context_today(exchange)
        return PriceCatalogue(
            number=f"{exchange.id}",
            catalogue_date=today,
            currency=currency.name,
            lines=lines,
            valid_from=today,
            is_complete=True,
        )

    def _breaks(self, account, products, currency):
        """{product: today's price of one, then of each further break}; asked of all at once, break
        by break."""
        found = {product: [] for product in products}
        asked = dict.fromkeys(products, 1.0)
        for _step in range(MOST_BREAKS):
            demands = [Demand(product, wanted, product.uom_id) for product, wanted in asked.items()]
            quotes = self.env["b2b.pricing"]._quote(
                account, demands, currency=currency, one_basket=False
            )
            further = {}
            for (product, wanted), quote in zip(asked.items(), quotes, strict=True):
                quantity = decimal(wanted) if wanted > 1 else Decimal(0)
                found[product].append(PriceBreak(decimal(quote.price), quantity))
                if quote.next_break and quote.next_quantity > wanted:
                    further[product] = quote.next_quantity
            if not further:
                break
            asked = further
        return found
