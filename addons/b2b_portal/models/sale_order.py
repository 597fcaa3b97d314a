from odoo import api, models
from odoo.fields import Domain

from ..orders.status import BY_CODE, FIELDS, STATUSES, status_of


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "sale.order",
        "b2b.portal.timeline",
        "b2b.portal.order.shipments",
        "b2b.portal.backorders",
        "b2b.portal.wishes",
        "b2b.portal.reorder",
    ]

    @api.model
    def _portal_domain(self, buyer):
        """The orders a buyer sees: all of the account in the company of the login.

        Left out is what is not an order yet: quotations a rep still writes, or gave up.

        :param buyer: :class:`Buyer`
        """
        own = [("b2b_account_id", "=", buyer.account.id), ("company_id", "=", buyer.company.id)]
        sent_in = Domain("b2b_channel", "!=", "rep")
        looked_at = Domain("b2b_event_ids.to_state", "in", ("held", "released"))
        return Domain(own) & (
            Domain("state", "in", ("sent", "sale"))
            | Domain("b2b_state", "=", "held")
            | (Domain("state", "=", "draft") & Domain("b2b_state", "=", "received") & sent_in)
            | (Domain("state", "=", "cancel") & (sent_in | looked_at))
        )

    @api.model
    def _portal_domain_of(self, code):
        """The orders of one status, or of all that are not over.

        :param code: code of a :class:`Status`, or ``open``
        """
        if code == "open":
            return Domain.OR(status.domain for status in STATUSES if status.is_open)
        return Domain(BY_CODE[code].domain)

    @api.model
    def _portal_counts(self, buyer):
        """{code of a :class:`Status`: how many orders}, in one query; what is not there is left out."""
        counts = {}
        groups = self.sudo()._read_group(self._portal_domain(buyer), FIELDS, ["__count"])
        for *values, count in groups:
            code = status_of(dict(zip(FIELDS, values, strict=True))).code
            counts[code] = counts.get(code, 0) + count
        return counts

    def _portal_status(self):
        """Where the order is: a :class:`Status` of ``orders/status.py``."""
        self.ensure_one()
        order = self.sudo()
        return status_of({name: order[name] for name in FIELDS})

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


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "b2b.portal.line.progress"]
