from odoo import api, models
from odoo.fields import Domain

from .answer import Answer
from .operation import Operation
from .order_kinds import ACCOUNT_NAME
from .resource import PAGE, amount, page_of
from .schema import Choice, ListOf, Maybe, Number, Text, Told, Whole

STATUSES = ("new", "active", "blocked", "closed")
ADDRESS = Told(
    ACCOUNT_NAME.fields
    | {
        "street": Text(most=500),
        "zip": Text(most=50),
        "city": Text(most=200),
        "country": Text("ISO 3166, two letters.", most=2),
    }
)
CREDIT = Told(
    {
        "currency": Text("ISO 4217.", most=3),
        "limit": Number(),
        "exposure": Number("Owed, and ordered but not yet invoiced."),
        "available": Number("May be below zero."),
    }
)
ACCOUNT = Told(
    ACCOUNT_NAME.fields
    | {
        "status": Choice(STATUSES),
        "tier": Text("Code of the tier.", most=60),
        "currency": Text("ISO 4217.", most=3),
        "payment_terms": Text(most=200),
        "minimum_order": Number("Goods without tax, in the company's currency."),
        "credit": Maybe(CREDIT),
        "ship_tos": ListOf(ADDRESS),
    }
)


class AccountsResource(models.AbstractModel):
    """Accounts with their terms, their delivery addresses and what credit is left."""

    _name = "b2b.api.resource.accounts"
    _inherit = "b2b.api.resource"
    _description = "Accounts"
    _code = "accounts"
    _sequence = 20

    @api.model
    def _source(self):
        shown = [("b2b_tier_id", "!=", False), ("parent_id", "=", False)]
        return "res.partner", shown, "id"

    @api.model
    def _of_company(self, call):
        return Domain("company_id", "in", (False, call.company.id))

    @api.model
    def _operations(self):
        return [
            Operation("GET", "/accounts", "listAccounts", "Accounts, the newest first",
                      "accounts:read", "_list", {200: page_of(ACCOUNT)},
                      query=PAGE | {"ref": Text("Number of the account.", most=100)}),
            Operation("GET", "/accounts/{id}", "getAccount", "One account", "accounts:read", "_get",
                      {200: ACCOUNT}, parts={"id": Whole()}, versioned=True),
        ]  # fmt: skip

    @api.model
    def _list(self, call):
        ref = call.query.get("ref")
        return self._page(call, self._tell, Domain("ref", "=", ref) if ref else Domain.TRUE)

    @api.model
    def _get(self, call):
        return Answer(200, self._tell(self._one(call), call)[0])

    def _tell(self, accounts, call):
        pairs = {(account, call.company) for account in accounts}
        standings = self.env["b2b.credit.standing"].sudo()._of_accounts(pairs) if pairs else {}
        return [
            self._account(account, call.company, standings.get((account, call.company)))
            for account in accounts
        ]

    def _account(self, account, company, standing):
        tier = account.b2b_tier_id
        currency = account.property_product_pricelist.currency_id or company.currency_id
        delivered_to = account.child_ids.filtered(lambda child: child.type == "delivery")
        return self.env["b2b.api.order.view"]._partner(account) | {
            "status": account.b2b_status or "active",
            "tier": tier.code or tier.name or "",
            "currency": currency.name,
            "payment_terms": account._b2b_payment_term().name or "",
            "minimum_order": amount(
                company.currency_id, account.b2b_minimum_order or tier.minimum_order
            ),
            "credit": self._credit(standing),
            "ship_tos": [self._address(child) for child in delivered_to.sorted("id")],
        }

    def _credit(self, standing):
        if not standing or standing.ceiling is None:
            return None
        return {
            "currency": standing.currency.name,
            "limit": amount(standing.currency, standing.ceiling),
            "exposure": amount(standing.currency, standing.exposure),
            "available": amount(standing.currency, standing.available),
        }

    def _address(self, child):
        return self.env["b2b.api.order.view"]._partner(child) | {
            "street": child.street or "",
            "zip": child.zip or "",
            "city": child.city or "",
            "country": child.country_id.code or "",
        }
