import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import hash_sign, mute_logger

from .common import B2BCase


class ApprovalCase(B2BCase):
    """A seller, two approvers, and a rule that asks them one after the other about discounts."""

    def setUp(self):
        super().setUp()
        self.seller = self._make_user("b2b-seller", "sales_team.group_sale_salesman_all_leads")
        self.anna = self._make_user("b2b-anna", "base.group_user")
        self.bert = self._make_user("b2b-bert", "base.group_user")
        self.rule = self.env["b2b.approval.rule"].create(
            {
                "name": "Large discounts",
                "code": "discount",
                "step_ids": [
                    Command.create({"approver": "user", "user_id": self.anna.id, "hours": 4}),
                    Command.create({"approver": "user", "user_id": self.bert.id, "hours": 8}),
                ],
            }
        )

    def _held(self, price=6.0, **vals):
        """An order of 20 at a price under 9.00, made and confirmed by the seller."""
        order = self._make_order_as_seller(**vals)
        order.order_line.price_unit = price
        order.action_confirm()
        return order

    def _make_order_as_seller(self, **vals):
        env, self.env = self.env, self.env(user=self.seller)
        try:
            return self._make_order(user_id=self.seller.id, **vals)
        finally:
            self.env = env

    def _request(self, order):
        return order.sudo().b2b_hold_ids.request_id.sorted("id")[-1]

    def _approve(self, order, *users):
        for user in users:
            self._request(order).with_user(user).action_approve("Fine")


