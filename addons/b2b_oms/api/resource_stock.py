from odoo import api, models
from odoo.fields import Domain

from .answer import Answer
from .operation import Operation
from .resource import PAGE, page_of, quantity
from .schema import Day, Fields, ListOf, Maybe, Number, Text, Told

MOST_ITEMS = 500
QUESTION = Fields(
    {
        "account": Text("Who asks; what is protected for others is not offered.", most=100),
        "skus": ListOf(Text(most=100, least=1, example="BW-1001"), least=1, most=MOST_ITEMS),
    },
    needs=("skus",),
)
COMING = Told({"date": Day(), "quantity": Number()})
STOCK = Told(
    {
        "sku": Text(most=100),
        "unit": Text(most=100),
        "available": Number("May be promised from stock now, over all warehouses."),
        "warehouses": ListOf(
            Told(
                {
                    "warehouse": Text("Code of the warehouse.", most=20),
                    "available": Number(),
                    "coming": Maybe(COMING),
                }
            ),
            "What may be promised from each, and the next receipt nobody waits for.",
        ),
    }
)


class StockResource(models.AbstractModel):
    """What may be promised, as the routing of orders counts it."""

    _name = "b2b.api.resource.stock"
    _inherit = "b2b.api.resource"
    _description = "Stock"
    _code = "stock"
    _feed = "stock"
    _sequence = 40

    @api.model
    def _source(self):
        return "product.product", [("is_storable", "=", True), ("sale_ok", "=", True)], None

    @api.model
    def _of_company(self, call):
        return Domain("company_id", "in", (False, call.company.id))

    @api.model
    def _mine(self, call, domain=Domain.TRUE):
        """Products belong to nobody: an account's key sees them all."""
        return super()._mine(call._replace(account=call.account.browse()), domain)

    @api.model
    def _feed_tell(self, products, call):
        return self._tell(list(products), call.account, call.company)

    @api.model
    def _feed_owners(self, ids):
        products = self.env["product.product"].sudo().browse(ids).exists()
        nobody = self.env["res.partner"]
        return [
            (product.id, product.company_id or self._fed_companies(), nobody)
            for product in products
        ]

    @api.model
    def _operations(self):
        return [
            Operation("GET", "/stock", "listStock", "Stock of all items, a page at a time",
                      "stock:read", "_list", {200: page_of(STOCK)}, query=PAGE),
            Operation("POST", "/stock", "askStock", "Stock of up to 500 items in one call",
                      "stock:read", "_ask", {200: Told({"data": ListOf(STOCK)})}, body=QUESTION,
                      problems=(404,)),
        ]  # fmt: skip

    @api.model
    def _list(self, call):
        return self._page(
            call, lambda products, call: self._tell(list(products), call.account, call.company)
        )

    @api.model
    def _ask(self, call):
        reference = call.body.get("account")
        account = call.account
        if account or reference:
            account = self._account_of(call, reference, "/account")
        products = self.env["b2b.api.items"]._products(
            call.body["skus"], account, call.company, "/skus"
        )
        return Answer(200, {"data": self._tell(products, account, call.company)})

    @api.model
    def _tell(self, asked, account, company):
        """Stock of products, in their order."""
        products = self.env["product.product"].sudo().union(*asked)
        houses = self.env["stock.warehouse"].sudo().search([("company_id", "=", company.id)])
        ask = self.env["b2b.availability"]
        free = ask._by_warehouse(products, houses, account.with_company(company).b2b_tier_id)
        coming = ask._timeline(products, houses)
        told = {}
        for product in products:
            rows = [self._house(product, house, free, coming) for house in houses]
            told[product] = {
                "sku": product.default_code or "",
                "unit": product.uom_id.name,
                "available": quantity(sum(row["available"] for row in rows)),
                "warehouses": rows,
            }
        return [told[product] for product in asked]

    def _house(self, product, house, free, coming):
        key = (product.id, house.id)
        later = next(((day, much) for day, much in coming.get(key, ()) if much > 0), None)
        return {
            "warehouse": house.code,
            "available": quantity(free.get(key, 0.0)),
            "coming": later and {"date": later[0], "quantity": quantity(later[1])},
        }
