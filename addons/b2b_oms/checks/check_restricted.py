from odoo import models


class RestrictedCheck(models.AbstractModel):
    """Goods that need a permission, or must not leave the country."""

    _name = "b2b.order.check.restricted"
    _inherit = "b2b.order.check"
    _description = "Export or restricted category"
    _code = "restricted"
    _sequence = 55
    _about = ("lines", "ship_to")

    def _find(self, orders):
        for line in orders.order_line:
            category = line.product_id.categ_id._b2b_restricted()
            if not category or line.display_type or line.b2b_adjustment:
                continue
            problem = self._problem(line.order_id, category)
            if problem:
                yield self._finding(
                    line.order_id,
                    problem % {"product": line.product_id.display_name, "category": category.name},
                    line=line,
                    category=category.id,
                    country=line.order_id.partner_shipping_id.country_id.code or "",
                )

    def _problem(self, order, category):
        if category.b2b_restriction == "permission":
            permitted = order.b2b_account_id.b2b_permitted_categ_ids
            if category not in permitted:
                return self.env._("%(product)s: this account has no permission for %(category)s.")
            return ""
        home = order.company_id._b2b_home_countries()
        country = order.partner_shipping_id.country_id
        if country and country not in home:
            return self.env._("%(product)s: %(category)s must not be exported.")
        return ""
