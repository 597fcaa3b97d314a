from odoo.tests import tagged

from odoo.addons.b2b_oms.tests.common import IntakeCase


@tagged("post_install", "-at_install")
class TestKioskChannel(IntakeCase):
    """What is ordered at a kiosk takes the way of every order, and is counted as what it is."""

    def _order(self, number="K-1", **basket):
        basket = {sku.replace("_", "-"): quantity for sku, quantity in basket.items()}
        return self.env["b2b.intake"]._from_kiosk(self.account, "Hall 2", number, basket)

    def test_basket_becomes_an_order_of_the_channel(self):
        order = self._order(TEST_BOLT=20).order_id
        self.assertEqual(order.b2b_channel, "kiosk")
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_checks_ask_it_what_they_ask_every_order(self):
        self.assertHeldFor(self._order(TEST_BOLT=1).order_id, "minimum_order")

    def test_basket_sent_twice_makes_one_order(self):
        first, second = self._order(TEST_BOLT=20), self._order(TEST_BOLT=20)
        self.assertEqual(second.state, "duplicate")
        self.assertEqual(len(self.env["sale.order"].search([("b2b_channel", "=", "kiosk")])), 1)
        self.assertTrue(first.order_id)

    def test_figures_and_the_control_tower_know_it(self):
        self._order(TEST_BOLT=20)
        self.env.flush_all()
        figure = self.env["b2b.order.figure"].search([("channel", "=", "kiosk")])
        labels = dict(figure._fields["channel"]._description_selection(self.env))
        self.assertEqual((len(figure), labels["kiosk"]), (1, "Kiosk"))
        tower = self.env["b2b.control.tower"]
        self.assertIn(("kiosk", "Kiosk"), tower.choices()["channel"])
        self.assertTrue(tower.figures({"channel": "kiosk"})["sections"])
