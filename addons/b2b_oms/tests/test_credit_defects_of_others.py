from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .test_credit import CreditCase


@tagged("post_install", "-at_install")
class TestCreditDefectsOfOthers(CreditCase):
    """Credit control goes wrong in the same nine ways again and again. Ours does not.

    1. Two confirmations at once each see the same exposure; both pass. Here: every decision takes
       the account's turn (the race itself is run by ``tests/concurrency``).
    2. Orders of one batch are each compared with the exposure before the batch; all pass.
    3. One order over the limit leaves the whole batch unconfirmed, behind a dialog.
    4. With several companies the figures of the last one are taken for all.
    5. An amount in a foreign currency is converted twice; the limit of a contact is not its
       account's.
    6. An online payment or a signature confirms past the limit, or leaves the order lying with
       nobody told.
    7. The override is a hidden button: whoever calls the method passes, and no trace is left.
    8. Down payments raise the exposure, and locked orders drop out of it.
    9. A confirmed order grows unseen; cancelling, ordering again and re-opening passes the limit.
    """

    def test_1_every_decision_takes_the_turn_of_the_account(self):
        Turn = self.env["b2b.account.turn"]
        before = Turn._of(self.account, self.env.company)
        self._confirmed(20)
        between = Turn._of(self.account, self.env.company)
        self._confirmed(60)
        self.assertLess(before, between)
        self.assertLess(between, Turn._of(self.account, self.env.company))

    def test_2_orders_of_one_batch_do_not_share_the_same_room(self):
        batch = self._make_order({self.bolt: 40}) | self._make_order({self.bolt: 40})
        batch.action_confirm()
        self.assertEqual(batch.mapped("b2b_state"), ["released", "held"])
        self.assertPromisesHold()

    def test_3_an_order_over_the_limit_keeps_no_other_back_and_opens_no_dialog(self):
        over, fine = self._make_order({self.bolt: 60}), self._make_order({self.bolt: 40})
        self.assertIs((over | fine).action_confirm(), True)
        self.assertHeldFor(over, "credit_limit")
        self.assertReleased(fine)

    def test_4_each_company_has_its_own_figures_whatever_companies_are_active(self):
        other = self.env["res.company"].create({"name": "Second company"})
        second = self._limit(self.account, 10, company_id=other.id)
        self._confirmed(20)
        for companies in (self.env.company | other, other | self.env.company):
            limits = (self.limit | second).with_context(allowed_company_ids=companies.ids)
            limits.invalidate_recordset()
            self.assertEqual(limits.mapped("exposure"), [180, 0])

    def test_5_foreign_amounts_are_converted_once_and_contacts_count_for_their_account(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 0.5, "company_id": self.env.company.id}
        )
        self.limit.write({"currency_id": euro.id, "amount": 200, "reason": "Billed in euro"})
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.account.id})
        euros = self.env["product.pricelist"].create({"name": "Euro", "currency_id": euro.id})
        order = self._make_order({self.bolt: 20}, account=branch, pricelist_id=euros.id)
        self.assertEqual(order.currency_id, euro)
        amount = order.amount_total
        order.action_confirm()
        self.assertReleased(order)
        self.assertAlmostEqual(self._exposure().exposure, amount)
        self.assertAlmostEqual(self.limit.exposure, amount)

    def test_6_payment_does_not_pass_the_limit_and_the_seller_hears_of_it(self):
        seller = self._make_user("b2b-sells", "sales_team.group_sale_salesman_all_leads")
        order = self._make_order({self.bolt: 100}, user_id=seller.id, prepayment_percent=0.1,
                                 require_payment=True)  # fmt: skip
        self._pay_online(order, 90)
        self.assertHeldFor(order, "credit_limit")
        self.assertEqual(order.activity_ids.user_id, seller)
        self.assertIn("paid online", order.activity_ids.note)

    def test_7_nobody_without_the_right_releases_and_every_release_leaves_a_trace(self):
        order = self._confirmed(60)
        hold = order.b2b_hold_ids
        rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman_all_leads")
        for attempt in (
            lambda: hold.with_user(rep).action_release("Please"),
            lambda: hold.with_user(rep).write({"state": "waived"}),
            lambda: get_public_method(hold.with_user(rep), "_waive"),
            lambda: get_public_method(order.with_user(rep), "_b2b_set_state"),
            lambda: self.limit.with_user(rep).write({"amount": 9999, "reason": "Please"}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        credit = self._make_user("b2b-credit", "b2b_oms.group_credit")
        hold.with_user(credit).action_release("Transfer seen")
        self.assertReleased(order)
        self.assertEqual((hold.resolved_by_id, hold.reason), (credit, "Transfer seen"))
        waived = order.b2b_event_ids.filtered(lambda event: event.kind == "waived")
        self.assertIn("Transfer seen", waived.message)
        self.assertEqual(waived.create_uid, credit)

    def test_8_down_payments_lower_the_exposure_and_locked_orders_stay_in_it(self):
        order = self._confirmed(20)
        order.action_lock()
        self.assertEqual(self._exposure().exposure, 180)
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids)
        invoice = wizard.create(
            {
                "advance_payment_method": "fixed",
                "fixed_amount": 50,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )._create_invoices(order)
        invoice.action_post()
        self.assertEqual(self._exposure().exposure, 180)
        self._pay(invoice)
        self.assertEqual(self._exposure().exposure, 130)

    def test_9_no_order_grows_or_comes_back_past_the_limit(self):
        first = self._confirmed(50)
        with self.assertRaisesRegex(UserError, "over the limit"), self.env.cr.savepoint():
            first.order_line.product_uom_qty = 56
        first._action_cancel()
        self.assertReleased(self._confirmed(50))
        first.action_draft()
        first.action_confirm()
        self.assertHeldFor(first, "credit_limit")
        self.assertPromisesHold()
