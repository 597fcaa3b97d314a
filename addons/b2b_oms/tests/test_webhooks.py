"""What other systems are told, in which order, and what happens when they do not listen."""

from contextlib import suppress
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.b2b_webhook_delivery import PATIENCE
from ..webhooks import signature
from .common import IntakeCase
from .webhook_receiver import Receiver


class WebhookCase(IntakeCase):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)

    def _webhook(self, kinds=None, path="/ok", **vals):
        """Told of the kinds that begin with one of these; None: of all."""
        every = self.env["b2b.webhook.kind"].search([])
        wanted = every.filtered(lambda kind: kinds is None or kind.code.startswith(tuple(kinds)))
        return self.env["b2b.webhook"].create(
            {
                "name": "Test",
                "url": self.receiver.url(path),
                "allow_private": True,
                "kind_ids": [Command.set(wanted.ids)],
            }
            | vals
        )

    def _deliver_messages(self):
        self.env["b2b.webhook.delivery"]._cron_deliver()

    def _told(self, path="/ok"):
        self._deliver_messages()
        return [message["type"] for message in self.receiver.messages(path)]


@tagged("post_install", "-at_install")
class TestWebhooks(WebhookCase):
    def test_life_of_an_order_is_told_in_order(self):
        self._webhook(["order."])
        order = self._make_order()
        order.action_confirm()
        self._deliver(order)
        invoice = self._invoice(order)
        self._pay(invoice)
        told = self._told()
        of_order = [m["type"] for m in self.receiver.messages() if m["subject"].startswith("order")]
        self.assertEqual(
            of_order,
            [
                "order.received",
                "order.released",
                "order.allocated",
                "order.shipped",
                "order.closed",
            ],
        )
        self.assertEqual([t for t in told if t not in of_order], ["order.invoiced", "order.paid"])
        numbers = [
            m["sequence"] for m in self.receiver.messages() if m["subject"] == f"order:{order.id}"
        ]
        self.assertEqual(numbers, sorted(numbers))

    def test_held_order_tells_why(self):
        self._webhook(["order.held"])
        self._webhook(["order.held"], path="/other", account_id=self.account.id)
        self._make_order({self.bolt: 2}).action_confirm()
        self._told()
        (ours,), (theirs,) = self.receiver.messages("/ok"), self.receiver.messages("/other")
        self.assertEqual(ours["data"]["holds"][0]["code"], "minimum_order")
        self.assertIn("100", ours["data"]["holds"][0]["message"])
        self.assertEqual(theirs["data"]["holds"][0]["message"], "Minimum order value")
        self.assertEqual(ours["data"]["order"]["account"]["ref"], "N-100")

    def test_backorder_and_cancellation_are_told(self):
        self._webhook(["order.backordered", "order.allocated", "order.cancelled"])
        order = self._make_order({self.bolt: 120})
        order.action_confirm()
        order.action_cancel()
        self.assertEqual(self._told(), ["order.allocated", "order.backordered", "order.cancelled"])
        self.assertEqual(self.receiver.messages()[1]["data"]["allocations"][0]["quantity"], 20)

    def test_stock_prices_and_accounts_are_told(self):
        self._webhook(["stock.", "price.", "account."])
        self._deliver_messages()
        cases = (
            ("stock.changed", lambda: self._stock(self.bolt, 5)),
            ("price.changed", lambda: self.pricelist.item_ids.write({"percent_price": 12})),
            ("price.changed", lambda: self.bolt.write({"list_price": 11})),
            ("account.changed", lambda: self.account.write({"street": "1 Elm"})),
            ("account.changed", lambda: self.env["b2b.credit.limit"].create(
                {"account_id": self.account.id, "amount": 500})),
            ("account.changed", lambda: self.account.child_ids.create(
                {"name": "Dock", "parent_id": self.account.id, "type": "delivery"})),
        )  # fmt: skip
        for kind, act in cases:
            with self.subTest(kind):
                self.receiver.taken.clear()
                act()
                self.env.flush_all()
                self.assertIn(kind, self._told())

    def test_account_is_told_of_itself_only(self):
        other = self._make_account("Southside", "S-200")
        self._webhook(["order.received"], account_id=self.account.id)
        self._make_order(account=other)
        self._make_order()
        self._told()
        self.assertEqual([m["data"]["order"]["account"]["ref"] for m in self.receiver.messages()],
                         ["N-100"])  # fmt: skip

    def test_nothing_is_told_of_what_was_undone(self):
        self._webhook(["order."])
        with suppress(ZeroDivisionError), self.env.cr.savepoint():
            self._make_order()
            raise ZeroDivisionError
        self.assertEqual(self._told(), [])

    def test_nobody_listening_costs_no_query(self):
        order, location = self._make_order(), self.warehouse.lot_stock_id
        announcer = self.env["b2b.announcer"]
        location.mapped("company_id.id"), order.mapped("b2b_account_id.id")
        announcer._order_state(order, "received")
        with self.assertQueryCount(0):
            announcer._order_state(order, "received")
            announcer._stock(self.bolt, location)
            announcer._accounts(self.account, {"name"})
        self.assertFalse(self.env["b2b.webhook.delivery"].search_count([]))

    def test_message_is_signed_over_id_time_and_body(self):
        webhook = self._webhook(["order.received"])
        self._make_order()
        self._told()
        _path, headers, body, _at = self.receiver.taken[0]
        told = {name.lower(): value for name, value in headers.items()}
        expected = signature.headers(
            webhook.secret, told["webhook-id"], int(told["webhook-timestamp"]), body
        )
        self.assertEqual(told["webhook-signature"], expected["webhook-signature"])
        self.assertEqual(told["content-type"], "application/json")

    # === WHO DOES NOT LISTEN === #

    def test_failed_message_holds_back_those_about_the_same_order_only(self):
        webhook = self._webhook(["order.received", "order.released"])
        first = self._make_order()
        self.receiver.failing = True
        self._deliver_messages()
        self.receiver.failing = False
        first.action_confirm()
        second = self._make_order()
        self.receiver.taken.clear()
        self.assertEqual(self._told(), ["order.received"])
        self.assertEqual(self.receiver.messages()[0]["subject"], f"order:{second.id}")
        self.assertFalse(webhook.failing_since)
        self._time_has_come()
        self.receiver.taken.clear()
        self.assertEqual(self._told(), ["order.received", "order.released"])
        log = webhook.delivery_ids.sorted("id")[0].attempt_ids.sorted("id")
        self.assertEqual(log.mapped("status"), [500, 200])

    def _time_has_come(self):
        waiting = self.env["b2b.webhook.delivery"].search([("state", "=", "waiting")])
        waiting.next_try = fields.Datetime.now() - timedelta(seconds=1)

    def test_receiver_that_fails_for_days_is_given_up_and_can_be_replayed(self):
        webhook = self._webhook(["order.received"], path="/ok")
        self.receiver.failing = True
        self._make_order()
        waits = []
        for _try in range(len(PATIENCE) + 1):
            self._deliver_messages()
            delivery = webhook.delivery_ids
            waits.append(delivery.next_try - fields.Datetime.now())
            self._time_has_come()
        self.assertGreater(sum(PATIENCE, timedelta()), timedelta(days=1))
        self.assertEqual(waits[:-1], sorted(waits[:-1]))
        self.assertEqual((delivery.state, delivery.tries), ("dead", len(PATIENCE) + 1))
        self.assertEqual(len(delivery.attempt_ids), len(PATIENCE) + 1)
        self.assertTrue(webhook.failing_since)
        self.assertIn("500", webhook.last_error)
        self._deliver_messages()
        self.assertEqual(len(self.receiver.taken), len(PATIENCE) + 1)  # nobody tries any more
        self.receiver.failing = False
        webhook.action_replay_dead()
        self._deliver_messages()
        self.assertEqual(delivery.state, "delivered")
        ids = {headers["webhook-id"] for _path, headers, _body, _at in self.receiver.taken}
        self.assertEqual(len(ids), 1)  # the receiver can tell that it is the same
        self.assertFalse(webhook.failing_since)

    def test_given_up_message_lets_the_next_go(self):
        webhook = self._webhook(["order.received", "order.released"])
        self.receiver.failing = True
        order = self._make_order()
        self._deliver_messages()
        order.action_confirm()
        webhook.delivery_ids.filtered("tries").action_give_up()
        self.receiver.failing = False
        self.receiver.taken.clear()
        self.assertEqual(self._told(), ["order.released"])

    def test_slow_receiver_holds_up_nobody_else(self):
        self._webhook(["order.received"], path="/slow")
        self._webhook(["order.received"], path="/other")
        for _n in range(6):
            self._make_order()
        self._deliver_messages()
        other = [at for path, _h, _b, at in self.receiver.taken if path == "/other"]
        slow = [at for path, _h, _b, at in self.receiver.taken if path == "/slow"]
        self.assertEqual((len(other), len(slow)), (6, 6))
        self.assertLess(max(other), min(slow) + 1.4)  # before the first slow answer came

    def test_redirecting_and_private_receivers_are_logged_as_such(self):
        redirecting = self._webhook(["order.received"], path="/redirect")
        private = self._webhook(["order.received"], url="https://127.0.0.1/", allow_private=False)
        self._make_order()
        self._deliver_messages()
        self.assertEqual(redirecting.delivery_ids.attempt_ids.answer, "Redirects are not followed.")
        self.assertIn("not a public address", private.delivery_ids.attempt_ids.answer)
        self.assertEqual(self.receiver.messages("/ok"), [])

    def test_archived_webhook_waits(self):
        webhook = self._webhook(["order.received"])
        self._make_order()
        webhook.active = False
        self.assertEqual(self._told(), [])
        webhook.active = True
        self.assertEqual(self._told(), ["order.received"])

    def test_test_message_arrives(self):
        self._webhook(["order."]).action_ping()
        self.assertEqual(self._told(), ["webhook.ping"])

    # === RIGHTS === #

    def test_managers_may_not_reach_into_the_own_network(self):
        manager = self._make_user("boss", "b2b_oms.group_manager")
        Webhook = self.env["b2b.webhook"].with_user(manager)
        kinds = self.env["b2b.webhook.kind"].search([], limit=1)
        values = {"name": "X", "url": "https://example.com/", "kind_ids": [Command.set(kinds.ids)]}
        with self.assertRaises(AccessError):
            Webhook.create(values | {"allow_private": True})
        mine = Webhook.create(values)
        with self.assertRaises(AccessError):
            mine.write({"allow_private": True})
        with self.assertRaises(ValidationError):
            mine.write({"url": "http://example.com/"})
        inside = self._webhook(["order."])
        with self.assertRaises(AccessError):
            inside.with_user(manager).write({"url": "http://10.0.0.1/"})

    def test_desk_sees_neither_secrets_nor_messages(self):
        desk = self._make_user("clerk", "b2b_oms.group_order_desk")
        webhook = self._webhook(["order."])
        for act in (
            lambda: webhook.with_user(desk).read(["secret"]),
            lambda: webhook.with_user(desk).read(["url"]),
            lambda: self.env["b2b.webhook.delivery"].with_user(desk).search([]),
            lambda: self.env["b2b.api.key"].with_user(desk).search([]),
        ):
            with self.assertRaises(AccessError):
                act()