@tagged("post_install", "-at_install")
class TestApprovals(ApprovalCase):
    """Who must say yes says it, once, to what they saw, and nobody else does."""

    def test_each_step_says_yes_and_the_order_goes_on_by_itself(self):
        order = self._held()
        self.assertHeldFor(order, "discount")
        request = self._request(order)
        self.assertEqual(request.approver_ids, self.anna)
        self.assertEqual(request.activity_ids.user_id, self.anna)
        self._approve(order, self.anna)
        self.assertHeldFor(order, "discount")
        self.assertEqual(request.approver_ids, self.bert)
        self._approve(order, self.bert)
        self.assertReleased(order)
        self.assertEqual(request.state, "approved")
        self.assertFalse(request.activity_ids)
        self.assertIn("b2b-bert", order.sudo().b2b_hold_ids.reason)
        told = order.sudo().b2b_event_ids.filtered(lambda e: e.kind == "approval")
        self.assertGreaterEqual(len(told), 4)
        self.assertPromisesHold()

    def test_refusal_needs_a_word_keeps_the_order_held_and_tells_the_seller(self):
        order = self._held()
        request = self._request(order)
        with self.assertRaisesRegex(UserError, "Say why"):
            request.with_user(self.anna).action_refuse(" ")
        request.with_user(self.anna).action_refuse("Too cheap")
        self.assertEqual(request.state, "refused")
        self.assertHeldFor(order, "discount")
        self.assertEqual(order.activity_ids.user_id, self.seller)
        order.action_b2b_check()
        self.assertEqual(self._request(order), request, "nobody is asked the same again")
        order.order_line.price_unit = 8.5
        order.action_b2b_check()
        order.action_confirm()
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_only_who_is_asked_decides(self):
        order = self._held()
        request = self._request(order)
        manager = self._make_user("b2b-manager", "b2b_oms.group_manager")
        for user in (self.seller, self.bert, manager):
            with self.assertRaisesRegex(AccessError, "not asked"):
                request.with_user(user).action_approve("Mine")
        with self.assertRaisesRegex(UserError, "needs an approval by b2b-anna"):
            order.sudo(False).with_user(manager).b2b_hold_ids.action_release("I am the manager")
        self.assertHeldFor(order, "discount")

    def test_nobody_approves_what_they_made_or_sell(self):
        self.rule.step_ids.write({"approver": "group", "user_id": False,
                                  "group_id": self.env.ref("b2b_oms.group_manager").id})  # fmt: skip
        manager = self._make_user("b2b-manager", "b2b_oms.group_manager")
        self.seller.group_ids += self.env.ref("b2b_oms.group_manager")
        request = self._request(self._held())
        self.assertIn(manager, request.approver_ids)
        self.assertNotIn(self.seller, request.approver_ids)
        with self.assertRaises(AccessError):
            request.with_user(self.seller).action_approve("I like it")

    def test_without_a_rule_our_managers_are_asked(self):
        self.rule.active = False
        manager = self._make_user("b2b-manager", "b2b_oms.group_manager")
        request = self._request(self._held())
        self.assertIn(manager, request.approver_ids)
        self.assertNotIn(self.seller, request.approver_ids)

    def test_rule_by_domain_and_amount_asks_because_of_the_order_itself(self):
        self.rule.write(
            {"about": "order", "domain": "[('client_order_ref', 'ilike', 'rush')]", "amount": 100}
        )
        for vals, held in (
            ({"client_order_ref": "RUSH 1"}, True),
            ({"client_order_ref": "Calm"}, False),
        ):
            order = self._make_order_as_seller(**vals)
            order.action_confirm()
            self.assertEqual(order.b2b_state == "held", held)
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.rule.domain = "[('nothing', '=', 1)]"

    def test_approvers_by_manager_team_and_group(self):
        self.seller.b2b_manager_id = self.bert
        team = self.env["crm.team"].create({"name": "North", "user_id": self.anna.id})
        group = self.env["res.groups"].create({"name": "Pricing", "user_ids": [self.bert.id]})
        order = self._make_order_as_seller(team_id=team.id)
        step = self.rule.step_ids[0]
        for vals, user in (
            ({"approver": "manager"}, self.bert),
            ({"approver": "team"}, self.anna),
            ({"approver": "group", "group_id": group.id}, self.bert),
        ):
            step.write(vals)
            self.assertEqual(step._people(order), user)

    def test_deputy_decides_while_the_approver_is_away(self):
        today = fields.Date.today()
        deputy = self._make_user("b2b-deputy", "base.group_user")
        order = self._held()
        request = self._request(order)
        with self.assertRaises(AccessError):
            request.with_user(deputy).action_approve("Fine")
        self.env["b2b.approval.deputy"].with_user(self.anna).create(
            {"user_id": self.anna.id, "deputy_id": deputy.id, "date_from": today, "date_to": today}
        )
        self.assertIn(deputy, request.approver_ids)
        self._approve(order, deputy, self.bert)
        self.assertReleased(order)

    def test_nobody_arranges_the_absence_of_others(self):
        today = fields.Date.today()
        with self.assertRaises(AccessError):
            self.env["b2b.approval.deputy"].with_user(self.seller).create(
                {"user_id": self.anna.id, "deputy_id": self.seller.id, "date_from": today,
                 "date_to": today}
            )  # fmt: skip

    def test_late_approver_is_reminded_once_and_the_step_goes_higher(self):
        boss = self._make_user("b2b-boss", "base.group_user")
        self.rule.step_ids[0].escalation_id = boss
        order = self._held()
        request = self._request(order)
        self.env["b2b.approval.request"]._cron_deadlines()
        self.assertEqual(request.approver_ids, self.anna)
        request.deadline = fields.Datetime.now() - timedelta(minutes=1)
        for _n in range(2):
            self.env["b2b.approval.request"]._cron_deadlines()
        self.assertEqual(request.approver_ids, self.anna | boss)
        late = order.sudo().b2b_event_ids.filtered(lambda e: "Late" in e.message)
        self.assertEqual(len(late), 1)
        self._approve(order, boss, self.bert)
        self.assertReleased(order)

    def test_worse_price_after_the_yes_is_asked_again_and_a_better_one_is_not(self):
        order = self._held()
        order.order_line.b2b_row_problem = "Row 1: unclear"
        order.action_b2b_check()
        self._approve(order, self.anna, self.bert)
        self.assertHeldFor(order, "document")
        order.order_line.price_unit = 6.5
        order.action_b2b_check()
        self.assertHeldFor(order, "document")
        order.order_line.price_unit = 5.0
        order.action_b2b_check()
        self.assertHeldFor(order, "document", "discount")
        self.assertEqual(self._request(order).state, "pending")

    def test_worse_price_between_two_steps_starts_again_with_the_first(self):
        order = self._held()
        first = self._request(order)
        self._approve(order, self.anna)
        order.order_line.price_unit = 5.0
        order.action_b2b_check()
        order.action_confirm()
        self.assertEqual(first.state, "void")
        second = self._request(order)
        self.assertEqual((second.state, second.approver_ids), ("pending", self.anna))

    def test_approval_whose_cause_is_gone_is_void(self):
        order = self._held()
        request = self._request(order)
        order.order_line.price_unit = 9.0
        order.action_b2b_check()
        self.assertEqual(request.state, "void")
        self.assertFalse(request.activity_ids)
        with self.assertRaisesRegex(UserError, "no longer needed"):
            request.with_user(self.anna).action_approve("Fine")
        order.action_confirm()
        self.assertReleased(order)

    def test_released_order_cannot_change_above_what_was_approved(self):
        order = self._held()
        self._approve(order, self.anna, self.bert)
        with self.assertRaisesRegex(UserError, "under the computed price"), self.env.cr.savepoint():
            order.order_line.price_unit = 5.0
        order.order_line.price_unit = 7.0
        self.assertPromisesHold()

    def test_activity_marked_as_done_is_a_yes(self):
        order = self._held()
        request = self._request(order)
        request.activity_ids.with_user(self.anna).action_feedback("By the list")
        self.assertEqual(request.decision_ids.mapped("comment"), ["By the list"])
        request.activity_ids.with_user(self.bert).action_done()
        self.assertReleased(order)

    def test_list_answers_several_at_once(self):
        self.rule.step_ids[1].unlink()
        orders = [self._held(), self._held()]
        requests = self.env["b2b.approval.request"].union(*map(self._request, orders))
        wizard = (
            self.env["b2b.approval.answer"]
            .with_user(self.anna)
            .with_context(active_ids=requests.ids)
            .create({"comment": "Both"})
        )
        wizard.action_approve()
        for order in orders:
            self.assertReleased(order)

    def test_approver_without_sales_rights_sees_their_own_only(self):
        mine, other = self._held(), self._held()
        self._request(other).approver_ids = self.bert
        requests = self.env["b2b.approval.request"].with_user(self.anna)
        self.assertEqual(requests.search([]), self._request(mine))
        self.assertEqual(requests.search([("is_mine", "=", True)]), self._request(mine))
        self.assertIn("under the computed price", self._request(mine).with_user(self.anna).findings)


