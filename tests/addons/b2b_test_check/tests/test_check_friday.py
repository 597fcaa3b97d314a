from odoo.tests import tagged

from odoo.addons.b2b_oms.tests.common import B2BCase

THURSDAY, FRIDAY = "2026-12-03", "2026-12-04"


@tagged("post_install", "-at_install")
class TestFridayCheck(B2BCase):
    """An order for a Friday is held until the day changes or a person lets it go."""

    def test_order_for_a_friday_is_held_and_one_for_a_thursday_is_not(self):
        self._policy("requested_date").action = "ignore"
        order = self._make_order(b2b_requested_date=FRIDAY)
        order.action_confirm()
        self.assertHeldFor(order, "friday")
        self.assertIn("is a Friday", order.b2b_hold_reason)
        order.b2b_requested_date = THURSDAY
        order.action_confirm()
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_policy_decides_for_whom_it_counts(self):
        self._policy("requested_date").action = "ignore"
        self.env["b2b.check.policy"].create(
            {"code": "friday", "tier_id": self.tier.id, "action": "ignore"}
        )
        order = self._make_order(b2b_requested_date=FRIDAY)
        order.action_confirm()
        self.assertReleased(order)

    def test_it_is_offered_among_the_checks_of_a_policy(self):
        choices = dict(self.env["b2b.check.policy"]._selection_code())
        self.assertEqual(choices["friday"], "Requested for a Friday")
