from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .collections_common import OwingBuilders
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestTourCollections(OwingBuilders, B2BCase, HttpCase):
    """In order to be paid, as the accountant, in a browser."""

    def test_accountant_disputes_and_reminds_and_a_payment_clears_the_hold(self):
        self._prepare_owing()
        user = self._make_user("b2b-books", "account.group_account_invoice,b2b_oms.group_user")
        invoice, disputed = self._owe(100, 40), self._owe(40, 20)
        order = self._make_order()
        order.action_confirm()
        self.assertHeldFor(order, "overdue")
        action = "/odoo/action-b2b_oms.b2b_open_item_action"
        self.start_tour(action, "b2b_collections", login=user.login, timeout=180)
        self.assertEqual(self.env["b2b.dispute"].search([]).move_id, disputed)
        letter = self.env["b2b.reminder"].search([("date", "=", Date.today())])
        self.assertEqual((letter.state, letter.amount), ("approved", 100))
        self._pay(invoice)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertIn(order, order._b2b_whose_cause_is_gone())
        self.assertPromisesHold()
