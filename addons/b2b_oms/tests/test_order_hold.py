from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestOrderHold(B2BCase):
    """A hold says why; a person's release covers exactly what the person saw."""

    def setUp(self):
        super().setUp()
        self.order = self._make_order({self.bolt: 1})
        self.order.action_confirm()
        self.hold = self.order.b2b_hold_ids

    def test_release_lets_the_order_go_on_by_itself(self):
        self.hold.action_release("Sample order, agreed")
        self.assertReleased(self.order)
        self.assertEqual(self.hold.state, "waived")
        self.assertEqual(self.hold.resolved_by_id, self.env.user)
        waived = self.order.b2b_event_ids.filtered(lambda event: event.kind == "waived")
        self.assertIn("Sample order, agreed", waived.message)
        self.assertPromisesHold()

    def test_release_without_a_reason_is_refused(self):
        for reason in ("", "   ", False):
            with self.assertRaisesRegex(UserError, "Say why"):
                self.hold.action_release(reason)
        self.assertHeldFor(self.order, "minimum_order")

    def test_order_with_another_hold_stays_held(self):
        self.order.order_line.b2b_row_problem = "Row 1: is this 1 or 10?"
        self.order.action_b2b_check()
        self.assertHeldFor(self.order, "document", "minimum_order")
        self.hold.action_release("Agreed")
        self.assertHeldFor(self.order, "document")

    def test_release_does_not_cover_worse_figures(self):
        self.order.order_line.b2b_row_problem = "Row 1: is this 1 or 10?"
        self.order.action_b2b_check()
        self.hold.action_release("Agreed for one piece")
        self.tier.minimum_order = 150
        self.order.action_b2b_check()
        self.assertHeldFor(self.order, "document", "minimum_order")
        self.assertEqual(self.hold.state, "waived")

    def test_release_covers_better_figures_and_worse_ones_within_the_tolerance(self):
        self.order.order_line.b2b_row_problem = "Row 1: is this 1 or 10?"
        self.order.action_b2b_check()
        self.hold.action_release("Agreed for one piece")
        self.hold.policy_id.tolerance = 10
        for minimum in (90, 110):
            self.tier.minimum_order = minimum
            self.order.action_b2b_check()
            self.assertHeldFor(self.order, "document")
        self.tier.minimum_order = 110.02
        self.order.action_b2b_check()
        self.assertHeldFor(self.order, "document", "minimum_order")

    def test_release_right_is_enforced_on_the_server(self):
        rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman_all_leads")
        with self.assertRaisesRegex(AccessError, "Order desk"):
            self.hold.with_user(rep).action_release("Please")
        desk = self._make_user("b2b-desk", "b2b_oms.group_order_desk")
        self.hold.with_user(desk).action_release("Agreed")
        self.assertReleased(self.order)

    def test_policy_names_who_may_release(self):
        self.hold.policy_id.group_id = self.env.ref("b2b_oms.group_credit")
        desk = self._make_user("b2b-desk", "b2b_oms.group_order_desk")
        with self.assertRaisesRegex(AccessError, "Credit controller"):
            self.hold.with_user(desk).action_release("Please")

    def test_holds_cannot_be_written_or_deleted_by_people(self):
        desk = self._make_user("b2b-desk", "b2b_oms.group_order_desk")
        with self.assertRaises(AccessError):
            self.hold.with_user(desk).write({"state": "waived"})
        with self.assertRaises(AccessError):
            self.hold.with_user(desk).unlink()

    def test_nearest_policy_wins(self):
        Policy = self.env["b2b.check.policy"]
        check = {"code": "minimum_order"}
        steps = (
            (check | {"company_id": self.env.company.id, "action": "note"}, "note"),
            (check | {"tier_id": self.tier.id, "action": "hold"}, "hold"),
            (check | {"account_id": self.account.id, "action": "ignore"}, None),
        )
        for vals, expected in steps:
            Policy.create(vals)
            order = self._make_order({self.bolt: 1})
            order.action_confirm()
            with self.subTest(vals=vals):
                self.assertEqual(order.b2b_hold_ids.action or None, expected)
                self.assertEqual(order.b2b_state, "held" if expected == "hold" else "released")

    def test_wizard_opened_on_the_order_releases_its_holds(self):
        wizard = self.env["b2b.hold.release"].with_context(
            active_model="sale.order", active_ids=self.order.ids
        )
        wizard.create({"reason": "Agreed"}).action_release()
        self.assertReleased(self.order)
