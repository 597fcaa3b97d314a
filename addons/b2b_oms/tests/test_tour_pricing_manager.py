from odoo.tests import HttpCase, tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestTourPricingManager(B2BCase, HttpCase):
    """In order to sell at the right price, as the pricing manager, in a browser."""

    def test_pricing_manager_makes_tier_agreement_import_and_explains_a_price(self):
        manager = self._make_user("b2b-manager", "b2b_oms.group_manager")
        order = self._make_order({self.bolt: 20}, client_order_ref="PO-WHY")
        action = "/odoo/action-b2b_oms.b2b_account_tier_action"
        self.start_tour(action, "b2b_pricing_manager", login=manager.login, timeout=120)
        self.assertTrue(self.env["b2b.account.tier"].search([("name", "=", "Silver tour")]))
        agreement = self.env["b2b.price.agreement"].search([("name", "=", "Northside 2030")])
        self.assertEqual(agreement.item_ids.fixed_price, 7.25)
        self.assertEqual(self.pricelist._get_product_price(self.nut, 1), 3.1)
        order.action_confirm()
        self.assertEqual(order.order_line.price_unit, 7.25)
        self.assertPromisesHold()
