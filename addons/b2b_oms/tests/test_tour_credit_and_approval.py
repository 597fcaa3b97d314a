from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import B2BCase


class HeldTwiceCase(B2BCase, HttpCase):
    """An account with a limit of 100 orders for 140, at a price its seller may not give."""

    def setUp(self):
        super().setUp()
        self.bolt.taxes_id = False
        self.desk = self._make_user("b2b-desk", "b2b_oms.group_order_desk")
        self.approver = self._make_user("b2b-approver", "b2b_oms.group_user")
        self.env["b2b.approval.rule"].create(
            {
                "name": "Discounts",
                "code": "discount",
                "step_ids": [Command.create({"approver": "user", "user_id": self.approver.id})],
            }
        )
        self.order = self._make_order(
            {self.bolt: 20}, client_order_ref="PO-TOUR", user_id=self.desk.id
        )
        self.order.order_line.price_unit = 7.0


@tagged("post_install", "-at_install")
class TestTourCreditAndApproval(HeldTwiceCase):
    """In order to let a good order go, three people decide one after the other, in a browser."""

    def _tour(self, action, name, user):
        self.start_tour(f"/odoo/action-b2b_oms.{action}", name, login=user.login, timeout=120)
        self.env.invalidate_all()

    def _let_a_minute_pass(self):
        """The scheduled look at held orders whose cause may be gone."""
        with self.registry.cursor() as cursor:
            self.env(cr=cursor)["sale.order"]._cron_b2b_look_again()
        self.env.invalidate_all()

    def test_desk_credit_controller_and_approver_take_an_order_to_its_release(self):
        credit = self._make_user("b2b-credit", "b2b_oms.group_credit")
        limit = self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 100})
        self._tour("sale_order_action_all", "b2b_order_desk_confirms", self.desk)
        self.assertHeldFor(self.order, "credit_limit", "discount")

        self._tour("b2b_order_hold_action_credit", "b2b_credit_controller_raises", credit)
        self.assertEqual((limit.extra_amount, limit.amount), (40, 100))
        self.assertEqual(limit.change_ids[:1].reason, "Transfer announced for Friday")
        self._let_a_minute_pass()
        self.assertHeldFor(self.order, "discount")

        self._tour("b2b_approval_request_action", "b2b_approver_says_yes", self.approver)
        self.assertReleased(self.order)
        self._tour("sale_order_action_all", "b2b_order_desk_sees_it_released", self.desk)
        self.assertPromisesHold()


@tagged("post_install", "-at_install")
class TestTourApprovalLink(HeldTwiceCase):
    """In order to answer on the way, as an approver who is not logged in, on a phone."""

    browser_size = "360x740"
    touch_enabled = True

    def test_link_of_the_mail_shows_the_facts_and_takes_the_yes(self):
        self.order.action_confirm()
        approval = self.order.b2b_hold_ids.request_id
        link = "/b2b/approval/" + approval._link(self.approver).rsplit("/", 1)[-1]
        self.start_tour(link, "b2b_approval_link", timeout=120)
        self.env.invalidate_all()
        self.assertEqual(approval.decision_ids.user_id, self.approver)
        self.assertEqual(approval.decision_ids.comment, "From the train")
        self.assertReleased(self.order)
        self.assertPromisesHold()
