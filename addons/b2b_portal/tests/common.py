"""Buyers with roles, for every test of a page."""

from datetime import date

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user

from odoo.addons.b2b_oms.tests.common import B2BCase

from ..roles import ROLES


class Members:
    """People who buy, for test cases of the small distributor."""

    def _make_member(self, role, account=None, login=None, **vals):
        """A login of an account with a role; password equals login.

        :return: ``res.users``
        """
        account = account or self.account
        login = login or f"b2b-{role}-{account.id}"
        contact = self.env["res.partner"].create(
            {"name": login, "parent_id": account.id, "email": f"{login}@buyer.example"}
        )
        user = new_test_user(
            self.env,
            login,
            groups="base.group_portal",
            partner_id=contact.id,
            email=contact.email,
        )
        self.env["b2b.account.member"].create(
            {"user_id": user.id, "account_id": account.id, "role": role} | vals
        )
        return user

    def _make_members(self, account=None):
        """{role: ``res.users``}, one for each role."""
        return {role: self._make_member(role, account) for role in ROLES}

    def _buyer(self, user):
        return self.env["b2b.account.member"]._buyer(user)


class PortalCase(Members, B2BCase, HttpCase):
    """The small distributor of ``B2BCase`` and people who buy there."""

    # What throttles requests counts on a connection of its own, which writes; in tests there is
    # one connection only. That readonly routes write nothing else: ``test_readonly_routes.py``.
    _registry_readonly_enabled = False

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _get(self, path):
        return self.url_open(path, allow_redirects=False)

    def _post(self, path, data=None, files=None, **fields):
        """Send a form of a page of ours; redirects are not followed."""
        form = {"csrf_token": Request.csrf_token(self)} | (data or {}) | fields
        return self.url_open(path, data=form, files=files, allow_redirects=False)

    def _make_one_of_everything(self, account):
        """One of every document of the portal, of a buyer of an account.

        :return: {name in a route: id}
        """
        user = self._make_member("buyer", account, login=f"b2b-maker-{account.id}")
        buyer = self._buyer(user)
        member = buyer.member
        member.order_limit = 100
        held = self._make_order({self.bolt: 20}, account, b2b_orderer_id=user.id)
        held.action_confirm()
        member.order_limit = 0
        order = self._make_order({self.bolt: 20}, account)
        order.action_confirm()
        allocation = order.b2b_allocation_ids[:1]
        picking = self._deliver(order)
        invoice = self._invoice(order)
        asked = self.env["b2b.return.request"]._request(
            buyer, order, {order.order_line: (1, "faulty", "")}
        )
        asked.action_approve()
        standing = self.env["b2b.standing.order"].create(
            {
                "name": "Bolts",
                "account_id": account.id,
                "user_id": user.id,
                "start_date": date(2030, 1, 7),
                "line_ids": [Command.create({"product_id": self.bolt.id, "quantity": 5})],
            }
        )
        Cart = self.env["b2b.cart"]
        cart = Cart._current(buyer)
        cart._add({self.bolt: 10})
        kept = Cart._keep_as_list(buyer, "Weekly", cart.line_ids, shared=True)
        return {
            "ask_id": held.b2b_buyer_approval_ids.id, "order_id": order.id,
            "allocation_id": allocation.id, "picking_id": picking.id, "invoice_id": invoice.id,
            "return_id": asked.id, "standing_id": standing.id, "cart_id": cart.id,
            "list_id": kept.id, "user_id": user.id, "product_id": self.bolt.id,
            "ids": str(invoice.id), "page": 1, "size": 128, "number": 1,
        }  # fmt: skip

    # === ONLINE PAYMENT === #

    def _make_provider(self):
        """A way to pay online that sends the buyer on to Odoo's own status page.

        :return: ``payment.provider``, with one method
        """
        method = self.env.ref("payment.payment_method_unknown")
        form = self.env["ir.ui.view"].create(
            {
                "name": "Pay",
                "type": "qweb",
                "arch": '<form action="/payment/status" method="get" />',
            }
        )
        provider = self.env["payment.provider"].create(
            {
                "name": "Test",
                "state": "test",
                "is_published": True,
                "redirect_form_view_id": form.id,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        method.active = True
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1
        )
        self.env["account.payment.method.line"].create(
            {
                "payment_method_id": self.env.ref("account.account_payment_method_manual_in").id,
                "journal_id": bank.id,
                "payment_provider_id": provider.id,
            }
        )
        return provider
