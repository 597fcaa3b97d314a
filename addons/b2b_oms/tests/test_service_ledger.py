from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestServiceLedger(B2BCase):
    """In order to talk about service with figures, as a rep, each account's months."""

    def setUp(self):
        super().setUp()
        (self.bolt | self.nut).invoice_policy = "delivery"

    def _ledger(self, account=None):
        self.env.flush_all()
        self.env.invalidate_all()
        account = account or self.account
        return self.env["b2b.service.ledger"].search([("account_id", "=", account.id)])

    def _sold(self, lines=None):
        order = self._make_order(lines or {self.bolt: 20})
        order.action_confirm()
        self._deliver(order)
        return order

    def test_month_says_what_the_figures_of_its_orders_say(self):
        orders = self._sold() | self._sold({self.bolt: 30})
        late = orders[1]
        promised = late.order_line.b2b_allocation_ids[:1].first_promised_date
        late.picking_ids.move_ids.date = fields.Datetime.to_datetime(promised) + timedelta(days=2)
        month = self._ledger()
        figures = self.env["b2b.order.figure"].search([("order_id", "in", orders.ids)])
        self.assertEqual(month.orders, 2)
        self.assertAlmostEqual(month.amount, sum(figures.mapped("amount")), 2)
        self.assertEqual(sorted(figures.mapped("first_kept")), [0, 1])
        self.assertEqual(month.first_kept, 0.5)
        self.assertEqual(month.fill, 1)
        self.assertAlmostEqual(
            month.cycle_days, sum(figures.mapped("cycle_days")) / 2, 2, "the median of two"
        )
        self.assertPromisesHold()

    def test_backorders_that_wait_are_counted_with_their_age(self):
        order = self._make_order({self.bolt: 200})
        order.action_confirm()
        waiting = order.b2b_allocation_ids.filtered(lambda one: one.kind == "backorder")
        self.assertTrue(waiting)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE b2b_allocation SET create_date = create_date - interval '9 days' WHERE id IN %s",
            [tuple(waiting.ids)],
        )
        month = self._ledger()
        self.assertEqual(month.waiting, len(waiting))
        self.assertAlmostEqual(month.waiting_days, 9, 1)

    def test_credited_or_disputed_invoice_was_not_right_first_time(self):
        right, credited, disputed, grumbled = (self._invoice(self._sold()) for _one in range(4))
        credited._reverse_moves([{"invoice_date": credited.invoice_date}]).action_post()
        disputes = self.env["b2b.dispute"].create(
            [{"move_id": disputed.id, "amount": 1}, {"move_id": grumbled.id, "amount": 1}]
        )
        disputes[1].action_reject()
        month = self._ledger()
        self.assertEqual((month.invoices, month.open_disputes), (4, 1))
        self.assertEqual(month.right_at_once, 0.5, right.name)

    def test_buyers_page_reads_the_same_figures_of_that_account_only(self):
        other = self._make_account("Southside Foods", "S-100")
        self._invoice(self._sold())
        strange = self._make_order({self.bolt: 20}, other)
        strange.action_confirm()
        (told,) = self.env["b2b.service.ledger"]._months(self.account, self.env.company)
        month = self._ledger()
        for name in ("orders", "amount", "fill", "invoices", "right_at_once", "waiting"):
            self.assertAlmostEqual(float(told[name]), month[name], 2, name)
        self.assertEqual(told["account_id"], self.account.id)

    def test_figures_of_one_account_are_those_of_the_view_over_all(self):
        """The narrowing that keeps the buyer's page quick leaves nothing of the account out."""
        self._invoice(self._sold())
        held = self._make_order({self.bolt: 1})
        held.action_confirm()
        self.env.flush_all()
        ledger = self.env["b2b.service.ledger"]
        (told,) = ledger._months(self.account, self.env.company)
        (month,) = ledger.search_read([("account_id", "=", self.account.id)], [])
        skipped = ("id", "account_id", "company_id", "currency_id", "month", "waiting_days")
        for name in told.keys() & month.keys() - set(skipped) - {"period"}:
            self.assertAlmostEqual(float(told[name] or 0), month[name], 2, name)

    def test_account_opens_its_own_ledger(self):
        self._sold()
        action = self.account.action_b2b_service_ledger()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.account_id, self.account)

    def test_other_companies_rows_are_not_seen(self):
        self._sold()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = self._make_user("abroad", "b2b_oms.group_order_desk")
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.env.flush_all()
        self.assertFalse(self.env["b2b.service.ledger"].with_user(user).search([]))

    def test_hour_of_a_person_makes_minutes_money(self):
        self.env.company.write({"b2b_minutes_per_hold": 15, "b2b_cost_per_hour": 40})
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        self.env.flush_all()
        figure = self.env["b2b.order.figure"].search([("order_id", "=", order.id)])
        self.assertEqual((figure.holds, figure.minutes, figure.cost), (1, 15, 10))
