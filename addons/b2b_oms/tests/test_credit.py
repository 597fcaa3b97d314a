from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import IntakeCase


class CreditCase(IntakeCase):
    """An account with a limit of 500 in the company's currency; a bolt costs it 9.00, no tax."""

    def setUp(self):
        super().setUp()
        (self.bolt | self.nut).taxes_id = False
        (self.bolt | self.nut).invoice_policy = "delivery"
        self._stock(self.bolt, 1000)
        self.limit = self._limit(self.account, 500)

    def _limit(self, account, amount=0, **vals):
        return self.env["b2b.credit.limit"].create(
            {"account_id": account.id, "amount": amount} | vals
        )

    def _confirmed(self, quantity, **vals):
        order = self._make_order({self.bolt: quantity}, **vals)
        order.action_confirm()
        return order

    def _exposure(self, account=None):
        pair = (account or self.account), self.env.company
        return self.env["b2b.credit.standing"]._of_accounts({pair})[pair]

    def _look_again(self):
        self.env["sale.order"]._cron_b2b_look_again()


@tagged("post_install", "-at_install")
class TestExposure(CreditCase):
    """What is owed and will be owed, whatever step the goods and the papers are at."""

    def _terms(self):
        standing = self._exposure()
        return {code: round(amount, 2) for code, amount in standing.terms.items() if amount}

    def test_goods_count_from_confirmation_to_payment_once(self):
        order = self._confirmed(20)
        self.assertEqual(self._terms(), {"ordered": 180})
        self._deliver(order, {self.bolt: 15})
        self.assertEqual(self._terms(), {"ordered": 180})
        invoice = order._create_invoices()
        self.assertEqual(self._terms(), {"ordered": 180}, "a draft invoice changes nothing")
        invoice.action_post()
        self.assertEqual(self._terms(), {"ordered": 45, "receivable": 135})
        self._pay(invoice)
        self.assertEqual(sum(self._terms().values()), 45)
        backorder = order.picking_ids.filtered(lambda p: p.state != "done")
        backorder.action_cancel()
        self.assertEqual(sum(self._terms().values()), 0, "what never comes is never owed")

    def test_used_and_left_add_up_to_the_limit_to_the_cent(self):
        tax = self.env["account.tax"].create({"name": "7.5 %", "amount": 7.5})
        self.bolt.taxes_id = tax
        order = self._confirmed(22)
        self._deliver(order, {self.bolt: 21})
        self._invoice(order)
        standing = self._exposure()
        used, left = map(standing.currency.round, (standing.exposure, standing.available))
        self.assertEqual(self._terms(), {"ordered": 9.68, "receivable": 203.18})
        self.assertAlmostEqual(used + left, 500, 6)

    def test_returned_goods_and_credit_notes_lower_it(self):
        order = self._confirmed(20)
        picking = self._deliver(order)
        self._invoice(order)
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.write({"quantity": 5, "to_refund": True})
        back = wizard._create_return()
        back.move_ids.write({"quantity": 5, "picked": True})
        back.button_validate()
        self._invoice_refund(order)
        self.assertEqual(sum(self._terms().values()), 135)

    def _invoice_refund(self, order):
        refund = order._create_invoices(final=True)
        self.assertEqual(refund.move_type, "out_refund")
        refund.action_post()

    def test_payment_not_allocated_yet_and_credit_note_reduce_it(self):
        self._confirmed(20)
        self.env["account.payment"].create(
            {"partner_id": self.account.id, "payment_type": "inbound", "amount": 100}
        ).action_post()
        self.assertEqual(sum(self._terms().values()), 80)

    def test_down_payment_lowers_what_the_order_owes(self):
        order = self._confirmed(20)
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids)
        invoice = wizard.create(
            {
                "advance_payment_method": "fixed",
                "fixed_amount": 50,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )._create_invoices(order)
        invoice.action_post()
        self.assertEqual(sum(self._terms().values()), 180, "owed by invoice now, not by order")
        self._pay(invoice)
        self.assertEqual(sum(self._terms().values()), 130)
        self._deliver(order)
        final = order._create_invoices(final=True)
        final.action_post()
        self.assertEqual(final.amount_total, 130)
        self.assertEqual(sum(self._terms().values()), 130)

    def test_disputed_invoice_is_shown_apart(self):
        order = self._confirmed(20)
        self._deliver(order)
        self._invoice(order).payment_state = "blocked"
        self.assertEqual(self._terms(), {"disputed": 180})

    def test_order_of_a_branch_counts_for_the_account(self):
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.account.id})
        self._confirmed(20, account=branch)
        self.assertEqual(self._terms(), {"ordered": 180})

    def test_order_in_another_unit_counts_by_its_value(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        dozen.active = True
        order = self._make_order({self.bolt: 2})
        order.order_line.product_uom_id = dozen
        order.action_confirm()
        self.assertEqual(self._terms(), {"ordered": 216})
        self._deliver(order, {self.bolt: 12})
        self._invoice(order)
        self.assertEqual(self._terms(), {"ordered": 108, "receivable": 108})

    def test_other_currencies_are_converted_once_at_todays_rate(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        rate = self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 0.5, "company_id": self.env.company.id}
        )
        self.limit.write({"currency_id": euro.id, "amount": 300, "reason": "Billed in euro"})
        self._confirmed(20)
        self.assertEqual(self._terms(), {"ordered": 90})
        rate.rate = 2
        self.assertEqual(self._terms(), {"ordered": 360})
        self.assertEqual(self._exposure().available, -60)

    def test_currency_without_a_rate_is_refused_and_its_orders_are_held(self):
        money = self.env["res.currency"].create({"name": "XQX", "symbol": "x"})
        with self.assertRaisesRegex(ValidationError, "no exchange rate for XQX"):
            self._limit(self._make_account("Other", "O-1"), 10, currency_id=money.id)
        pricelist = self.env["product.pricelist"].create({"name": "X", "currency_id": money.id})
        self.account.property_product_pricelist = pricelist
        order = self._confirmed(20)
        self.assertEqual(order.currency_id, money)
        self.assertHeldFor(order, "credit_limit")
        self.assertIn("no exchange rate", order.b2b_hold_reason)

    def test_another_company_has_its_own_exposure_and_limit(self):
        other = self.env["res.company"].create({"name": "Second company"})
        self._limit(self.account, 10, company_id=other.id)
        self._confirmed(20)
        pairs = {(self.account, self.env.company), (self.account, other)}
        standings = self.env["b2b.credit.standing"]._of_accounts(pairs)
        self.assertEqual(standings[self.account, self.env.company].exposure, 180)
        self.assertEqual(standings[self.account, other].exposure, 0)

    def test_many_accounts_cost_as_many_queries_as_one(self):
        accounts = [self._make_account(f"A{n}", f"A-{n}") for n in range(12)]
        for account in accounts:
            self._limit(account, 100)

        def queries(some):
            pairs = {(account, self.env.company) for account in some}
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["b2b.credit.standing"]._of_accounts(pairs)
            return self.cr.sql_log_count - before

        queries(accounts)
        self.assertEqual(queries(accounts[:1]), queries(accounts))

    def test_odoos_own_limit_counts_where_there_is_none_of_ours(self):
        self.limit.unlink()
        self.env.company.account_use_credit_limit = True
        self.account.credit_limit = 100
        order = self._confirmed(20)
        self.assertHeldFor(order, "credit_limit")
        self.account.credit_limit = 180
        self._look_again()
        self.assertReleased(order)


