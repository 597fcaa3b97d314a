from odoo.tests import tagged

from odoo.addons.b2b_oms.tests.test_routing import RoutingCase


@tagged("post_install", "-at_install")
class TestLeastBusyStrategy(RoutingCase):
    """Orders go to the warehouse that has least to do."""

    def _order(self):
        order = self._make_order({self.bolt: 5})
        order.action_confirm()
        self.assertReleased(order)
        return order.b2b_allocation_ids.warehouse_id

    def test_order_goes_where_fewest_deliveries_wait(self):
        self._put(self.bolt, paris=50, lyon=50)
        self.tier.routing_strategy = "least_busy"
        first, second, third = self._order(), self._order(), self._order()
        self.assertEqual(first | second, self.paris | self.lyon)
        self.assertEqual(first, third)
        self.assertPromisesHold()

    def test_ledger_says_why(self):
        self._put(self.bolt, paris=50, lyon=50)
        self.tier.routing_strategy = "least_busy"
        self._order()
        events = self.env["b2b.order.event"].search([("kind", "=", "routing")], limit=1)
        self.assertIn("deliveries to pack", f"{events.message} {events.alternatives}")

    def test_it_is_offered_to_tiers_and_companies(self):
        self.assertIn(
            ("least_busy", "Fewest open deliveries"), self.env["b2b.routing.strategy"]._selection()
        )
