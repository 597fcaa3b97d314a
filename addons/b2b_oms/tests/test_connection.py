import time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..webhooks import signature
from .common import IntakeCase
from .webhook_receiver import Receiver


@tagged("post_install", "-at_install")
class TestConnection(IntakeCase):
    """A connected system: what is taken, what waits, who may set it up. Both ends over HTTP are in
    ``tests/concurrency/test_connected_systems.py``."""

    def setUp(self):
        super().setUp()
        self.env.company.b2b_feed = True
        self.connection = self.env["b2b.connection"].create(
            {
                "name": "Head office",
                "url": "https://erp.example.com",
                "token": "b2b_secret",
                "warehouse_id": self.warehouse.id,
                "part_ids": [
                    Command.create({"subject": subject, "truth": truth})
                    for subject, truth in (("accounts", "theirs"), ("stock", "theirs"),
                                           ("orders", "ours"))
                ],
            }
        )  # fmt: skip

    def _sync(self):
        # What was there before is there to stay.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        self.connection._sync()

    def _part(self, subject):
        return self.connection.part_ids.filtered(lambda part: part.subject == subject)

    def _take(self, subject, *rows):
        rows = [{"id": row["id"], "data": row} for row in rows]
        self.connection._acting()._take(self._part(subject), rows)
        return self.connection.link_ids.filtered(lambda link: link.subject == subject)

    def _account(self, number, **more):
        return {
            "id": number, "ref": f"E-{number}", "name": f"Account {number}", "status": "active",
            "tier": "TEST-GOLD", "street": "", "street2": "", "zip": "", "city": "Gary",
            "country": "US", "email": "", "phone": "", "vat": "", "ship_tos": [],
        } | more  # fmt: skip

    def _partner(self, number):
        return self.env["res.partner"].search([("ref", "=", f"E-{number}")])

    # === TAKING === #

    def test_a_record_that_cannot_be_taken_waits_with_its_reason_and_stops_no_other(self):
        links = self._take("accounts", self._account(1, tier="PEARL"), self._account(2))
        waiting = links.filtered("problem")
        self.assertEqual(waiting.problem, "There is not exactly one tier “PEARL” here.")
        self.assertEqual((waiting.external_id, self._partner(2).city), ("1", "Gary"))
        self.assertFalse(self._partner(1))
        self.tier.copy({"code": "PEARL", "name": "Pearl"})
        self.connection._acting()._try_waiting()
        self.assertEqual(self._partner(1).b2b_tier_id.code, "PEARL")
        self.assertFalse(waiting.problem)

    @mute_logger("odoo.addons.b2b_oms.connect.run")
    def test_a_record_in_another_shape_is_noted_and_stops_no_other(self):
        strange = {"id": 1, "ref": "E-1", "ship_tos": "none"}
        links = self._take("accounts", strange, self._account(2))
        self.assertIn("in a way we do not understand", links.filtered("problem").problem)
        self.assertTrue(self._partner(2))

    def test_the_same_record_again_makes_nothing_twice_and_changes_what_differs(self):
        self._take("accounts", self._account(1))
        partner = self._partner(1)
        partner.ref = "RENUMBERED"
        self._take("accounts", self._account(1, city="Erie"))
        self.assertEqual((partner.city, self.env["res.partner"].search_count(
            [("name", "=", "Account 1")])), ("Erie", 1))  # fmt: skip

    def test_fields_that_are_ours_are_not_taken(self):
        self._take("accounts", self._account(1))
        self._part("accounts").exception_ids = [Command.create({"field": "city", "truth": "ours"})]
        self._take("accounts", self._account(1, city="Erie", street="Rail Street"))
        self.assertEqual((self._partner(1).city, self._partner(1).street), ("Gary", "Rail Street"))

    def test_ship_tos_follow_by_their_number(self):
        store = {"id": 7, "ref": "S1", "name": "Store", "street": "", "zip": "", "city": "Gary",
                 "country": "US"}  # fmt: skip
        self._take("accounts", self._account(1, ship_tos=[store]))
        partner = self._partner(1)
        own = partner.create({"name": "Own dock", "parent_id": partner.id, "type": "delivery"})
        self._take("accounts", self._account(1, ship_tos=[store | {"city": "Erie"}]))
        self.assertEqual(partner.child_ids.filtered("ref").city, "Erie")
        self._take("accounts", self._account(1, ship_tos=[]))
        self.assertEqual(partner.child_ids, own)

    def test_stock_is_counted_so_that_as_much_is_free_and_promises_hold(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        stock = {"id": 5, "sku": "TEST-BOLT", "unit": "Units", "available": 30, "warehouses": []}
        self._take("stock", stock)
        free = self.env["b2b.availability"]._by_warehouse(self.bolt, self.warehouse, self.tier)
        self.assertEqual(free[self.bolt.id, self.warehouse.id], 30.0)
        self.assertEqual(self.bolt.qty_available, 50.0)
        (link,) = self._take("stock", stock | {"available": -1})
        self.assertEqual(link.problem, "More is reserved here than would be left.")
        self.assertPromisesHold()

    # === NOBODY THERE === #

    def test_a_system_that_is_down_is_shown_and_asked_again(self):
        receiver = Receiver()
        url = receiver.url("")
        receiver.close()
        self.connection.write({"allow_private": True, "url": url, "token": "b2b_x"})
        self._sync()
        since = self.connection.failing_since
        self.assertTrue(since and self.connection.last_error)
        self._sync()
        self.assertEqual(self.connection.failing_since, since)
        with self.assertRaises(UserError):
            self.connection.action_test()

    def test_an_answer_that_is_none_of_the_api_is_an_error_not_a_change(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        self.connection.write({"allow_private": True, "url": receiver.url("/ok"), "token": "b2b_x"})
        self._sync()
        self.assertTrue(self.connection.last_error)
        self.assertFalse(self.connection.link_ids)

    def test_a_private_address_is_not_talked_to(self):
        self.connection.write({"url": "https://127.0.0.1:9/", "token": "b2b_x"})
        self._sync()
        self.assertIn("not a public address", self.connection.last_error)

    # === SETTING UP === #

    def test_a_key_goes_to_no_other_address_than_it_was_entered_for(self):
        self.connection.url = "https://elsewhere.example.com"
        self.assertFalse(self.connection.token)

    def test_only_what_can_be_changed_over_there_can_be_ours(self):
        with self.assertRaisesRegex(ValidationError, "cannot be changed over there"):
            self._part("stock").truth = "ours"
        with self.assertRaisesRegex(ValidationError, "no such field"):
            self._part("stock").exception_ids = [Command.create({"field": "city"})]

    def test_giving_needs_the_change_feed(self):
        self.env.company.b2b_feed = False
        with self.assertRaisesRegex(ValidationError, "change feed must be on"):
            self.connection.copy({"url": "https://a.example.com", "part_ids": [
                Command.create({"subject": "orders", "truth": "ours"})]})  # fmt: skip

    def test_managers_set_up_and_nobody_else_sees_it(self):
        manager = self._make_user("boss", "b2b_oms.group_manager")
        mine = self.connection.with_user(manager)
        mine.name = "Books"
        with self.assertRaises(AccessError):
            mine.allow_private = True
        desk = self._make_user("clerk", "b2b_oms.group_order_desk")
        for act in (
            lambda: self.connection.with_user(desk).read(["url"]),
            lambda: self.connection.with_user(desk).read(["token"]),
            lambda: self.env["b2b.drift"].with_user(desk).search([]),
            lambda: self.env["b2b.connection.link"].with_user(desk).search([]),
            lambda: self.env["b2b.change"].with_user(desk).search([]),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_what_a_connection_does_is_not_callable_by_rpc(self):
        for method in ("_sync", "_take", "_give", "_repair", "_client"):
            with self.assertRaises(AccessError):
                get_public_method(self.env["b2b.connection"], method)


@tagged("post_install", "-at_install")
class TestWakeUp(HttpCase):
    """A webhook of the other system wakes the connection; nobody else can."""

    def test_only_a_fresh_message_signed_with_the_secret_wakes_it(self):
        secret, other = signature.new_secret(), signature.new_secret()
        connection = self.env["b2b.connection"].create(
            {"name": "Books", "url": "https://erp.example.com", "wake_secret": secret}
        )
        deaf = connection.copy({"url": "https://erp.example.com"})
        cron, now = self.env.ref("b2b_oms.cron_connections"), int(time.time())
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        for case, target, used, moment, expected in (
            ("good", connection, secret, now, 204),
            ("another secret", connection, other, now, 404),
            ("an hour old", connection, secret, now - 3600, 404),
            ("from the future", connection, secret, now + 3600, 404),
            ("no secret here", deaf, secret, now, 404),
        ):
            with self.subTest(case):
                marks = signature.headers(used, "msg_1", moment, b"{}")
                path = f"/b2b/connection/{target.id}/wake"
                answer = self.url_open(path, data=b"{}", headers=marks)
                self.assertEqual(answer.status_code, expected)
        for marks in ({}, {"webhook-timestamp": "soon", "webhook-signature": "v1,x"}):
            answer = self.url_open(
                f"/b2b/connection/{connection.id}/wake", data=b"{}", headers=marks
            )
            self.assertEqual(answer.status_code, 404)
        woken = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]) - triggers
        self.assertEqual(len(woken), 1)

    def test_a_secret_that_is_none_is_refused(self):
        with self.assertRaises(ValidationError):
            self.env["b2b.connection"].create(
                {"name": "B", "url": "https://erp.example.com", "wake_secret": "whsec_not base64"}
            )
