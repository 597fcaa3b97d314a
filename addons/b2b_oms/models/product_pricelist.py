from odoo import api, fields, models

from ..pricing.pricing import Demand


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    b2b_is_agreement = fields.Boolean(
        readonly=True,
        index=True,
        help="Belongs to an agreement; no customer is given it as a list.",
    )

    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        domain = super()._get_partner_pricelist_multi_search_domain_hook(company_id)
        return [*domain, ("b2b_is_agreement", "=", False)]

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Nobody chooses an agreement where a price list is asked for."""
        domain = [*(domain or []), ("b2b_is_agreement", "=", False)]
        return super().name_search(name, domain, operator, limit)

    def _compute_price_rule(
        self,
        products,
        quantity,
        *,
        currency=None,
        uom=None,
        date=False,
        compute_price=True,
        account=None,
        **kwargs,
    ):
        """With an ``account`` (``res.partner``) its agreements and the company's list count too."""
        if not account or products._name != "product.product":
            return super()._compute_price_rule(
                products,
                quantity,
                currency=currency,
                uom=uom,
                date=date,
                compute_price=compute_price,
                **kwargs,
            )
        demands = [Demand(product, quantity, uom or product.uom_id) for product in products]
        quotes = self.env["b2b.pricing"]._quote(
            account, demands, date, currency, self, one_basket=False
        )
        return {
            product.id: (quote.price, quote.rule.id)
            for product, quote in zip(products, quotes, strict=True)
        }

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """An account without a list of its own buys at its tier's, before Odoo's fallbacks."""
        result = super()._get_partner_pricelist_multi(partner_ids)
        if not self.env["res.groups"]._is_feature_enabled("product.group_product_pricelist"):
            return result
        partners = self.env["res.partner"].with_context(active_test=False).browse(partner_ids)
        for partner in partners:
            if partner.specific_property_product_pricelist.active:
                continue
            tier_list = partner.commercial_partner_id.sudo().b2b_tier_id.pricelist_id
            if tier_list.active:
                result[partner.id] = tier_list.sudo(False)
        return result
