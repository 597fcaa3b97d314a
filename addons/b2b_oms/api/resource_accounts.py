from odoo import api, models
from odoo.fields import Domain

from .answer import Answer
from .operation import Operation
from .order_kinds import ACCOUNT_NAME
from .problem import ApiProblem, Wrong, invalid
from .resource import PAGE, amount, page_of
from .schema import Choice, Fields, ListOf, Maybe, Number, Text, Told, Whole

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
    ADDRESS.fields
    | {
        "street2": Text(most=500),
        "email": Text(most=500),
        "phone": Text(most=100),
        "vat": Text("Tax number.", most=100),
        "status": Choice(STATUSES),
        "tier": Text("Code of the tier.", most=60),
        "currency": Text("ISO 4217.", most=3),
        "payment_terms": Text(most=200),
        "minimum_order": Number("Goods without tax, in the company's currency."),
        "credit": Maybe(CREDIT),
        "ship_tos": ListOf(ADDRESS),
    }
)


PLAIN = ("name", "street", "street2", "zip", "city", "email", "phone", "vat")
PUT = Fields(
    {
        "ref": Text("Number of the account.", most=100, least=1, example="C-1001"),
        "name": Text(most=500),
        "tier": Text("Code of the tier; a new account needs it.", most=60),
        "status": Choice(STATUSES),
        "street": Text(most=500),
        "street2": Text(most=500),
        "zip": Text(most=50),
        "city": Text(most=200),
        "country": Text("ISO 3166, two letters.", most=2),
        "email": Text(most=500),
        "phone": Text(most=100),
        "vat": Text("Tax number.", most=100),
    },
    needs=("ref",),
)


class AccountsResource(models.AbstractModel):
    """Accounts with their terms, their delivery addresses and what credit is left."""

    _name = "b2b.api.resource.accounts"
    _inherit = "b2b.api.resource"
    _description = "Accounts"
    _code = "accounts"
    _feed = "accounts"
    _sequence = 20

    @api.model
    def _source(self):
        shown = [("b2b_tier_id", "!=", False), ("parent_id", "=", False)]
        return "res.partner", shown, "id"

    @api.model
    def _of_company(self, call):
        return Domain("company_id", "in", (False, call.company.id))

    @api.model
    def _feed_tell(self, accounts, call):
        return self._tell(accounts, call)

    @api.model
    def _feed_owners(self, ids):
        """What depends on the company may have changed for each."""
        accounts = self.env["res.partner"].sudo().browse(ids).exists()
        return [
            (account.id, account.company_id or self._fed_companies(), account)
            for account in accounts
        ]

    @api.model
    def _operations(self):
        return [
            Operation("GET", "/accounts", "listAccounts", "Accounts, the newest first",
                      "accounts:read", "_list", {200: page_of(ACCOUNT)},
                      query=PAGE | {"ref": Text("Number of the account.", most=100)}),
            Operation("GET", "/accounts/{id}", "getAccount", "One account", "accounts:read", "_get",
                      {200: ACCOUNT}, parts={"id": Whole()}, versioned=True),
            Operation("POST", "/accounts", "putAccount",
                      "Make the account with this number, or change what is named", "accounts:write",
                      "_put", {200: ACCOUNT}, body=PUT, repeatable=True),
        ]  # fmt: skip

    # === WRITING === #

    @api.model
    def _put(self, call):
        """Make or change an account; only with a key of the whole company.

        :raises ApiProblem: 403, 422 naming each field that says nothing here
        """
        if call.account:
            raise ApiProblem(403, "not_yours", self.env._("This key is one account's."))
        ref = call.body["ref"]
        found = self._named(call, ref)
        values = self._account_values(call, new=not found)
        if found:
            found.write(values)
        else:
            owner = {"company_id": call.company.id, "is_company": True, "ref": ref}
            found = found.create(owner | values)
        return Answer(200, self._tell(found, call)[0])

    def _named(self, call, ref):
        partners = self.env["res.partner"].sudo().with_company(call.company)
        found = partners.with_context(active_test=False).search(
            [("ref", "=", ref), ("parent_id", "=", False),
             ("company_id", "in", (False, call.company.id))]
        )  # fmt: skip
        if len(found) > 1:
            raise ApiProblem(409, "ambiguous", self.env._("Several accounts have this number."))
        return found.with_context(active_test=True)

    def _account_values(self, call, new):
        body, wrong = call.body, []
        values = {name: body[name] or False for name in PLAIN if name in body}
        if "status" in body:
            values["b2b_status"] = body["status"]
        for name, field, model, domain in (
            ("tier", "b2b_tier_id", "b2b.account.tier",
             [("company_id", "in", (False, call.company.id))]),
            ("country", "country_id", "res.country", []),
        ):  # fmt: skip
            if name in body:
                found = self.env[model].sudo().search([*domain, ("code", "=ilike", body[name])])
                values[field] = found[:1].id
                if len(found) != 1 and (body[name] or name == "tier"):
                    wrong.append(Wrong(f"/{name}", "is not known here"))
        needed = {"name", "tier"} if new else set()
        wrong += [Wrong(f"/{name}", "is missing") for name in sorted(needed - body.keys())]
        if body.get("name") == "":
            wrong.append(Wrong("/name", "must not be empty"))
        if wrong:
            raise invalid(wrong)
        return values

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
        return self._address(account) | {
            "street2": account.street2 or "",
            "email": account.email or "",
            "phone": account.phone or "",
            "vat": account.vat or "",
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
