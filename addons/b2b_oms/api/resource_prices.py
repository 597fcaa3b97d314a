from odoo import api, fields, models

from ..pricing.pricing import Demand
from .answer import Answer
from .operation import Operation
from .resource import quantity
from .schema import Day, Fields, ListOf, Maybe, Number, Text, Told

MOST_ITEMS = 500
QUESTION = Fields(
    {
        "account": Text("Number of the account. Not needed with an account's key.", most=100),
        "date": Day("Whose prices; empty: now."),
        "items": ListOf(
            Fields(
                {
                    "sku": Text(most=100, least=1, example="BW-1001"),
                    "quantity": Number("In the item's own unit.", above=0, most=10**8),
                },
                needs=("sku",),
            ),
            "Priced each for itself, not as one basket.",
            least=1,
            most=MOST_ITEMS,
        ),
    },
    needs=("items",),
)
PRICES = Told(
    {
        "account": Text(most=100),
        "currency": Text("ISO 4217.", most=3),
        "data": ListOf(
            Told(
                {
                    "sku": Text(most=100),
                    "quantity": Number(),
                    "unit": Text(most=100),
                    "price": Number("Per unit, without tax."),
                    "source": Text("agreement, tier, company or list.", most=20),
                    "next_break": Maybe(
                        Told({"quantity": Number(), "price": Number("From that quantity on.")})
                    ),
                }
            )
        ),
    }
)


class PricesResource(models.AbstractModel):
    """What an account pays: the engine of every channel, many items in one call."""

    _name = "b2b.api.resource.prices"
    _inherit = "b2b.api.resource"
    _description = "Prices"
    _code = "prices"
    _sequence = 30

    @api.model
    def _operations(self):
        return [
            Operation("POST", "/prices", "askPrices", "Prices of up to 500 items for an account",
                      "prices:read", "_ask", {200: PRICES}, body=QUESTION, problems=(404,)),
        ]  # fmt: skip

    @api.model
    def _ask(self, call):
        account = self._account_of(call, call.body.get("account"), "/account")
        items = call.body["items"]
        products = self.env["b2b.api.items"]._products(
            [item["sku"] for item in items], account, call.company, "/items"
        )
        pricelist = account.property_product_pricelist
        currency = pricelist.currency_id or call.company.currency_id
        demands = [
            Demand(product, float(item.get("quantity", 1)), product.uom_id)
            for product, item in zip(products, items, strict=True)
        ]
        day = call.body.get("date")
        moment = fields.Datetime.to_datetime(day) if day else None
        quotes = self.env["b2b.pricing"].sudo()._quote(
            account, demands, moment, currency, one_basket=False
        )  # fmt: skip
        data = [self._tell(*pair) for pair in zip(demands, quotes, strict=True)]
        return Answer(200, {"account": account.ref or "", "currency": currency.name, "data": data})

    def _tell(self, demand, quote):
        following = quote.next_break and {
            "quantity": quantity(quote.next_quantity),
            "price": round(quote.next_price, 6),
        }
        return {
            "sku": demand.product.default_code or "",
            "quantity": quantity(demand.quantity),
            "unit": demand.uom.name,
            "price": round(quote.price, 6),
            "source": quote.source,
            "next_break": following or None,
        }
