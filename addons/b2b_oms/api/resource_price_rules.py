from odoo import api, models
from odoo.fields import Domain

from .operation import Operation
from .resource import PAGE, page_of, quantity
from .schema import Choice, Maybe, Moment, Number, Text, Told, Whole

KINDS = ("fixed", "percentage", "formula")
PRICE_RULE = Told(
    {
        "id": Whole(),
        "list": Text("Name of the price list.", most=200),
        "agreement_of": Maybe(Text("Account the list was agreed with.", most=100)),
        "sku": Maybe(Text("The item, or null.", most=100)),
        "category": Maybe(Text("The product category, or null.", most=500)),
        "minimum": Number("From this quantity on."),
        "kind": Choice(KINDS, "formula: ask for prices, its parts are not told."),
        "value": Number("Price per unit, or per cent off the list price."),
        "currency": Text("ISO 4217.", most=3),
        "valid_from": Maybe(Moment()),
        "valid_until": Maybe(Moment()),
    }
)


class PriceRulesResource(models.AbstractModel):
    """The rules prices are made of, for systems that keep price lists too."""

    _name = "b2b.api.resource.price.rules"
    _inherit = "b2b.api.resource"
    _description = "Price rules"
    _code = "price_rules"
    _feed = "prices"
    _sequence = 35

    @api.model
    def _source(self):
        return "product.pricelist.item", [("pricelist_id.active", "=", True)], None

    @api.model
    def _of_company(self, call):
        return Domain("pricelist_id.company_id", "in", (False, call.company.id))

    @api.model
    def _mine(self, call, domain=Domain.TRUE):
        """An account sees its own list and agreements."""
        if call.account:
            account = call.account.with_company(call.company)
            lists = account.property_product_pricelist | self._agreements(
                [("account_id", "=", account.id)]
            ).mapped("pricelist_id")
            domain = Domain(domain) & Domain("pricelist_id", "in", lists.ids)
        return super()._mine(call._replace(account=call.account.browse()), domain)

    @api.model
    def _operations(self):
        return [
            Operation("GET", "/price-rules", "listPriceRules", "Price rules, the newest first",
                      "prices:read", "_list", {200: page_of(PRICE_RULE)}, query=PAGE),
        ]  # fmt: skip

    @api.model
    def _list(self, call):
        return self._page(call, self._feed_tell)

    def _agreements(self, domain):
        return self.env["b2b.price.agreement"].sudo().search(domain)

    @api.model
    def _feed_owners(self, ids):
        rules = self.env["product.pricelist.item"].sudo().browse(ids).exists()
        owners = self._owners(rules)
        nobody = self.env["res.partner"]
        return [
            (
                rule.id,
                rule.pricelist_id.company_id or self._fed_companies(),
                owners.get(rule.pricelist_id, nobody),
            )
            for rule in rules
        ]

    def _owners(self, rules):
        """{price list: account} of those that are agreements."""
        lists = rules.pricelist_id.filtered("b2b_is_agreement")
        found = self._agreements([("pricelist_id", "in", lists.ids)]) if lists else ()
        return {agreement.pricelist_id: agreement.account_id for agreement in found}

    @api.model
    def _feed_tell(self, rules, call):
        owners = self._owners(rules)
        return [self._tell(rule, owners.get(rule.pricelist_id)) for rule in rules]

    def _tell(self, rule, owner):
        product = rule.product_id or (
            rule.product_tmpl_id if rule.applied_on == "1_product" else rule.product_id
        )
        of_category = rule.applied_on == "2_product_category"
        kind = rule.compute_price if rule.compute_price in KINDS else "formula"
        value = {"fixed": rule.fixed_price, "percentage": rule.percent_price}.get(kind, 0.0)
        return {
            "id": rule.id,
            "list": rule.pricelist_id.name or "",
            "agreement_of": owner.ref or owner.name if owner else None,
            "sku": product.default_code or None,
            "category": rule.categ_id.complete_name if of_category else None,
            "minimum": quantity(rule.min_quantity),
            "kind": kind,
            "value": round(value, 6),
            "currency": rule.currency_id.name or "",
            "valid_from": rule.date_start or None,
            "valid_until": rule.date_end or None,
        }
