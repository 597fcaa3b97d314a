from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .billing_common import BillingCase

CHUNK = "odoo.addons.b2b_oms.billing.run.CHUNK"


@tagged("post_install", "-at_install")
class TestBilling(BillingCase):
    """What is invoiced when, and on which invoice."""

    def test_each_shipment_has_an_invoice_of_exactly_what_it_carried(self):
        order = self._ship({self.bolt: 20, self.nut: 10}, {self.bolt: 12, self.nut: 10})
        first = self._run()
        self._deliver(order)
        second = self._run()
        self.assertEqual(self._goods(first), {self.bolt: 12, self.nut: 10})
        self.assertEqual(self._goods(second), {self.bolt: 8})
        self.assertEqual((first | second).mapped("state"), ["posted", "posted"])
        self.assertEqual(first.invoice_date, fields.Date.today())
        self.assertEqual(
            first.invoice_line_ids.mapped("b2b_delivery_ref")[0],
            order.picking_ids.sorted("id")[0].name,
        )
        self.assertFalse(self._run())
        self.assertPromisesHold()

    def test_two_shipments_of_one_night_have_an_invoice_each(self):
        order = self._ship({self.bolt: 20}, {self.bolt: 12})
        self._deliver(order)
        invoices = self._run()
        self.assertEqual([self._goods(i) for i in invoices], [{self.bolt: 12}, {self.bolt: 8}])
        self.assertPromisesHold()

    def test_complete_delivery_is_awaited(self):
        self.tier.billing_schedule_id = self._make_schedule("complete")
        order = self._ship({self.bolt: 20}, {self.bolt: 12})
        self.assertFalse(self._run())
        self._deliver(order)
        self.assertEqual(self._goods(self._run()), {self.bolt: 20})
        self.assertPromisesHold()

    def test_orders_of_a_week_share_one_invoice_with_po_and_delivery_of_each(self):
        self._bill_weekly()
        orders = self.env["sale.order"]
        for number in range(3):
            orders |= self._ship({self.bolt: 5}, days_ago=9, client_order_ref=f"PO-{number}")
        invoice = self._run()
        self.assertEqual(self._goods(invoice), {self.bolt: 15})
        self.assertEqual(invoice.ref, "PO-0, PO-1, PO-2")
        self.assertEqual(invoice.invoice_origin, ", ".join(orders.mapped("name")))
        lines = invoice.invoice_line_ids.sorted("sequence")
        goods = lines.filtered(lambda line: line.display_type == "product")
        self.assertEqual(goods.mapped("b2b_customer_po"), ["PO-0", "PO-1", "PO-2"])
        self.assertEqual(
            goods.mapped("b2b_delivery_ref"), orders.picking_ids.sorted("id").mapped("name")
        )
        headings = (lines - goods).mapped("name")
        self.assertIn("PO-1", headings[1])
        self.assertIn(orders[1].picking_ids.name, headings[1])
        self.assertPromisesHold()

    def test_terms_ship_tos_and_accounts_are_never_mixed(self):
        self._bill_weekly()
        other = self._make_account("Southside", "S-1")
        branch = self.env["res.partner"].create(
            {"name": "Branch", "type": "delivery", "parent_id": self.account.id}
        )
        cash = self.env.ref("account.account_payment_term_immediate")
        here = {"partner_shipping_id": self.account.id}
        self._ship({self.bolt: 1}, days_ago=9, **here)
        self._ship({self.bolt: 2}, days_ago=9, payment_term_id=cash.id, **here)
        self._ship({self.bolt: 3}, days_ago=9, partner_shipping_id=branch.id)
        self._ship({self.bolt: 4}, days_ago=9, account=other)
        invoices = self._run()
        self.assertEqual(sorted(i.invoice_line_ids.quantity for i in invoices), [1, 2, 3, 4])
        self.assertPromisesHold()

    def test_ship_tos_share_an_invoice_where_the_account_wants_it(self):
        self._bill_weekly(group_ship_to=False)
        branch = self.env["res.partner"].create(
            {"name": "Branch", "type": "delivery", "parent_id": self.account.id}
        )
        self._ship({self.bolt: 1}, days_ago=9, partner_shipping_id=self.account.id)
        self._ship({self.bolt: 3}, days_ago=9, partner_shipping_id=branch.id)
        invoice = self._run()
        self.assertEqual(len(invoice), 1)
        self.assertIn("Branch", " ".join(invoice.invoice_line_ids.mapped("name")))

    def test_po_numbers_and_cost_centres_part_invoices_where_the_account_wants_it(self):
        self._bill_weekly(group_po=True, group_cost_center=True)
        for po, center in (("A", "10"), ("A", "10"), ("B", "10"), ("B", "20")):
            self._ship({self.bolt: 1}, days_ago=9, client_order_ref=po, b2b_cost_center=center)
        self.assertEqual(
            sorted(len(i.invoice_line_ids.sale_line_ids) for i in self._run()), [1, 1, 2]
        )

    def test_customer_without_a_tier_is_invoiced_as_odoo_does(self):
        customer = self.env["res.partner"].create({"name": "Walk-in"})
        order = self._make_order({self.bolt: 5}, customer)
        order.action_confirm()
        self._deliver(order)
        self.assertFalse(self._run())
        self.assertEqual(order.order_line.qty_to_invoice, 5)
        self.assertEqual(self._goods(order._create_invoices()), {self.bolt: 5})
        self.assertFalse(self.env["b2b.billing.dispatch"].search([]))

    def test_account_without_a_schedule_is_invoiced_by_hand(self):
        self.tier.billing_schedule_id = False
        order = self._ship({self.bolt: 5})
        self.assertFalse(self._run())
        self.assertEqual(order.order_line.qty_to_invoice, 5)

    def test_account_has_its_own_schedule_before_its_tiers(self):
        self.account.b2b_billing_schedule_id = self._make_schedule("complete")
        self._ship({self.bolt: 20}, {self.bolt: 12})
        self.assertFalse(self._run())

    def test_prepaid_order_is_invoiced_when_confirmed_and_never_by_its_shipments(self):
        self.account.b2b_prepaid = "yes"
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self.assertEqual(self._goods(order.invoice_ids), {self.bolt: 20})
        self.assertEqual(order.invoice_ids.state, "posted")
        self._pay(order.invoice_ids)
        self._deliver(order, {self.bolt: 5})
        self.assertFalse(self._run())
        self.assertPromisesHold()

    # === RETURNS, CREDITS, PRICES === #

    def test_shipment_returned_before_invoicing_is_not_invoiced(self):
        order = self._ship({self.bolt: 20})
        self._take_back(order.picking_ids, {self.bolt: 20})
        self.assertFalse(self._run())
        self.assertFalse(self._run())
        self.assertPromisesHold()

    def test_part_returned_before_invoicing_is_taken_off(self):
        order = self._ship({self.bolt: 20})
        self._take_back(order.picking_ids, {self.bolt: 4})
        self.assertEqual(self._goods(self._run()), {self.bolt: 16})
        self.assertPromisesHold()

    def test_return_after_the_invoice_becomes_a_credit_note(self):
        order = self._ship({self.bolt: 20})
        invoice = self._run()
        self._take_back(order.picking_ids, {self.bolt: 4})
        credit = self._run()
        self.assertEqual((credit.move_type, credit.state), ("out_refund", "posted"))
        self.assertEqual(self._goods(credit), {self.bolt: 4})
        self.assertEqual(credit.reversed_entry_id, invoice)
        self.assertEqual(order.order_line.qty_invoiced, 16)
        self.assertPromisesHold()

    def test_return_is_deducted_on_the_next_invoice_of_the_week(self):
        self._bill_weekly()
        first = self._ship({self.bolt: 20}, days_ago=9)
        self._run()
        self._take_back(first.picking_ids, {self.bolt: 4}, days_ago=8)
        self._ship({self.nut: 50}, days_ago=8)
        self.env["b2b.billing.run"].search([]).write({"state": "open"})
        invoice = self._run()
        self.assertEqual(self._goods(invoice), {self.bolt: -4, self.nut: 50})
        self.assertEqual(invoice.move_type, "out_invoice")
        self.assertPromisesHold()

    def test_credit_larger_than_the_invoice_becomes_a_credit_note(self):
        self._bill_weekly()
        first = self._ship({self.bolt: 20}, days_ago=9)
        self._run()
        self._take_back(first.picking_ids, {self.bolt: 20}, days_ago=8)
        self._ship({self.nut: 1}, days_ago=8)
        self.env["b2b.billing.run"].search([]).write({"state": "open"})
        credit = self._run()
        self.assertEqual(credit.move_type, "out_refund")
        self.assertEqual(self._goods(credit), {self.bolt: 20, self.nut: -1})
        self.assertGreater(credit.amount_total, 0)
        self.assertPromisesHold()

    def test_returns_have_a_credit_note_of_their_own_where_the_account_wants_it(self):
        self._bill_weekly(credits="apart")
        first = self._ship({self.bolt: 20}, days_ago=9)
        self._run()
        self._take_back(first.picking_ids, {self.bolt: 4}, days_ago=8)
        self._ship({self.nut: 50}, days_ago=8)
        self.env["b2b.billing.run"].search([]).write({"state": "open"})
        self.assertEqual(sorted(self._run().mapped("move_type")), ["out_invoice", "out_refund"])

    def test_price_corrected_before_the_invoice_is_on_it_and_after_it_changes_nothing(self):
        order = self._ship({self.bolt: 20})
        order.order_line.price_unit = 7.0
        invoice = self._run()
        self.assertEqual(invoice.amount_untaxed, 140.0)
        order.order_line.price_unit = 6.0
        self.assertFalse(self._run())
        self.assertEqual(invoice.amount_untaxed, 140.0)

    def test_goods_without_a_price_are_on_the_invoice(self):
        sample = self._make_product("Sample", "FREE", 0.0, on_hand=10)
        order = self._make_order({self.bolt: 20, sample: 1})
        order.action_confirm()
        self._deliver(order)
        self.assertEqual(self._goods(self._run()), {self.bolt: 20, sample: 1})

    def test_cancelled_invoice_is_billed_again_once(self):
        self._ship({self.bolt: 20})
        invoice = self._run()
        invoice.button_draft()
        invoice.button_cancel()
        again = self._run()
        self.assertEqual(self._goods(again), {self.bolt: 20})
        self.assertFalse(self._run())
        self.assertPromisesHold()

    def test_what_a_person_invoiced_is_not_billed_again(self):
        order = self._ship({self.bolt: 20}, {self.bolt: 12})
        by_hand = order._create_invoices()
        self.assertEqual(self._goods(by_hand), {self.bolt: 12})
        self.assertFalse(self._run())
        self._deliver(order)
        self.assertEqual(self._goods(self._run()), {self.bolt: 8})
        self.assertPromisesHold()

    # === FEES, DISCOUNTS, DOWN PAYMENTS === #

    def test_small_order_fee_is_charged_once_a_period_where_the_account_wants_it(self):
        self._bill_weekly(fees="period")
        self.tier.write({"minimum_order": 100, "small_order_fee": 15})
        for _n in range(3):
            self._ship({self.bolt: 2}, days_ago=9)
        invoice = self._run()
        fee = self.env.ref("b2b_oms.product_small_order_fee")
        fees = invoice.invoice_line_ids.filtered(lambda line: line.product_id == fee)
        self.assertEqual(sorted(fees.mapped("price_subtotal")), [0, 0, 15])
        self.assertEqual(sum(fees.sale_line_ids.mapped("qty_to_invoice")), 0)

    def test_fee_of_an_order_is_on_its_first_invoice_only(self):
        self.tier.write({"minimum_order": 1000, "small_order_fee": 15})
        order = self._ship({self.bolt: 20}, {self.bolt: 12})
        fee = self.env.ref("b2b_oms.product_small_order_fee")
        self.assertEqual(self._goods(self._run())[fee], 1)
        self._deliver(order)
        self.assertEqual(self._goods(self._run()), {self.bolt: 8})

    def test_freight_is_on_the_first_invoice_of_an_order_and_on_no_other(self):
        freight = self.env["product.product"].create(
            {"name": "Freight", "type": "service", "list_price": 20, "invoice_policy": "order"}
        )
        order = self._make_order({self.bolt: 20, freight: 1})
        order.action_confirm()
        self.assertFalse(self._run())
        self._deliver(order, {self.bolt: 12})
        self.assertEqual(self._goods(self._run()), {self.bolt: 12, freight: 1})
        self._deliver(order)
        self.assertEqual(self._goods(self._run()), {self.bolt: 8})
        self.assertPromisesHold()

    def test_volume_discount_follows_the_goods_that_were_billed(self):
        self.env["b2b.volume.discount"].create({"threshold": 100, "percent": 10})
        order = self._ship({self.bolt: 20}, {self.bolt: 5})
        first = self._run()
        self.assertEqual(first.amount_untaxed, 5 * 9 * 0.9)
        self._deliver(order)
        second = self._run()
        self.assertEqual(first.amount_untaxed + second.amount_untaxed, 20 * 9 * 0.9)

    def _pay_down(self, order, amount):
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "fixed",
                "fixed_amount": amount,
            }
        )
        wizard.create_invoices()
        order.invoice_ids.filtered(lambda move: move.state == "draft").action_post()

    def test_down_payment_is_deducted_on_the_first_invoice_that_is_high_enough(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._pay_down(order, 50.0)
        self._deliver(order, {self.bolt: 2})
        self.assertEqual(self._run().amount_untaxed, 18.0)
        self._deliver(order)
        self.assertAlmostEqual(
            self._run().amount_total, 18 * 9 * (order.amount_total / order.amount_untaxed) - 50.0, 1
        )
        self.assertFalse(self._run())

    # === DATES === #

    def test_net_30_is_due_thirty_days_after_the_day_it_was_issued(self):
        self._ship({self.bolt: 20})
        invoice = self._run()
        self.assertEqual(invoice.invoice_date_due - invoice.invoice_date, timedelta(days=30))

    def test_term_counts_from_the_shipment_or_the_end_of_the_month_where_agreed(self):
        self.schedule.due_from = "shipment"
        order = self._ship({self.bolt: 20}, days_ago=10)
        invoice = self._run()
        shipped = order.picking_ids.date_done.date()
        self.assertEqual(invoice.invoice_date, fields.Date.today())
        self.assertEqual(invoice.invoice_date_due, shipped + timedelta(days=30))
        self.schedule.due_from = "month"
        self._ship({self.bolt: 5})
        invoice = self._run()
        end = fields.Date.end_of(fields.Date.today(), "month")
        self.assertEqual(invoice.invoice_date_due, end + timedelta(days=30))
        self.assertEqual(
            set(invoice.line_ids.mapped("date_maturity")) - {False}, {invoice.invoice_date_due}
        )

    def test_fiscal_lock_after_the_shipment_does_not_touch_the_invoice_of_today(self):
        self._ship({self.bolt: 20}, days_ago=40)
        self.env.cr.execute("UPDATE stock_picking SET scheduled_date = now() - interval '40 days'")
        self.env.invalidate_all()
        yesterday = fields.Date.today() - timedelta(days=1)
        self.env.company.fiscalyear_lock_date = yesterday
        invoice = self._run()
        self.assertEqual((invoice.state, invoice.date), ("posted", fields.Date.today()))

    # === RUNS === #

    def test_missed_weeks_are_caught_up_with_an_invoice_each_and_a_second_run_does_nothing(self):
        self._bill_weekly()
        for days_ago in (24, 17, 10):
            self._ship({self.bolt: 5}, days_ago=days_ago)
        invoices = self._run()
        self.assertEqual([self._goods(i) for i in invoices], [{self.bolt: 5}] * 3)
        moments = invoices.b2b_billing_run_id.mapped("moment")
        self.assertEqual(len(set(moments)), 3)
        self.assertFalse(self._run())
        self.assertPromisesHold()

    def test_what_ships_after_the_cut_off_waits_for_the_next_moment(self):
        self._bill_weekly()
        self._ship({self.bolt: 5})
        self.assertFalse(self._run())

    def test_bad_order_is_named_and_skipped_while_the_rest_goes_on(self):
        euro = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search(
                [
                    ("name", "not in", (self.env.company.currency_id.name,)),
                    ("rate_ids", "=", False),
                ],
                limit=1,
            )
        )
        euro.active = True
        orders = [self._ship({self.bolt: 5}) for _n in range(4)]
        orders[1].currency_id = euro
        invoices = self._run()
        self.assertEqual(len(invoices), 3)
        run = invoices.b2b_billing_run_id
        self.assertEqual((run.state, run.invoice_count, run.failure_count), ("failed", 3, 1))
        self.assertEqual(run.failure_ids.order_ids, orders[1])
        self.assertIn(euro.name, run.failure_ids.message)
        self.assertIn("Not billed", orders[1].b2b_event_ids[0].message)
        self.assertPromisesHold()
        self.env["res.currency.rate"].create({"currency_id": euro.id, "rate": 2})
        run.action_retry()
        self.assertEqual(self._run().invoice_line_ids.sale_line_ids.order_id, orders[1])
        self.assertEqual((run.state, run.failure_count), ("done", 0))
        self.assertPromisesHold()

    def test_long_night_is_billed_in_chunks_and_its_progress_is_seen(self):
        for _n in range(5):
            self._ship({self.bolt: 1})
        seen = []

        def look(progress, *args, **kwargs):
            seen.extend(self.env["b2b.billing.run"].search([]).mapped("progress"))
            return commit(progress, *args, **kwargs)

        cron = type(self.env["ir.cron"])
        commit = cron._commit_progress
        with patch.object(cron, "_commit_progress", look), patch(CHUNK, 2):
            invoices = self._run()
        self.assertEqual(len(invoices), 5)
        self.assertEqual(sorted({round(progress) for progress in seen}), [0, 40, 80, 100])
        self.assertPromisesHold()

    def test_every_bill_is_in_the_ledger_of_its_order(self):
        order = self._ship({self.bolt: 5})
        invoice = self._run()
        event = order.b2b_event_ids.filtered(lambda event: event.kind == "billing")
        self.assertIn(invoice.name, event.message)
        self.assertEqual(event.figures["deliveries"], order.picking_ids.mapped("name"))

    def test_shipment_cannot_be_claimed_twice(self):
        order = self._ship({self.bolt: 5})
        self._run()
        move = order.picking_ids.move_ids
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            move.b2b_claim_ids.copy()

    def test_audit_tells_of_a_line_billed_beyond_its_shipment_and_of_a_forgotten_one(self):
        self._ship({self.bolt: 5})
        invoice = self._run()
        self.env.flush_all()
        line = invoice.invoice_line_ids
        self.env.cr.execute("UPDATE account_move_line SET quantity = 6 WHERE id = %s", [line.id])
        line.invalidate_recordset()
        promises = {v["promise"] for v in self.env["b2b.audit"].violations()}
        self.assertIn("billed", promises)

    def test_preview_tells_what_would_be_invoiced_and_why_not_the_rest(self):
        self._bill_weekly()
        self._ship({self.bolt: 5}, days_ago=9)
        late = self._ship({self.bolt: 7})
        preview = self.env["b2b.billing.preview"].create(
            {
                "schedule_id": self.tier.billing_schedule_id.id,
                "until": fields.Datetime.now() - timedelta(days=1),
            }
        )
        self.assertEqual((preview.invoice_count, preview.amount), (1, 45.0))
        rest = preview.line_ids.filtered("reason")
        self.assertEqual(rest.order_id, late)

    def test_delivery_status_is_told_for_each_line(self):
        order = self._ship({self.bolt: 20, self.nut: 10}, {self.bolt: 12})
        status = {line.product_id: line.b2b_delivery_status for line in order.order_line}
        self.assertEqual(status, {self.bolt: "partial", self.nut: "pending"})

    def test_two_days_of_a_month_must_differ(self):
        with self.assertRaises(UserError):
            self._make_schedule("semi_monthly", day=15, second_day=15)
