"""What of an account's invoices is open, overdue, paid: one table for badges, filters and counts."""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from odoo.addons.b2b_oms.collections.company_day import company_day

_lt = LazyTranslate(__name__)

PAID = ("paid", "in_payment", "reversed")
KINDS = ("out_invoice", "out_refund")


class InvoiceStatus(NamedTuple):
    """``code`` is also the filter of the list."""

    code: str
    label: str
    colour: str


STATUSES = {
    status.code: status
    for status in (
        InvoiceStatus("open", _lt("Open"), "info"),
        InvoiceStatus("overdue", _lt("Overdue"), "danger"),
        InvoiceStatus("disputed", _lt("Disputed"), "warning"),
        InvoiceStatus("processing", _lt("Payment on its way"), "info"),
        InvoiceStatus("paid", _lt("Paid"), "success"),
        InvoiceStatus("credit", _lt("Credit note"), "secondary"),
    )
}


class PortalInvoice(models.AbstractModel):
    """Adopted by ``account.move``."""

    _name = "b2b.portal.invoice"
    _description = "Invoice as its buyer sees it"

    @api.model
    def _portal_domain(self, buyer):
        """The invoices and credit notes a buyer sees: posted, of the account, of the company.

        :param buyer: :class:`Buyer`
        """
        return Domain(
            [
                ("commercial_partner_id", "=", buyer.account.id),
                ("company_id", "=", buyer.company.id),
                ("state", "=", "posted"),
                ("move_type", "in", KINDS),
            ]
        )

    @api.model
    def _portal_open_domain(self):
        return Domain([("move_type", "=", "out_invoice"), ("payment_state", "not in", PAID)])

    @api.model
    def _portal_overdue_domain(self, company):
        """Open and due before today, where the company is."""
        due = Domain("invoice_date_due", "<", company_day(company))
        return self._portal_open_domain() & due

    def _portal_is_paid(self):
        self.ensure_one()
        return self.payment_state in PAID

    def _portal_status(self):
        """Where the invoice is: an :class:`InvoiceStatus`."""
        self.ensure_one()
        if self.move_type == "out_refund":
            return STATUSES["credit"]
        if self._portal_is_paid():
            return STATUSES["paid"]
        if self._portal_is_processing():
            return STATUSES["processing"]
        if self._portal_open_claims("b2b.dispute"):
            return STATUSES["disputed"]
        late = self.invoice_date_due and self.invoice_date_due < company_day(self.company_id)
        return STATUSES["overdue" if late else "open"]

    def _portal_is_processing(self):
        """Whether an online payment of it is under way: paying again would pay twice."""
        return any(
            tx.state in ("pending", "authorized") and tx.provider_code not in ("none", "custom")
            for tx in self.sudo().transaction_ids
        )

    def _portal_payable(self):
        """Of these the invoices that can be paid online now: open, and no payment under way."""
        return self.filtered(lambda move: move._has_to_be_paid())

    @api.model
    def _portal_sums(self, buyer):
        """[(currency, open, overdue)] of an account, in the currencies of its invoices."""
        domain = self._portal_domain(buyer)
        groups = [
            dict(self.sudo()._read_group(domain & part, ["currency_id"], ["amount_residual:sum"]))
            for part in (self._portal_open_domain(), self._portal_overdue_domain(buyer.company))
        ]
        still_open, overdue = groups
        return [
            (currency, amount, overdue.get(currency, 0.0))
            for currency, amount in still_open.items()
        ]
