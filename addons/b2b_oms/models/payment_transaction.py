from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Money never refuses to come, nor does it let a held order pass.

        Odoo takes for confirmed whatever it tried to confirm. Of an order that stays held the
        buyer hears that the payment arrived, its seller that it is paid and held.
        """
        tried = super()._check_amount_and_confirm_order()
        held = tried.filtered(lambda order: order.state != "sale")
        held._b2b_tell_seller(self.env._("The buyer paid online."))
        return tried - held