@tagged("post_install", "-at_install")
class TestApprovalLink(ApprovalCase, HttpCase):
    """The link in the mail: looking decides nothing, posting does, and only for its addressee."""

    def _link(self, order, user):
        return "/b2b/approval/" + self._request(order)._link(user).rsplit("/", 1)[-1]

    def _post(self, link, page, decision="approved", comment="", **other):
        values = dict(re.findall(r'name="(csrf_token|seen)" value="([^"]+)"', page))
        return self.url_open(
            f"{link}/decide", data=values | {"decision": decision, "comment": comment} | other
        )

    def test_mail_brings_a_link_that_shows_the_arithmetic_and_decides_by_post(self):
        order = self._held()
        mail = self.env["mail.message"].search([("subject", "ilike", order.name)], limit=1)
        self.assertEqual(mail.partner_ids, self.anna.partner_id)
        link = re.search(r'href="[^"]*(/b2b/approval/[^"]+)"', mail.body)[1]
        page = self.url_open(link)
        self.assertEqual(page.status_code, 200)
        self.assertIn("under the computed price", page.text)
        self.assertIn(f"{order.amount_total:.2f}", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        request = self._request(order)
        self.assertEqual(request.state, "pending")
        self.assertFalse(request.decision_ids, "looking decides nothing")
        self._post(link, page.text, comment="From the train")
        self.assertEqual(request.decision_ids.mapped("comment"), ["From the train"])
        self.assertEqual(request.decision_ids.user_id, self.anna)
        link = self._link(order, self.bert)
        done = self._post(link, self.url_open(link).text)
        self.assertIn("Approved", done.text)
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_link_used_again_tells_who_decided(self):
        self.rule.step_ids[1].unlink()
        order = self._held()
        link = self._link(order, self.anna)
        page = self.url_open(link).text
        self._post(link, page, "refused", "Too cheap")
        again = self._post(link, page, "approved")
        self.assertIn("Refused by b2b-anna", again.text)
        self.assertEqual(self._request(order).state, "refused")

    @mute_logger("odoo.http")
    def test_forged_expired_and_foreign_links_decide_nothing(self):
        order = self._held()
        request = self._request(order)
        link = self._link(order, self.anna)
        page = self.url_open(link).text
        forged = link[:-6] + ("AAAAAA" if not link.endswith("AAAAAA") else "BBBBBB")
        for bad in (forged, "/b2b/approval/x", f"/b2b/approval/{'A' * 300}"):
            for answer in (self.url_open(bad), self._post(bad, page)):
                self.assertEqual(answer.status_code, 403)
                self.assertIn("not valid any more", answer.text)
        self.authenticate("b2b-bert", "b2b-bert")
        for answer in (self.url_open(link), self._post(link, self.url_open("/my").text)):
            self.assertIn(answer.status_code, (400, 403))
        self.assertIn("for somebody else", self.url_open(link).text)
        self.assertFalse(request.decision_ids)

    def test_expired_link_is_refused(self):
        order = self._held()
        request = self._request(order)
        token = hash_sign(
            self.env(su=True), request._link_scope, [request.id, request.step_id.id, self.anna.id],
            expiration=timedelta(seconds=-5),
        )  # fmt: skip
        self.assertEqual(self.url_open(f"/b2b/approval/{token}").status_code, 403)

    def test_link_of_a_step_that_is_over_is_refused(self):
        order = self._held()
        link = self._link(order, self.anna)
        self._approve(order, self.anna)
        self.assertEqual(self.url_open(link).status_code, 403)

    def test_order_that_changed_meanwhile_must_be_looked_at_again(self):
        order = self._held()
        link = self._link(order, self.anna)
        page = self.url_open(link).text
        order.order_line.product_uom_qty = 40
        answer = self._post(link, page)
        self.assertIn("changed meanwhile", answer.text)
        self.assertFalse(self._request(order).decision_ids)

    def test_company_may_want_a_login(self):
        self.env.company.b2b_approval_login = True
        order = self._held()
        link = self._link(order, self.anna)
        self.assertEqual(self.url_open(link).status_code, 403)
        self.authenticate("b2b-anna", "b2b-anna")
        self.assertEqual(self.url_open(link).status_code, 200)

    def test_post_without_csrf_token_is_refused(self):
        order = self._held()
        link = self._link(order, self.anna)
        page = self.url_open(link).text
        with mute_logger("odoo.http"):
            answer = self._post(link, page, csrf_token="")
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._request(order).decision_ids)
