"""From a cart to the system its buyer came from: what was chosen, at the price an order would have."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.b2b_oms.outside import HandedLine

from ..roles import ORDER


class CartHandingBack(models.AbstractModel):
    """Adopted by ``b2b.cart``."""

    _name = "b2b.cart.handing.back"
    _description = "Return of a cart to the buyer's system"

    def _hand_back(self, buyer):
        """Give the lines to the visit and close the cart; nothing is ordered by that.

        :return: ``Markup``, the form the buyer's browser sends
        :raises AccessError: the cart is of another visit, or the role does not order
        :raises UserError: there is nothing in it, or something nobody knows
        """
        self.ensure_one()
        is_theirs = self.account_id == buyer.account and self.visit_id == buyer.visit.id
        if not is_theirs or not buyer.may(ORDER):
            raise AccessError(self.env._("This cart is not yours to return."))
        if not self.line_ids:
            raise UserError(self.env._("There is nothing in your cart."))
        if unknown := self.line_ids.filtered(lambda line: not line.product_id):
            raise UserError(
                self.env._("We do not know “%(item)s”: take it out.", item=unknown[0].text)
            )
        form = buyer.visit._hand_back(self._handed_lines())
        self._let_stock_go()
        self.unlink()
        return form

    def _handed_lines(self):
        review = self._review()
        return [
            HandedLine(
                line.product_id,
                line.quantity,
                line.product_id.uom_id,
                review.lines[line.id].price,
                review.currency,
            )
            for line in self.line_ids
        ]
