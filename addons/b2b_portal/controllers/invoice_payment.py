from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.account_payment.controllers.payment import PaymentPortal
from odoo.addons.account_payment.controllers.portal import PortalAccount

from ..roles import PAY
from .buyer_route import buyer_route
from .own import ids_of, own
from .shop_page import render

MOST_AT_ONCE = 50


class InvoicePayment(PortalAccount, PaymentPortal):
    """One payment for one invoice or several: Odoo's form and transaction, our choice of invoices."""

    @buyer_route("/my/b2b/invoices/pay", right=PAY)
    def pay(self, buyer, ids="", **_others):
        """:param ids: ids of invoices with hyphens between, at most 50"""
        chosen = own("account.move", buyer, *ids_of(ids, MOST_AT_ONCE))
        invoices = chosen._portal_payable()
        values = {
            "invoices": invoices,
            "left_out": chosen - invoices,
            "is_mixed": len(invoices.currency_id) > 1,
        }
        if invoices and not values["is_mixed"]:
            values |= self._payment_values(buyer, invoices)
        return render("pay", buyer, "b2b_invoices", **values)

    def _payment_values(self, buyer, invoices):
        amount = _due(invoices)
        return self._get_common_page_view_values(
            {
                "partner": buyer.account,
                "company": buyer.company,
                "total_amount": amount,
                "currency": invoices.currency_id,
                "amount_residual": amount,
                "payment_reference": _reference(invoices),
                "landing_route": "/my/b2b/invoices?filterby=paid",
                "transaction_route": f"/my/b2b/invoices/transaction/{'-'.join(map(str, invoices.ids))}",
            }
        ) | {"amount": amount}

    @buyer_route("/my/b2b/invoices/transaction/<string:ids>", right=PAY, kind="jsonrpc")
    def pay_transaction(self, buyer, ids, **kwargs):
        """A draft transaction for these invoices; what is paid is what is open, whatever is sent.

        :raises ValidationError: one of them was paid meanwhile, or they are in several currencies
        """
        chosen = own("account.move", buyer, *ids_of(ids, MOST_AT_ONCE))
        if chosen._portal_payable() != chosen or len(chosen.currency_id) > 1:
            raise ValidationError(
                request.env._("These invoices changed meanwhile. Please choose them again.")
            )
        kwargs = {name: value for name, value in kwargs.items() if name not in IGNORED}
        self._validate_transaction_kwargs(kwargs)
        kwargs |= {"amount": _due(chosen), "landing_route": "/my/b2b/invoices?filterby=paid"}
        return self._process_transaction(
            buyer.user.partner_id.id,
            chosen.currency_id.id,
            chosen.ids,
            _reference(chosen),
            **kwargs,
        )


# What the form sends beside the choice of a provider; ours is asked on the server.
IGNORED = ("payment_reference", "access_token", "buyer")


def _due(invoices):
    """What is open on all of them, in their one currency."""
    return invoices.currency_id.round(sum(invoices.mapped("amount_residual")))


def _reference(invoices):
    """What the bank shows: the first number and how many more."""
    names = invoices.mapped("name")
    return names[0] if len(names) == 1 else f"{names[0]}+{len(names) - 1}"
