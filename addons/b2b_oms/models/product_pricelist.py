from odoo import api, models


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

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
