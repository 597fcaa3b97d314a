from odoo import api, models

from ..roles import ORDER


class OutsideShopping(models.AbstractModel):
    """The shop's half: where such buyers begin, and their cart."""

    _inherit = "b2b.outside.shopping"

    @api.model
    def _shop_page(self, user, account):
        buyer = self.env["b2b.account.member"]._buyer(user)
        if buyer and buyer.account == account and buyer.may(ORDER):
            return "/my/b2b/catalogue"
        return super()._shop_page(user, account)

    @api.model
    def _put_in(self, user, visit, quantities):
        buyer = self.env["b2b.account.member"]._buyer(user)._replace(visit=visit)
        catalogue = self.env["b2b.portal.catalogue"]
        known = {
            product: quantity
            for product, quantity in quantities.items()
            if catalogue._get(buyer, product.id)
        }
        self.env["b2b.cart"]._current(buyer)._add(known)
        return super()._put_in(user, visit, quantities)