@tagged("post_install", "-at_install")
class TestCreditLimit(CreditCase):
    """No order passes the limit but by a recorded decision."""

    def test_exactly_at_the_limit_passes_and_a_cent_more_is_held(self):
        self.limit.write({"amount": 180, "reason": "Test"})
        self.assertReleased(self._confirmed(20))
        self.assertHeldFor(self._confirmed(12), "credit_limit")
        self.limit.write({"amount": 287.99, "reason": "Test"})
        self.assertHeldFor(self._confirmed(12), "credit_limit")
        self.limit.write({"amount": 288, "reason": "Test"})
        self.assertReleased(self._confirmed(12))
        self.assertPromisesHold()

    def test_no_credit_is_not_no_limit(self):
        for kind, held in (("none", True), ("unlimited", False)):
            account = self._make_account(kind, kind)
            self._limit(account, 0, kind=kind)
            self.assertEqual(self._confirmed(20, account=account).b2b_state == "held", held)
        stranger = self._make_account("Without a row", "W-1")
        self.assertReleased(self._confirmed(2000 // 9, account=stranger))
        self.assertPromisesHold()

    def test_orders_of_one_batch_share_the_room(self):
        orders = self.env["sale.order"].concat(
            *(self._make_order({self.bolt: 20}) for _n in range(4))
        )
        other = self._make_order({self.bolt: 20}, account=self._make_account("Other", "O-1"))
        (orders | other).action_confirm()
        self.assertEqual(orders.mapped("b2b_state"), ["released"] * 2 + ["held"] * 2)
        self.assertReleased(other)
        self.assertHeldFor(orders[3], "credit_limit")
        self.assertPromisesHold()

    def test_order_held_for_something_else_takes_no_room_in_a_batch(self):
        first = self._make_order({self.bolt: 40})
        first.order_line.b2b_row_problem = "Row 1: unclear"
        second = self._make_order({self.bolt: 40})
        (first | second).action_confirm()
        self.assertHeldFor(first, "document")
        self.assertReleased(second)

    def test_held_orders_reserve_where_the_limit_says_so(self):
        first = self._make_order({self.bolt: 40})
        first.order_line.b2b_row_problem = "Row 1: unclear"
        first.action_confirm()
        self.limit.write({"reserve_held": True, "reason": "Test"})
        second = self._confirmed(40)
        self.assertHeldFor(second, "credit_limit")
        self.assertEqual(self._exposure().terms, {"held": 360})
        first.action_cancel()
        self._look_again()
        self.assertReleased(second)

    def test_accounts_may_share_one_limit(self):
        sister = self._make_account("Sister", "S-1")
        self._limit(sister, shared_with_id=self.limit.id)
        self.assertReleased(self._confirmed(40))
        self.assertHeldFor(self._confirmed(20, account=sister), "credit_limit")
        self.assertReleased(self._confirmed(15, account=sister))
        with self.assertRaisesRegex(ValidationError, "one step"):
            third = self._limit(self._make_account("Third", "T-1"))
            third.write({"shared_with_id": sister.b2b_credit_limit_ids.id, "reason": "Test"})
        self.assertPromisesHold()

    def test_expired_limit_holds_by_itself(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        self.limit.write({"valid_until": yesterday, "reason": "Yearly review"})
        order = self._confirmed(20)
        self.assertHeldFor(order, "credit_expired")
        self.limit.write({"valid_until": fields.Date.today(), "reason": "Reviewed"})
        self._look_again()
        self.assertReleased(order)

    def test_temporary_extra_counts_until_its_last_day(self):
        today = fields.Date.today()
        self.limit.write({"extra_amount": 100, "extra_until": today, "reason": "Season"})
        self.assertReleased(self._confirmed(60))
        self.limit.write({"extra_until": today - timedelta(days=1), "reason": "Season over"})
        self.assertEqual(self._exposure().ceiling, 500)

    def test_change_needs_a_reason_and_is_kept_with_who_and_why(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self.limit.amount = 600
        self.limit.write({"amount": 600, "reason": "Good payer"})
        change = self.limit.change_ids.sorted("id")[-1]
        self.assertIn("500.00", change.before)
        self.assertIn("600.00", change.after)
        self.assertEqual((change.reason, change.create_uid), ("Good payer", self.env.user))
        with self.assertRaises(UserError):
            change.reason = "Nobody knows"

    def test_prepaid_accounts_need_no_limit(self):
        self.account.b2b_prepaid = "yes"
        order = self._confirmed(100)
        self.assertReleased(order)
        self.assertEqual(order.invoice_ids.state, "posted")
        self.assertEqual(order.invoice_ids.amount_total, 900)
        self.assertTrue(order.b2b_is_stopped)
        picking = order.picking_ids
        self.assertIn("900.00", picking.b2b_stop_reason)
        result = picking.button_validate()
        self.assertEqual(result["tag"], "display_notification")
        with self.assertRaisesRegex(UserError, "stopped"):
            picking._action_done()
        self._pay(order.invoice_ids)
        self._look_again()
        self.assertFalse(order.b2b_is_stopped)
        self._deliver(order)
        self.assertEqual(picking.state, "done")
        self.assertEqual(order.b2b_state, "closed")
        self.assertPromisesHold()

    # === OVERDUE === #

    def _overdue_invoice(self, days, account=None):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (account or self.account).id,
                "invoice_date": fields.Date.today() - timedelta(days=days),
                "invoice_payment_term_id": False,
                "invoice_date_due": fields.Date.today() - timedelta(days=days),
                "invoice_line_ids": [
                    Command.create({"name": "Old", "price_unit": 50, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        return invoice

    def test_overdue_invoices_hold_by_days_and_amount(self):
        self._overdue_invoice(10)
        policy = self._policy("overdue")
        cases = ((9, 0, True), (10, 0, False), (9, 49.99, True), (9, 50, False))
        for days, amount, held in cases:
            policy.write({"days": days, "amount": amount})
            self.assertEqual(bool(self._found(self._make_order())), held, (days, amount))

    def test_overdue_is_net_of_money_on_account_and_without_disputes(self):
        invoice = self._overdue_invoice(30)
        order = self._make_order()
        self.assertEqual(self._found(order), ["overdue"])
        invoice.payment_state = "blocked"
        self.assertEqual(self._found(order), [])
        invoice.payment_state = "not_paid"
        self.env["account.payment"].create(
            {"partner_id": self.account.id, "payment_type": "inbound", "amount": 50}
        ).action_post()
        self.env.flush_all()
        self.assertEqual(self._found(order), [])

    # === HOLDS CLEAR THEMSELVES === #

    def test_payment_lets_the_oldest_go_as_far_as_the_credit_reaches(self):
        first = self._confirmed(50)
        self._deliver(first)
        invoice = self._invoice(first)
        waiting = self.env["sale.order"].concat(*(self._confirmed(20) for _n in range(3)))
        self.assertEqual(waiting.mapped("b2b_state"), ["held"] * 3)
        urgent = self._confirmed(20)
        urgent.b2b_priority = "1"
        self._pay(invoice)
        cron = self.env.ref("b2b_oms.cron_look_again")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))
        self._look_again()
        self.assertReleased(urgent)
        self.assertEqual(waiting.mapped("b2b_state"), ["released", "held", "held"])
        self.assertPromisesHold()

    def test_cancelled_order_and_raised_limit_let_held_orders_go(self):
        first, second, third = self._confirmed(50), self._confirmed(20), self._confirmed(50)
        first._action_cancel()
        self._look_again()
        self.assertReleased(second)
        self.assertHeldFor(third, "credit_limit")
        self.limit.write({"amount": 630, "reason": "Good payer"})
        self._look_again()
        self.assertReleased(third)
        self.assertPromisesHold()

    def test_payment_reversed_after_the_release_stops_the_delivery_at_picking(self):
        self._policy("credit_limit").at_picking = True
        first = self._confirmed(50)
        self._deliver(first)
        invoice = self._invoice(first)
        second = self._confirmed(50)
        self._pay(invoice)
        self._look_again()
        self.assertReleased(second)
        (invoice.line_ids.matched_credit_ids | invoice.line_ids.matched_debit_ids).unlink()
        payments = self.env["account.payment"].search([("partner_id", "=", self.account.id)])
        payments.action_draft()
        payments.action_cancel()
        result = second.picking_ids.button_validate()
        self.assertEqual(result["tag"], "display_notification")
        self.assertTrue(second.b2b_is_stopped)
        self.assertNotEqual(second.picking_ids.state, "done")
        self.limit.write({"amount": 900, "reason": "We trust them"})
        self._look_again()
        self.assertFalse(second.b2b_is_stopped)
        self._deliver(second)
        self.assertEqual(second.picking_ids.state, "done")
        self.assertPromisesHold()

    def test_manual_stop_outranks_the_arithmetic(self):
        order = self._confirmed(60)
        order.action_b2b_stop("Ask their new owner first")
        self.assertHeldFor(order, "credit_limit", "manual")
        self.limit.write({"amount": 1000, "reason": "Test"})
        self._look_again()
        self.assertHeldFor(order, "manual")
        self.assertIn("new owner", order.b2b_hold_reason)
        order.b2b_hold_ids.filtered(lambda h: h.state == "open").action_release("Spoke to them")
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_manual_stop_of_a_released_order_stops_its_delivery(self):
        order = self._confirmed(20)
        with self.assertRaisesRegex(UserError, "Say why"):
            order.action_b2b_stop(" ")
        order.action_b2b_stop("Wrong goods, they say")
        self.assertEqual(order.b2b_state, "released")
        self.assertTrue(order.b2b_is_stopped)
        picking = order.picking_ids
        self.assertEqual(picking.button_validate()["tag"], "display_notification")
        self.assertNotEqual(picking.state, "done")
        order.b2b_hold_ids.action_release("Right after all")
        self.assertFalse(order.b2b_is_stopped)
        order.action_b2b_stop("Wrong goods, they say")
        self.assertTrue(order.b2b_is_stopped, "the same words again are a new stop")

    # === ORDERS THAT GROW === #

    def test_released_order_cannot_grow_over_the_limit(self):
        order = self._confirmed(50)
        line = order.order_line
        for vals in ({"product_uom_qty": 56}, {"price_unit": 10.01}):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "over the limit"),
                self.env.cr.savepoint(),
            ):
                line.write(vals)
        with self.assertRaisesRegex(UserError, "over the limit"), self.env.cr.savepoint():
            order.order_line = [Command.create({"product_id": self.bolt.id, "product_uom_qty": 10})]
        line.product_uom_qty = 55
        self.assertEqual(sum(order.picking_ids.move_ids.mapped("product_uom_qty")), 55)
        line.product_uom_qty = 5
        self.assertPromisesHold()

    def test_cancel_order_again_and_reopen_does_not_pass_the_limit(self):
        first = self._confirmed(50)
        first._action_cancel()
        second = self._confirmed(50)
        self.assertReleased(second)
        first.action_draft()
        first.action_confirm()
        self.assertHeldFor(first, "credit_limit")
        self.assertPromisesHold()

    # === RIGHTS === #

    def test_release_of_a_credit_hold_is_for_the_credit_controller(self):
        order = self._confirmed(60)
        hold = order.b2b_hold_ids
        for groups in ("sales_team.group_sale_salesman_all_leads", "b2b_oms.group_order_desk"):
            user = self._make_user(groups, groups)
            with self.assertRaisesRegex(AccessError, "Credit controller"):
                hold.with_user(user).action_release("Please")
            with self.assertRaises(AccessError):
                self.limit.with_user(user).write({"amount": 9999, "reason": "Please"})
        credit = self._make_user("b2b-credit", "b2b_oms.group_credit")
        hold.with_user(credit).action_release("Transfer seen")
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_controller_raises_the_limit_from_the_hold(self):
        order = self._confirmed(60)
        wizard = (
            self.env["b2b.credit.raise"]
            .with_context(active_model="b2b.order.hold", active_ids=order.b2b_hold_ids.ids)
            .create({"reason": "Transfer announced"})
        )
        self.assertEqual((wizard.limit_id, wizard.extra_amount), (self.limit, 40))
        wizard.action_raise()
        self._look_again()
        self.assertReleased(order)

    def test_controller_rejects_and_asks(self):
        order = self._confirmed(60, user_id=self._make_user("b2b-s", "base.group_user").id)
        holds = order.b2b_hold_ids
        answer = self.env["b2b.order.answer"].with_context(
            active_model="b2b.order.hold", active_ids=holds.ids
        )
        answer.create({"what": "ask", "reason": "Do they have a new bank?"}).action_do()
        self.assertEqual(order.activity_ids.user_id.login, "b2b-s")
        rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman_all_leads")
        with self.assertRaises(AccessError):
            answer.with_user(rep).create({"what": "reject", "reason": "No"}).action_do()
        answer.create({"what": "reject", "reason": "They are bankrupt"}).action_do()
        self.assertEqual((order.state, order.b2b_state), ("cancel", "cancelled"))
        self.assertIn(
            "bankrupt", order.message_ids[:2].mapped("body")[-1] + order.message_ids[0].body
        )

    # === ALERTS === #

    def test_near_limit_and_ending_limit_are_told_once(self):
        self.limit.write(
            {
                "user_id": self.env.user.id,
                "valid_until": fields.Date.today() + timedelta(days=10),
                "reason": "Test",
            }
        )
        self._confirmed(50)  # 450 of 500
        for _n in range(2):
            self.env["b2b.credit.limit"]._cron_alert()
        self.assertEqual(
            sorted(self.limit.activity_ids.mapped("summary")),
            ["Credit limit ends", "Credit nearly used up"],
        )
        self.assertEqual(
            self.env["b2b.credit.limit"].search([("utilisation", ">=", 0.9)]), self.limit
        )

    # === PARTIAL RELEASE === #

    def test_what_fits_is_released_and_the_rest_waits_with_the_same_prices(self):
        self.pricelist.item_ids = [
            Command.create({"compute_price": "fixed", "fixed_price": 8.0, "min_quantity": 100,
                            "applied_on": "1_product",
                            "product_tmpl_id": self.bolt.product_tmpl_id.id})
        ]  # fmt: skip
        order = self._make_order({self.bolt: 100, self.nut: 10}, client_order_ref="PO-8")
        order.order_line[1].price_unit = 3.6
        order.action_confirm()
        self.assertHeldFor(order, "credit_limit")
        wizard = (
            self.env["b2b.partial.release"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({})
        )
        self.assertEqual(wizard.line_ids.mapped("quantity"), [62, 1])
        self.assertEqual((wizard.room, round(wizard.total, 2)), (500, 499.6))
        wizard.action_release()
        self.assertReleased(order)
        rest = order.b2b_part_ids
        self.assertHeldFor(rest, "credit_limit")
        self.assertEqual(rest.client_order_ref, "PO-8")
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [62, 1])
        self.assertEqual(rest.order_line.mapped("product_uom_qty"), [38, 9])
        self.assertEqual(set((order | rest).order_line.mapped("price_unit")), {8.0, 3.6})
        self._deliver(order)
        self._pay(self._invoice(order))
        self._look_again()
        self.assertReleased(rest)
        self.assertPromisesHold()

    def test_partial_release_keeps_whole_packs_and_refuses_nonsense(self):
        self.env["b2b.quantity.rule"].create(
            {"product_tmpl_id": self.bolt.product_tmpl_id.id, "multiple": 25}
        )
        order = self._confirmed(100)
        line = order.order_line
        self.assertEqual(order._b2b_fitting(), {line: 50})
        for quantity, message in (
            (0, "some of the order"),
            (100, "some of"),
            (101, "Release between"),
        ):
            with self.assertRaisesRegex(UserError, message):
                order._b2b_release_part({line: quantity})

    def test_day_on_which_receipts_free_the_credit(self):
        self._overdue_invoice(-5)  # due in five days
        company = self.env.company
        behaviour = self.env["b2b.payment.behaviour"]
        day = behaviour._day_when_freed(self.account, company, 50)
        self.assertEqual(day, fields.Date.today() + timedelta(days=5))
        self.assertFalse(behaviour._day_when_freed(self.account, company, 51))

    # === MASS CONFIRM === #

    def test_mass_confirm_of_many_names_every_held_order(self):
        orders = self.env["sale.order"]
        for number in range(200):
            account = self._make_account(f"Mass {number}", f"M-{number}")
            if number % 20 < 3:
                self._limit(account, 100)
            orders |= self._make_order({self.nut: 30}, account=account)
        orders.action_confirm()
        held = orders.filtered(lambda order: order.b2b_state == "held")
        self.assertEqual(len(held), 30)
        self.assertEqual(len(orders.filtered(lambda order: order.state == "sale")), 170)
        self.assertTrue(all("over the limit" in order.b2b_hold_reason for order in held))
        self.assertPromisesHold()
