from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestPeopleAccess(PortalCase):
    """Own, a colleague's, a foreign account's, an archived one: pages that carry an id."""

    def setUp(self):
        super().setUp()
        self.other = self._make_account("Southside Foods", "S-100")
        self.members = self._make_members()
        self.stranger = self._make_member("admin", self.other)

    def _things(self, user, account):
        """{kind: record} of an order above a limit, a standing order and a return of a login."""
        member = self.env["b2b.account.member"].search([("user_id", "=", user.id)])
        member.order_limit = 100
        order = self._make_order({self.bolt: 20}, account, b2b_orderer_id=user.id)
        order.action_confirm()
        standing = self.env["b2b.standing.order"].create(
            {
                "name": "Bolts",
                "account_id": account.id,
                "user_id": user.id,
                "start_date": date(2030, 1, 7),
                "line_ids": [Command.create({"product_id": self.bolt.id, "quantity": 5})],
            }
        )
        member.order_limit = 0
        delivered = self._make_order({self.bolt: 20}, account)
        delivered.action_confirm()
        self._deliver(delivered)
        asked = self.env["b2b.return.request"]._request(
            self._buyer(user), delivered, {delivered.order_line: (1, "faulty", "")}
        )
        asked.action_approve()
        return {
            "approvals/%d": order.b2b_buyer_approval_ids,
            "standing/%d": standing,
            "standing/%d/edit": standing,
            "returns/%d": asked,
            "returns/%d/photo/1": asked,
        }

    def test_who_opens_whose(self):
        things = self._things(self.members["buyer"], self.account)
        # What a role gets of things a colleague (the buyer) made.
        table = {
            "approvals/%d": {"viewer": 404, "buyer": 200, "approver": 200, "payable": 404, "admin": 200},
            "standing/%d": dict.fromkeys(self.members, 200),
            "standing/%d/edit": {"viewer": 403, "buyer": 200, "approver": 200, "payable": 403, "admin": 200},
            "returns/%d": dict.fromkeys(self.members, 200),
            "returns/%d/photo/1": dict.fromkeys(self.members, 404),
        }  # fmt: skip
        for role, user in self.members.items():
            self._login(user)
            for path, record in things.items():
                with self.subTest(role=role, path=path):
                    answer = self._get("/my/b2b/" + path % record.id)
                    self.assertEqual(answer.status_code, table[path][role])
        self._login(self.stranger)
        for path, record in things.items():
            with self.subTest(role="stranger", path=path):
                self.assertEqual(self._get("/my/b2b/" + path % record.id).status_code, 404)

    def test_posts_of_strangers_change_nothing(self):
        things = self._things(self.members["buyer"], self.account)
        ask, standing = things["approvals/%d"], things["standing/%d"]
        self._login(self.stranger)
        for path, data in (
            (f"approvals/{ask.id}/decide", {"decision": "approved", "seen": ask._seen()}),
            (f"standing/{standing.id}", {"todo": "end"}),
            (f"standing/{standing.id}/edit", {"name": "Mine"}),
        ):
            with self.subTest(path):
                self.assertEqual(self._post(f"/my/b2b/{path}", **data).status_code, 404)
        self.assertEqual((ask.state, standing.active, standing.name), ("pending", True, "Bolts"))
        order = ask.order_id
        answer = self._post("/my/b2b/returns/new", order=str(order.id))
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self._get(f"/my/b2b/standing/new?order={order.id}").status_code, 200)
        self.assertNotIn("TEST-BOLT", self._get(f"/my/b2b/standing/new?order={order.id}").text)

    def test_archived_login_and_archived_account_open_nothing(self):
        self._login(self.members["admin"])
        self.members["admin"].active = False
        self.env.flush_all()
        self.assertIn("/web/login", self._get("/my/b2b/colleagues").headers["Location"])
        self._login(self.members["buyer"])
        self.account.b2b_tier_id = False
        self.assertEqual(self._get("/my/b2b/standing").status_code, 303)

    def test_second_click_skips_one_date_only(self):
        standing = self._things(self.members["buyer"], self.account)["standing/%d"]
        self._login(self.members["buyer"])
        due = standing.due_date.isoformat()
        for _click in range(2):
            self._post(f"/my/b2b/standing/{standing.id}", todo="skip", due=due)
        self.assertEqual(len(standing.run_ids), 1)

    def test_new_models_are_closed_to_portal_logins_by_rpc(self):
        for model in (
            "b2b.account.member", "b2b.buyer.approval", "b2b.buyer.notice", "b2b.notice.choice",
            "b2b.return.line", "b2b.return.request", "b2b.standing.line", "b2b.standing.order",
            "b2b.standing.run", "b2b.customer.part", "b2b.cart", "b2b.cart.line",
        ):  # fmt: skip
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(model=model, operation=operation):
                    record = self.env[model].with_user(self.members["admin"])
                    self.assertFalse(record.has_access(operation))
