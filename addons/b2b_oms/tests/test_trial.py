from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestTrial(B2BCase):
    """A change of the rules tried on past orders: what would differ, and nothing else changes."""

    def setUp(self):
        super().setUp()
        self.small = self._make_order({self.bolt: 20})
        self.large = self._make_order({self.bolt: 60})
        (self.small + self.large).action_confirm()

    def _trial(self, **vals):
        trial = self.env["b2b.trial"].create(vals)
        trial.state = "running"
        trial.planned = self.env["sale.order"].search_count(trial._domain())
        while trial.state == "running":
            trial._ask_chunk()
        return trial

    def _results(self, trial, what=None):
        rows = trial.result_ids
        return rows.filtered(lambda row: row.what == what) if what else rows

    def _draft_policy(self, **vals):
        return self.env["b2b.check.policy"].create(
            {"code": "order_value", "action": "hold", "amount": 500, "active": False,
             "account_id": self.account.id} | vals
        )  # fmt: skip

    def test_rule_names_the_orders_it_would_have_held_and_stays_off(self):
        policy = self._draft_policy()
        trial = self._trial(kind="rule", rule=f"b2b.check.policy,{policy.id}")
        self.assertEqual(self._results(trial).order_id, self.large)
        self.assertEqual(self._results(trial).what, "held")
        self.assertFalse(policy.active)
        self.assertEqual(self.large.b2b_state, "released")
        self.assertFalse(self.large.b2b_hold_ids)

    def test_rule_that_replaces_another_names_who_would_be_free(self):
        strict = self._draft_policy(active=True, amount=100)
        loose = self._draft_policy(amount=500)
        trial = self._trial(kind="rule", rule=f"b2b.check.policy,{loose.id}")
        self.assertEqual(self._results(trial, "not_held").order_id, self.small)
        self.assertTrue(strict.active)

    def test_price_list_says_by_how_much_each_order_would_change(self):
        dearer = self.env["product.pricelist"].create(
            {
                "name": "Dearer",
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 5})],
            }
        )
        trial = self._trial(kind="prices", tier_id=self.tier.id, pricelist_id=dearer.id)
        by_order = {row.order_id: row.difference for row in self._results(trial, "price")}
        # 10.00 less 10 % becomes 10.00 less 5 %.
        self.assertAlmostEqual(by_order[self.small], 20 * 0.5, 2)
        self.assertAlmostEqual(by_order[self.large], 60 * 0.5, 2)
        self.assertAlmostEqual(trial.difference, 40, 2)
        self.assertEqual(self.tier.pricelist_id, self.pricelist)

    def test_limit_names_what_would_be_held_for_credit(self):
        limit = self.env["b2b.credit.limit"].create(
            {"account_id": self.account.id, "kind": "limit", "amount": 100000}
        )
        trial = self._trial(kind="limit", limit_id=limit.id, amount=100)
        self.assertEqual(self._results(trial, "held").order_id, self.small + self.large)
        self.assertEqual(limit.amount, 100000)
        self.assertEqual(len(limit.change_ids), len(limit.change_ids.filtered("id")))

    def test_routing_says_where_orders_would_leave_from(self):
        far = self.env["res.partner"].create(
            {"name": "Lyon", "partner_latitude": 45.76, "partner_longitude": 4.84}
        )
        second = self.env["stock.warehouse"].create(
            {"name": "Lyon", "code": "LYO", "partner_id": far.id}
        )
        near = {"partner_latitude": 41.88, "partner_longitude": -87.63}
        (self.warehouse.partner_id + self.account).write(near)
        self.tier.routing_strategy = "nearest"
        self.env["stock.quant"]._update_available_quantity(self.bolt, second.lot_stock_id, 500)
        self.env["b2b.warehouse.preference"].create(
            {"account_id": self.account.id, "warehouse_id": second.id, "use": "preferred"}
        )
        trial = self._trial(kind="routing", tier_id=self.tier.id, strategy="preference")
        rows = self._results(trial, "routing").filtered(lambda row: row.order_id == self.small)
        self.assertIn("Lyon instead of", rows.message)

    def test_trial_is_asked_in_chunks_and_can_be_cancelled(self):
        trial = self.env["b2b.trial"].create(
            {"kind": "rule", "rule": f"b2b.check.policy,{self._draft_policy().id}"}
        )
        trial.action_start()
        self.assertEqual((trial.state, trial.planned >= 2, trial.progress), ("running", True, 0))
        with self.assertRaises(UserError):
            trial.unlink()
        trial.action_cancel()
        self.assertEqual(trial.state, "cancelled")

    def test_change_comes_into_force_on_its_day(self):
        policy = self._draft_policy()
        trial = self._trial(kind="rule", rule=f"b2b.check.policy,{policy.id}")
        trial.activate_on = Date.add(Date.context_today(trial), days=1)
        trial._apply_due()
        self.assertFalse(policy.active)
        trial.activate_on = Date.context_today(trial)
        trial._apply_due()
        self.assertTrue(policy.active)
        self.assertEqual(trial.state, "applied")
        held = self._make_order({self.bolt: 60})
        held.action_confirm()
        self.assertHeldFor(held, "order_value")

    def test_trial_without_its_subject_is_refused(self):
        for kind in ("rule", "limit", "routing", "prices"):
            with self.subTest(kind=kind), self.assertRaises(ValidationError):
                self.env["b2b.trial"].create({"kind": kind})

    def test_only_managers_try(self):
        desk = self._make_user("b2b-trial-desk", "b2b_oms.group_order_desk")
        with self.assertRaises(AccessError):
            self.env["b2b.trial"].with_user(desk).create({"kind": "rule"})


@tagged("post_install", "-at_install")
class TestReplay(B2BCase):
    """An order asked again under today's rules."""

    def _replay(self, order):
        return self.env["b2b.order.replay"].create({"order_id": order.id})

    def test_same_rules_decide_the_same(self):
        order = self._make_order({self.bolt: 20, self.nut: 5})
        order.action_confirm()
        self.assertEqual(self._replay(order).difference_count, 0)

    def test_new_minimum_and_new_price_show_as_differences_and_change_nothing(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self.tier.minimum_order = 1000
        self.pricelist.item_ids.percent_price = 20
        replay = self._replay(order)
        self.assertEqual(
            set(replay.line_ids.filtered("differs").mapped("aspect")), {"check", "price"}
        )
        price = replay.line_ids.filtered(lambda line: line.aspect == "price")
        self.assertEqual((price.then[:4], price.today[:4]), ("9.00", "8.00"))
        self.assertEqual(order.b2b_state, "released")
        self.assertFalse(order.b2b_hold_ids)

    def test_hold_of_then_that_would_pass_today_is_shown(self):
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        self.assertHeldFor(order, "minimum_order")
        self.tier.minimum_order = 0
        row = self._replay(order).line_ids.filtered(lambda line: line.aspect == "check")
        self.assertEqual(row.today, "passed")
        self.assertTrue(row.differs)

    def test_order_a_user_may_not_read_is_not_replayed(self):
        order = self._make_order({self.bolt: 20})
        own_only = self._make_user(
            "b2b-replay-own", "sales_team.group_sale_salesman,b2b_oms.group_user"
        )
        order.user_id = self.env.user
        with self.assertRaises(AccessError):
            self.env["b2b.order.replay"].with_user(own_only).create({"order_id": order.id})
