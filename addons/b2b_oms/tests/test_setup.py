from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..readiness.point import CHAPTERS
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestSetup(B2BCase):
    """Before a company goes live it is told what is missing, and led there."""

    def setUp(self):
        super().setUp()
        self.manager = new_test_user(
            self.env, "setup_manager", groups="b2b_oms.group_manager,base.group_system"
        )

    def _setup(self, user=None):
        return (
            self.env["b2b.setup"]
            .with_user(user or self.manager)
            .browse(self.env["b2b.setup"].with_user(user or self.manager)._open()["res_id"])
        )

    def _point(self, code):
        return self._setup().point_ids.filtered(lambda point: point.code == code)

    def _opened(self, code):
        """The records a point's button shows."""
        action = self._point(code).action_open()
        return self.env[action["res_model"]].search(action["domain"])

    def test_every_point_is_answered_in_the_order_of_the_chapters(self):
        points = self._setup().point_ids
        order = [chapter for chapter, _label in CHAPTERS]
        places = [order.index(point.chapter) for point in points]
        self.assertEqual(places, sorted(places))
        self.assertEqual(set(points.mapped("chapter")), set(order))
        codes = points.mapped("code")
        self.assertEqual(len(codes), len(set(codes)))
        for point in points:
            self.assertTrue(point.words, point.code)

    def test_every_point_that_lacks_something_opens_it(self):
        for point in self._setup().point_ids.filtered("can_open"):
            action = point.action_open()
            self.assertTrue(action["type"].startswith("ir.actions."), point.code)

    def test_tier_without_price_list_is_named_and_opened(self):
        self.assertNotIn(self.tier, self._opened_or_none("tier_prices"))
        self.tier.pricelist_id = False
        point = self._point("tier_prices")
        self.assertEqual(point.state, "missing")
        self.assertIn(self.tier.name, point.words)
        self.assertIn(self.tier, self._opened("tier_prices"))

    def _opened_or_none(self, code):
        point = self._point(code)
        return self._opened(code) if point.can_open and point.state != "good" else []

    def test_account_has_terms_of_its_own_or_of_its_tier(self):
        self.assertNotIn(self.account, self._opened_or_none("terms"))
        self.tier.payment_term_id = False
        self.assertIn(self.account, self._opened("terms"))
        self.account.property_payment_term_id = self.term
        self.assertNotIn(self.account, self._opened_or_none("terms"))

    def test_account_is_reached_by_mail_itself_or_by_its_billing_contact(self):
        self.assertIn(self.account, self._opened("billing_contact"))
        contact = self.env["res.partner"].create(
            {"name": "Payables", "parent_id": self.account.id, "type": "invoice"}
        )
        self.assertIn(self.account, self._opened("billing_contact"))
        contact.email = "ap@northside.example"
        self.assertNotIn(self.account, self._opened_or_none("billing_contact"))

    def test_account_without_limit_may_wait(self):
        point = self._point("credit")
        self.assertEqual(point.state, "choice")
        self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 1000})
        self.assertNotIn(self.account, self._opened_or_none("credit"))

    def test_second_warehouse_needs_coordinates(self):
        second = self.env["stock.warehouse"].create(
            {"name": "Second", "code": "SEC", "partner_id": self.account.id}
        )
        self.assertIn(second, self._opened("warehouse_place"))
        second.partner_id.partner_latitude = 48.1
        self.assertNotIn(second, self._opened_or_none("warehouse_place"))

    def test_cron_that_is_off_or_late_is_missing(self):
        cron = self.env.ref("b2b_oms.cron_billing")
        crons = self.env["ir.cron"].browse(self.env["b2b.readiness.point.crons"]._ours())
        soon = fields.Datetime.now() + timedelta(minutes=1)
        crons.write({"active": True, "nextcall": soon, "failure_count": 0})
        self.assertEqual(self._point("crons").state, "good")
        for values in ({"active": False}, {"nextcall": fields.Datetime.now() - timedelta(days=1)}):
            crons.write({"active": True, "nextcall": soon})
            cron.write(values)
            self.assertEqual(self._point("crons").state, "missing", values)
            self.assertIn(cron.name, self._point("crons").words)

    def test_audit_must_have_run_and_found_nothing(self):
        self.env["b2b.audit.run"].search([]).unlink()
        self.assertEqual(self._point("audit").state, "missing")
        self.env["b2b.audit"]._cron_audit()
        self.assertEqual(self._point("audit").state, "good")
        self.env["b2b.audit.run"].create({"violation_count": 1})
        self.assertEqual(self._point("audit").state, "missing")

    def test_administrator_alone_is_nobody_who_works_through_holds(self):
        self.env.ref("b2b_oms.group_credit").user_ids = [Command.clear()]
        others = self.env.ref("b2b_oms.group_manager").all_user_ids - self.env.ref(
            "base.user_admin"
        )
        self.assertEqual(others, self.manager)
        self.assertEqual(self._point("people").state, "good")
        others.group_ids -= self.env.ref("b2b_oms.group_manager")
        self.manager.group_ids += self.env.ref("b2b_oms.group_order_desk")
        point = self.env["b2b.readiness.point.people"]
        answer = point._answer(self.env.company)
        self.assertFalse(answer.good)
        self.assertIn(self.env.ref("b2b_oms.group_credit").name, answer.words)

    def test_ready_is_said_when_nothing_that_must_be_there_is_missing(self):
        setup = self._setup()
        self.assertFalse(setup.is_ready)
        setup.point_ids.filtered(lambda point: point.state == "missing").write({"state": "good"})
        self.assertTrue(setup.is_ready)
        setup.action_ask()
        self.assertFalse(setup.is_ready)

    def test_number_of_queries_does_not_grow_with_what_is_missing(self):
        def cost():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            setup.action_ask()
            return self.env.cr.sql_log_count - before

        setup = self._setup()
        few = cost()
        for number in range(20):
            self._make_account(f"Account {number}", f"N-2{number:02}")
        self.assertLessEqual(cost(), few + 2)

    def test_reader_has_no_set_up(self):
        reader = new_test_user(self.env, "setup_reader", groups="b2b_oms.group_user")
        with self.assertRaises(AccessError):
            self._setup(reader)

    def test_manager_who_is_no_administrator_is_answered_too(self):
        manager = new_test_user(self.env, "setup_plain", groups="b2b_oms.group_manager")
        points = self._setup(manager).point_ids
        self.assertTrue(points)
        for point in points.filtered("can_open"):
            self.env[point.action_open()["res_model"]].with_user(manager).check_access("read")
