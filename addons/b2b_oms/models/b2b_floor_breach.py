from odoo import api, fields, models

from ..pricing.pricing import Demand


class FloorBreach(models.Model):
    """An account that today buys a product under its margin floor, by rule or agreement.

    Made anew every night and by a button; orders are judged for themselves by the margin check.
    """

    _name = "b2b.floor.breach"
    _description = "Account below floor"
    _order = "account_id, product_id"
    _rec_name = "account_id"

    account_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", required=True)
    price = fields.Float(min_display_digits="Product Price")
    least = fields.Float(string="Floor", min_display_digits="Product Price")
    rule_id = fields.Many2one("product.pricelist.item", ondelete="cascade")
    list_name = fields.Char(related="rule_id.pricelist_id.name", string="List or Agreement")

    @api.model
    def _cron_find(self):
        """Look at every account and product with a floor, in each company."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            self.with_company(company)._find(company)

    def action_find(self):
        """Look now. A button: it may stand on a list with nothing selected."""
        if not self.env.user.has_group("b2b_oms.group_manager"):
            self.check_access("write")
        self.sudo().with_company(self.env.company)._find(self.env.company)
        return self.env["ir.actions.act_window"]._for_xml_id("b2b_oms.b2b_floor_breach_action")

    def _find(self, company):
        self.search([("company_id", "=", company.id)]).unlink()
        products = self._floored_products()
        accounts = self.env["res.partner"].search(
            [("b2b_tier_id", "!=", False), ("parent_id", "=", False)]
        )
        for account in accounts if products else ():
            self.create(list(self._breaches(account, products, company)))

    def _floored_products(self):
        categories = self.env["product.category"].search([("b2b_has_margin_floor", "=", True)])
        return self.env["product.product"].search(
            [("sale_ok", "=", True), ("categ_id", "child_of", categories.ids)]
        )

    def _breaches(self, account, products, company):
        currency = account.property_product_pricelist.currency_id or company.currency_id
        demands = [Demand(product, 1.0, product.uom_id) for product in products]
        now = fields.Datetime.now()
        quotes = self.env["b2b.pricing"]._quote(account, demands, now, currency, one_basket=False)
        for product, quote in zip(products, quotes, strict=True):
            cost = product.cost_currency_id._convert(
                product.standard_price, currency, company, now, round=False
            )
            least = cost * (1 + (product.categ_id._b2b_margin_floor() or 0.0) / 100)
            if quote.price < least - 1e-6:
                yield {
                    "account_id": account.id,
                    "company_id": company.id,
                    "product_id": product.id,
                    "currency_id": currency.id,
                    "price": quote.price,
                    "least": least,
                    "rule_id": quote.rule.id,
                }
