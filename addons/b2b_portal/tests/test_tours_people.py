from odoo.fields import Date
from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestToursPeople(PortalCase):
    """In a browser, as the people of an account."""

    def setUp(self):
        super().setUp()
        self.buyer = self._make_member("buyer", login="b2b-tour-buyer", order_limit=100)
        self.admin = self._make_member("admin", login="b2b-tour-admin")

    def _tour(self, name, user, start="/my/b2b/account"):
        self.start_tour(start, f"b2b_portal_{name}", login=user.login, timeout=120)

    def test_order_above_the_limit_is_approved_by_the_accounts_approver(self):
        order = self._make_order(
            {self.bolt: 20}, b2b_orderer_id=self.buyer.id, client_order_ref="PO-TOUR"
        )
        order.action_confirm()
        self.assertHeldFor(order, "buyer_limit")
        self._tour("approve", self.admin)
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_buyer_makes_a_standing_order_and_skips_its_next_date(self):
        self._tour("standing", self.buyer)
        standing = self.env["b2b.standing.order"].search([("account_id", "=", self.account.id)])
        self.assertEqual(
            (standing.name, standing.rhythm, standing.day), ("Tour bolts", "monthly", 5)
        )
        self.assertEqual(standing.line_ids.mapped("quantity"), [20, 10])
        self.assertEqual(standing.run_ids.state, "skipped")
        self.assertGreater(standing.next_date, Date.today())

    def test_buyer_returns_a_delivered_line(self):
        order = self._make_order({self.bolt: 20}, client_order_ref="PO-BACK")
        order.action_confirm()
        self._deliver(order)
        self._tour("return", self.buyer)
        asked = self.env["b2b.return.request"].search([("order_id", "=", order.id)])
        self.assertEqual((asked.line_ids.quantity, asked.line_ids.reason), (3, "wrong"))

    def test_administrator_invites_a_colleague(self):
        self._tour("invite", self.admin)
        user = self.env["res.users"].search([("login", "=", "tour.mate@buyer.example")])
        member = self.env["b2b.account.member"].search([("user_id", "=", user.id)])
        self.assertEqual((member.role, member.order_limit), ("approver", 750.0))
        self.assertEqual(user.partner_id.commercial_partner_id, self.account)
