from odoo import models


class CustomerPoCheck(models.AbstractModel):
    """Some accounts pay only invoices that carry their PO number."""

    _name = "b2b.order.check.customer_po"
    _inherit = "b2b.order.check"
    _description = "Customer PO missing"
    _code = "customer_po"
    _sequence = 12

    def _find(self, orders):
        for order in orders:
            if not (order.client_order_ref or "").strip() and order._b2b_term("po_required"):
                yield self._finding(
                    order, self.env._("This account wants its PO number on every order.")
                )
