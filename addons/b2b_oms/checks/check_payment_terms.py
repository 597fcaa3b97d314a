from odoo import models


class PaymentTermsCheck(models.AbstractModel):
    """The terms on the order are the account's, whatever the document or the seller says."""

    _name = "b2b.order.check.payment_terms"
    _inherit = "b2b.order.check"
    _description = "Payment terms not the account's"
    _code = "payment_terms"
    _sequence = 35
    _team = "credit"
    _about = ("terms",)

    def _find(self, orders):
        for order in orders:
            agreed = order.partner_id.with_company(order.company_id)._b2b_payment_term()
            if order.payment_term_id == agreed:
                continue
            none = self.env._("none")
            yield self._finding(
                order,
                self.env._(
                    "Payment terms are %(terms)s, agreed are %(agreed)s.",
                    terms=order.payment_term_id.name or none,
                    agreed=agreed.name or none,
                ),
                terms=order.payment_term_id.id,
                agreed=agreed.id,
            )
