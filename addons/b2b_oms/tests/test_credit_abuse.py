from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import B2BCase

# One transparent point.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


class AbuseCase(B2BCase):
    """An account that may owe 500; a bolt costs it 9.00, no tax. A rep who would like more."""

    def setUp(self):
        super().setUp()
        self.bolt.taxes_id = False
        self._stock(self.bolt, 1000)
        self.limit = self.env["b2b.credit.limit"].create(
            {"account_id": self.account.id, "amount": 500}
        )
        self.rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman_all_leads")


@tagged("post_install", "-at_install")
class TestCreditAbuse(AbuseCase):
    """Every way in, tried on an order that must be held."""

    def _over(self, **vals):
        return self._make_order({self.bolt: 60}, user_id=self.rep.id, **vals)

    def test_status_cannot_be_written_past_the_checks(self):
        order = self._over().with_user(self.rep)
        for vals, error in (
            ({"b2b_state": "released"}, AccessError),
            ({"b2b_state": False}, AccessError),
            ({"b2b_stop_reason": False}, AccessError),
            ({"b2b_split_from_id": order.id}, AccessError),
            ({"state": "sale"}, UserError),
        ):
            with self.subTest(vals=vals), self.assertRaises(error), self.env.cr.savepoint():
                order.write(vals)
        order.action_confirm()
        self.assertHeldFor(order.sudo(), "credit_limit")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.write({"state": "sale"})
        self.assertPromisesHold()

    def test_order_cannot_be_made_confirmed(self):
        for vals, error in (
            ({"state": "sale"}, UserError),
            ({"b2b_state": "released"}, AccessError),
        ):
            with self.assertRaises(error), self.env.cr.savepoint():
                self.env["sale.order"].with_user(self.rep).create(
                    {
                        "partner_id": self.account.id,
                        "order_line": [
                            Command.create({"product_id": self.bolt.id, "product_uom_qty": 60})
                        ],
                    }
                    | vals
                )

    def test_customers_without_a_tier_are_written_as_odoo_does(self):
        walk_in = self.env["res.partner"].create({"name": "Walk-in"})
        order = self._make_order(account=walk_in, user_id=self.rep.id)
        order.with_user(self.rep).write({"state": "sale"})
        self.assertEqual(order.state, "sale")

    def test_full_payment_of_a_held_order_is_taken_and_leaves_it_held_for_other_reasons(self):
        order = self._over(require_payment=True)
        order.order_line.b2b_row_problem = "Row 1: unclear"
        order.action_confirm()
        self.assertHeldFor(order, "credit_limit", "document")
        mails = self._mails(order)
        transaction = self._pay_online(order, order.amount_total)
        self.assertEqual(order.amount_paid, 540)
        self.assertHeldFor(order, "document")
        self.assertEqual(transaction.sale_order_ids, order)
        self.assertEqual(order.activity_ids.user_id, self.rep)
        self.assertGreater(self._mails(order), mails, "the buyer hears that the payment arrived")
        order.order_line.b2b_row_problem = False
        order.action_confirm()
        self.assertReleased(order)
        self.assertPromisesHold()

    def _mails(self, order):
        return self.env["mail.mail"].sudo().search_count(
            [("model", "=", "sale.order"), ("res_id", "=", order.id)]
        )  # fmt: skip

    def test_limit_of_the_orders_company_counts_whatever_company_the_user_is_in(self):
        other = self.env["res.company"].create({"name": "Second company"})
        self.env.user.company_ids += other
        self.env["b2b.credit.limit"].create(
            {"account_id": self.account.id, "company_id": other.id, "amount": 1}
        )
        here = self._make_order({self.bolt: 20})
        self.pricelist.company_id = False
        self.account.with_company(other).b2b_tier_id = self.tier
        there = self.env["sale.order"].with_company(other).create(
            {
                "partner_id": self.account.id,
                "company_id": other.id,
                "order_line": [Command.create({"name": "Advice", "price_unit": 200,
                                               "product_id": self._service().id})],
            }
        )  # fmt: skip
        both = (here | there).with_context(allowed_company_ids=[other.id, self.env.company.id])
        both.action_confirm()
        self.assertReleased(here)
        self.assertHeldFor(there, "credit_limit")
        self.assertPromisesHold()

    def _service(self):
        return self.env["product.product"].create(
            {"name": "Advice", "type": "service", "list_price": 200, "taxes_id": False}
        )

    def test_cents_of_rounding_neither_hold_nor_pass(self):
        third = self._make_product("Third", "TEST-THIRD", 33.335 / 0.9, on_hand=100, taxes_id=False)
        first = self._make_order({third: 3})  # 3 × 33.335 = 100.005, which a document rounds
        self.limit.write({"amount": first.amount_total, "reason": "Exactly"})
        first.action_confirm()
        self.assertReleased(first)
        second = self._make_order({self.bolt: 12})
        self.limit.write({"amount": first.amount_total + 107.99, "reason": "A cent short"})
        second.action_confirm()
        self.assertHeldFor(second, "credit_limit")
        self.limit.write({"amount": first.amount_total + 108, "reason": "Exactly"})
        second.action_confirm()
        self.assertReleased(second)
        self.assertPromisesHold()


@tagged("post_install", "-at_install")
class TestCreditAbuseByHttp(AbuseCase, HttpCase):
    """The same through the doors that are open to the network."""

    def test_signature_of_a_held_order_is_kept_and_its_seller_hears_of_it(self):
        order = self._make_order({self.bolt: 60}, user_id=self.rep.id, require_signature=True,
                                 require_payment=False)  # fmt: skip
        order.action_confirm()
        self.assertHeldFor(order, "credit_limit")
        order.state = "sent"
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {"access_token": order._portal_ensure_token(), "name": "Ann", "signature": SIGNATURE},
        )
        self.assertNotIn("error", answer)
        self.assertEqual((order.b2b_state, order.state), ("held", "sent"))
        self.assertEqual(order.signed_by, "Ann")
        self.assertEqual(order.activity_ids.user_id, self.rep)
        self.assertIn("over the limit", order.activity_ids.note)

    @mute_logger("odoo.http")
    def test_confirming_by_rpc_holds_and_releasing_by_rpc_is_refused(self):
        order = self._make_order({self.bolt: 60}, user_id=self.rep.id)
        self.authenticate("b2b-rep", "b2b-rep")
        self._call(order, "action_confirm")
        self.assertHeldFor(order, "credit_limit")
        with self.assertRaisesRegex(JsonRpcException, "AccessError"):
            self._call(order.b2b_hold_ids, "action_release", "Please")
        with self.assertRaises(JsonRpcException):
            self._call(order, "_b2b_set_state", "released", "Please")
        with self.assertRaisesRegex(JsonRpcException, "AccessError"):
            self._call(order, "write", {"b2b_state": "released"})
        self.assertHeldFor(order, "credit_limit")

    def _call(self, records, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{records._name}/{method}",
            {"model": records._name, "method": method, "args": [records.ids, *args], "kwargs": {}},
        )
