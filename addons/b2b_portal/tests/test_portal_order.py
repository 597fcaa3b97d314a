from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.b2b_oms.tests.common import B2BCase


@tagged("post_install", "-at_install")
class TestPortalOrder(B2BCase, HttpCase):
    """The buyer's page of one order."""

    def _login(self, account, login):
        contact = self.env["res.partner"].create({"name": login, "parent_id": account.id})
        new_test_user(self.env, login, groups="base.group_portal", partner_id=contact.id)
        self.authenticate(login, login)

    def _page(self, order):
        return self.url_open(f"/my/orders/{order.id}", allow_redirects=False)

    def test_buyer_sees_where_the_order_is_but_not_why_it_is_held(self):
        order = self._make_order({self.bolt: 1}, client_order_ref="PO-77")
        order.action_confirm()
        self.assertHeldFor(order, "minimum_order")
        order.state = "sent"  # a quotation is shown to its buyer once it was sent
        self._login(self.account, "b2b-buyer")
        page = self._page(order)
        self.assertEqual(page.status_code, 200)
        self.assertIn("being reviewed", page.text)
        self.assertIn("PO-77", page.text)
        self.assertNotIn("minimum order", page.text)

    def test_accepted_order_says_so(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._login(self.account, "b2b-buyer")
        self.assertIn("is accepted", self._page(order).text)

    def test_buyer_of_another_account_gets_nothing(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._login(self._make_account("Southside Foods", "S-100"), "b2b-stranger")
        self.assertEqual(self._page(order).status_code, 303)
