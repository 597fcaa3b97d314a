from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import hash_sign

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestBuyerLimit(PortalCase):
    """In order to spend no more than agreed, as an account, limits of its logins."""

    def setUp(self):
        super().setUp()
        self.approver = self._make_member("approver")
        self.buyer = self._make_member("buyer", order_limit=200)
        self.member = self.env["b2b.account.member"].search([("user_id", "=", self.buyer.id)])

    def _place(self, bolts, user=None, **vals):
        """An order of so many bolts at 9.00, sent by a login of the account."""
        order = self._make_order({self.bolt: bolts}, b2b_orderer_id=(user or self.buyer).id, **vals)
        order.action_confirm()
        return order

    def _mails(self, user):
        return self.env["mail.mail"].search([("email_to", "ilike", user.email)])

    def _approve(self, order, user=None, yes=True, reason=""):
        ask = order.b2b_buyer_approval_ids.filtered(lambda one: one.state == "pending")
        ask._decide(user or self.approver, yes, reason, ask._seen())
        return ask

    # === LIMIT PER ORDER === #

    def test_order_within_the_limit_goes_through_and_one_above_waits_for_the_approver(self):
        self.assertReleased(self._place(20))
        order = self._place(30)
        self.assertHeldFor(order, "buyer_limit")
        self.assertIn("above the limit", order.b2b_hold_reason)
        self.assertEqual(order.b2b_buyer_approval_ids.state, "pending")
        self.assertIn("/b2b/buyer-approval/", self._mails(self.approver).body_html)
        self.assertPromisesHold()

    def test_order_of_nobody_known_has_no_limit(self):
        order = self._make_order({self.bolt: 90})
        order.action_confirm()
        self.assertReleased(order)

    def test_yes_of_the_approver_releases_the_order_and_is_kept(self):
        order = self._place(30)
        ask = self._approve(order, reason="Needed for the fair")
        self.assertReleased(order)
        self.assertEqual(
            (ask.state, ask.decided_by_id, ask.amount), ("approved", self.approver, 270.0)
        )
        self.assertTrue(ask.decided_on)
        told = order.b2b_event_ids.filtered(lambda event: event.kind == "approval")
        self.assertIn("Needed for the fair", told.message)
        self.assertIn("approved", self._mails(self.buyer).subject)
        self.assertPromisesHold()

    def test_no_cancels_the_order_and_its_buyer_reads_why(self):
        order = self._place(30)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._approve(order, yes=False)
        self._approve(order, yes=False, reason="Not this year")
        self.assertEqual((order.state, order.b2b_state), ("cancel", "cancelled"))
        self.assertIn("Not this year", self._mails(self.buyer).body_html)
        self.assertPromisesHold()

    def test_yes_lapses_when_the_order_grows_and_holds_when_it_shrinks(self):
        order = self._place(30, client_order_ref=False)
        self._policy("manual").action = "hold"
        order.action_b2b_stop("Wait")
        self.assertEqual(order.b2b_state, "held")
        self._approve(order)
        self.assertHeldFor(order, "manual")
        order.order_line.product_uom_qty = 25
        order.action_confirm()
        self.assertHeldFor(order, "manual")
        order.order_line.product_uom_qty = 40
        order.action_confirm()
        self.assertHeldFor(order, "buyer_limit", "manual")
        self.assertEqual(order.b2b_buyer_approval_ids.mapped("state"), ["pending", "approved"])

    def test_answer_to_an_order_that_changed_meanwhile_is_not_taken(self):
        order = self._place(30)
        ask = order.b2b_buyer_approval_ids
        seen = ask._seen()
        order.order_line.product_uom_qty = 50
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            ask._decide(self.approver, True, "", seen)
        self.assertHeldFor(order, "buyer_limit")

    def test_seller_may_let_the_order_go_like_any_other(self):
        order = self._place(30)
        desk = self._make_user("b2b-desk-limit", "b2b_oms.group_order_desk")
        order.b2b_hold_ids.with_user(desk).action_release("Agreed by phone")
        self.assertReleased(order)
        self.assertEqual(order.b2b_buyer_approval_ids.state, "void")

    def test_raised_limit_lets_the_waiting_order_go(self):
        order = self._place(30)
        self.member.order_limit = 500
        self.assertIn(order, order._b2b_whose_cause_is_gone())

    # === WHO MAY ANSWER === #

    def test_only_other_approvers_of_the_account_may_answer(self):
        order = self._place(30)
        ask = order.b2b_buyer_approval_ids
        elsewhere = self._make_account("Southside Foods", "S-100")
        own = self._make_member("admin", login="b2b-own-approver", order_limit=10)
        own_order = self._place(30, own)
        rows = (
            (ask, self.buyer),
            (ask, self._make_member("viewer")),
            (ask, self._make_member("approver", elsewhere)),
            (own_order.b2b_buyer_approval_ids, own),
        )
        for one, user in rows:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                one._decide(user, True, "", one._seen())

    def test_second_answer_comes_too_late(self):
        order = self._place(30)
        ask = self._approve(order)
        with self.assertRaisesRegex(AccessError, "answered this already"):
            ask._decide(self._make_member("admin"), False, "No", ask._seen())

    # === LIMIT PER MONTH === #

    def test_month_limit_counts_what_was_ordered_before_in_the_month(self):
        self.member.write({"order_limit": 0, "month_limit": 400})
        self.assertReleased(self._place(20))
        self.assertReleased(self._place(20))
        third = self._place(12)
        self.assertHeldFor(third, "buyer_limit")
        self.assertIn("a month", third.b2b_hold_reason)
        self._approve(third)
        self.assertReleased(third)

    def test_cancelled_orders_and_other_months_do_not_count(self):
        self.member.write({"order_limit": 0, "month_limit": 400})
        cancelled, older = self._place(20), self._place(20)
        cancelled._action_cancel()
        older.flush_recordset()
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = create_date - interval '40 days' WHERE id = %s",
            [older.id],
        )
        self.env.invalidate_all()
        self.assertReleased(self._place(40))

    def test_month_ends_where_the_company_is(self):
        self.env.company.partner_id.tz = "Asia/Tokyo"
        order = self._make_order()
        # 1 November in Tokyo
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = '2026-10-31 16:00:00' WHERE id = %s", [order.id]
        )
        order.invalidate_recordset()
        first, after = order._b2b_month()
        self.assertEqual(str(first), "2026-10-31 15:00:00")
        self.assertEqual(str(after), "2026-11-30 15:00:00")

    def test_two_orders_confirmed_together_share_the_month(self):
        self.member.write({"order_limit": 0, "month_limit": 400})
        orders = self._make_order({self.bolt: 30}, b2b_orderer_id=self.buyer.id)
        orders += self._make_order({self.bolt: 30}, b2b_orderer_id=self.buyer.id)
        orders.action_confirm()
        self.assertReleased(orders[0])
        self.assertHeldFor(orders[1], "buyer_limit")

    def test_limits_are_in_the_companys_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"name": "2020-01-01", "currency_id": euro.id, "rate": 0.5}
        )
        self.pricelist.currency_id = euro
        order = self._make_order({self.bolt: 30}, b2b_orderer_id=self.buyer.id)
        order.flush_recordset()
        self.assertAlmostEqual(order._b2b_ordered_value(), order.amount_untaxed * 2)

    # === SHIP-TO === #

    def test_order_to_an_address_the_login_may_not_use_waits(self):
        home, site = self.env["res.partner"].create(
            [
                {"name": name, "type": "delivery", "parent_id": self.account.id}
                for name in ("Home", "Site")
            ]
        )
        self.member.ship_to_ids = home
        self.assertReleased(self._place(20, partner_shipping_id=home.id))
        order = self._place(20, partner_shipping_id=site.id)
        self.assertHeldFor(order, "buyer_limit")
        self.assertIn("Site", order.b2b_hold_reason)

    # === WHO ORDERED === #

    def test_buyer_cannot_write_who_ordered(self):
        order = self._make_order({self.bolt: 30}, b2b_orderer_id=self.buyer.id)
        sales = self._make_user("b2b-sales-limit", "sales_team.group_sale_manager")
        with self.assertRaises(AccessError):
            order.with_user(sales).write({"b2b_orderer_id": False})

    def test_buyer_who_signs_a_quotation_ordered_it(self):
        order = self._make_order({self.bolt: 30})
        order.with_user(self.buyer).sudo().action_confirm()
        self.assertEqual(order.b2b_orderer_id, self.buyer)
        self.assertHeldFor(order, "buyer_limit")

    def test_cart_says_before_that_an_approver_will_be_asked(self):
        cart = self.env["b2b.cart"]._current(self._buyer(self.buyer))
        cart._add({self.bolt: 30})
        titles = [hold[0] for hold in cart._review().holds]
        self.assertEqual(titles, ["Your limit"])
        self.assertFalse(self.env["b2b.buyer.approval"].search([]))

    def test_overview_asks_the_approver_and_nobody_else(self):
        self._place(30)
        codes = {
            user: [need.code for need in self.env["b2b.portal.needs"]._needs(self._buyer(user))]
            for user in (self.approver, self.buyer)
        }
        self.assertIn("approval", codes[self.approver])
        self.assertNotIn("approval", codes[self.buyer])

    # === SIGNED LINKS === #

    def _link(self, ask, user, hours=1, scope="b2b_portal.buyer_approval"):
        token = hash_sign(
            self.env(su=True), scope, [ask.id, user.id], expiration=timedelta(hours=hours)
        )
        return f"/b2b/buyer-approval/{token}"

    def test_link_shows_the_order_and_decides_nothing_by_looking(self):
        order = self._place(30)
        ask = order.b2b_buyer_approval_ids
        for _time in range(2):
            page = self.url_open(self._link(ask, self.approver))
            self.assertEqual(page.status_code, 200)
            self.assertIn("Hex bolt M8", page.text)
            self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(ask.state, "pending")

    def test_forged_expired_and_strange_links_open_nothing(self):
        order = self._place(30)
        ask = order.b2b_buyer_approval_ids
        good = self._link(ask, self.approver)
        rows = {
            "cut": good[:-4],
            "changed": good[:-1] + ("A" if good[-1] != "A" else "B"),
            "expired": self._link(ask, self.approver, hours=-1),
            "other purpose": self._link(ask, self.approver, scope="b2b_oms.approval"),
            "not asked": self._link(ask, self.buyer),
            "of another account": self._link(
                ask, self._make_member("approver", self._make_account("Southside Foods", "S-100"))
            ),
            "rubbish": "/b2b/buyer-approval/xyz",
        }
        for what, link in rows.items():
            with self.subTest(what):
                page = self.url_open(link)
                self.assertEqual(page.status_code, 403)
                self.assertNotIn("Hex bolt M8", page.text)

    def test_link_ends_with_the_role(self):
        order = self._place(30)
        link = self._link(order.b2b_buyer_approval_ids, self.approver)
        self.env["b2b.account.member"].search([("user_id", "=", self.approver.id)]).role = "viewer"
        self.assertEqual(self.url_open(link).status_code, 403)

    def test_link_is_not_for_somebody_else_who_is_logged_in(self):
        order = self._place(30)
        self._login(self.buyer)
        page = self.url_open(self._link(order.b2b_buyer_approval_ids, self.approver))
        self.assertIn("somebody else", page.text)

    def test_post_without_csrf_token_is_refused(self):
        order = self._place(30)
        link = self._link(order.b2b_buyer_approval_ids, self.approver)
        answer = self.url_open(f"{link}/decide", {"decision": "approved"})
        self.assertEqual(answer.status_code, 400)
        self.assertHeldFor(order, "buyer_limit")

    def test_approver_answers_on_the_page(self):
        order = self._place(30)
        ask = order.b2b_buyer_approval_ids
        self._login(self.approver)
        self.assertIn("Approve the order", self.url_open(f"/my/b2b/approvals/{ask.id}").text)
        answer = self._post(
            f"/my/b2b/approvals/{ask.id}/decide", decision="approved", seen=ask._seen()
        )
        self.assertEqual(answer.status_code, 303)
        self.assertReleased(order)
