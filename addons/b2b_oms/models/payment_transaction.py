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

    def _create_payment(self, **extra_create_values):
        """Money for an order settles what was invoiced of it before the money came.

        Odoo looks for invoices the payment was started from, and, when invoices come later, for
        payments of their orders.
        """
        if self.sale_order_ids and not self.invoice_ids:
            self.invoice_ids = self.sale_order_ids.invoice_ids.filtered(
                lambda move: (
                    move.state == "posted"
                    and move.move_type == "out_invoice"
                    and move.amount_residual > 0
                    and move.currency_id == self.currency_id
                    and move.company_id == self.company_id
                )
            )
        return super()._create_payment(**extra_create_values)
