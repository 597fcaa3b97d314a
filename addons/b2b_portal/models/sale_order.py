from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _portal_b2b_status(self):
        """Where the order is, in the buyer's words; reasons inside the house are not told.

        :return: (Bootstrap colour, sentence), or None for orders that are not on our path
        """
        self.ensure_one()
        told = {
            "received": ("info", self.env._("We have received this order.")),
            "held": (
                "warning",
                self.env._("This order is being reviewed. We will come back to you."),
            ),
            "released": ("success", self.env._("This order is accepted.")),
            "closed": ("success", self.env._("This order is delivered, invoiced and paid.")),
            "cancelled": ("secondary", self.env._("This order is cancelled.")),
        }
        return told.get(self.b2b_state)
