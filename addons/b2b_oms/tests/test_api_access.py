"""Who may what: keys, scopes, accounts, and what is wrong with a request."""

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..api.body import MOST_BYTES
from .api_common import ALL, ApiCase


@tagged("post_install", "-at_install")
class TestApiAccess(ApiCase):
    # === KEYS === #

    def test_bad_keys_are_refused(self):
        expired = self._token(expires_on=fields.Datetime.now() - timedelta(seconds=1))
        archived = self._key()
        archived_token = archived._issue()
        archived.active = False
        rotated = self._key()
        old = rotated._issue()
        rotated._issue()
        for token, code in (
            ("", "bad_key"),
            ("nonsense", "bad_key"),
            (self.token[:-1] + ("A" if self.token[-1] != "A" else "B"), "bad_key"),
            (expired, "expired_key"),
            (archived_token, "bad_key"),
            (old, "bad_key"),
        ):
            with self.subTest(token[:8]):
                status, told, headers = self._call("GET", "/orders", token=token)
                self.assertEqual((status, told["code"]), (401, code))
                self.assertIn("WWW-Authenticate", headers)

    def test_key_of_a_user_who_left_is_refused(self):
        self.desk.active = False
        self.assertEqual(self._call("GET", "/orders")[0], 401)

    def test_managers_make_no_keys_that_act_as_somebody_else(self):
        manager = self._make_user("boss", "b2b_oms.group_manager")
        scopes = self.env["b2b.api.scope"].search([])
        values = {"name": "Mine", "scope_ids": [Command.set(scopes.ids)]}
        mine = self.env["b2b.api.key"].with_user(manager).create(values)
        self.assertEqual(mine.user_id, manager)
        self.assertEqual(self._call("GET", "/stock", token=mine._issue())[0], 200)
        with self.assertRaises(AccessError):
            mine.user_id = self.env.ref("base.user_admin")

    def test_secret_is_not_kept(self):
        key = self._key()
        token = key._issue()
        self.env.cr.execute(
            "SELECT row_to_json(k)::text FROM b2b_api_key k WHERE id = %s", [key.id]
        )
        self.assertNotIn(token.rsplit("_", 1)[1], self.env.cr.fetchone()[0])

    def test_key_works_for_its_users_companies_only(self):
        foreign = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(ValidationError):
            self._key(company_id=foreign.id)

    def test_requests_beyond_the_limit_wait(self):
        token = self._token(per_minute=3)
        statuses = [self._call("GET", "/stock", token=token)[0] for _n in range(4)]
        if 429 not in statuses:  # the minute ended in between
            statuses = [self._call("GET", "/stock", token=token)[0] for _n in range(4)]
        self.assertEqual(statuses[-1], 429)
        _status, told, headers = self._call("GET", "/stock", token=token)
        self.assertEqual(told["code"], "too_many")
        self.assertLessEqual(1, int(headers["Retry-After"]))
        self.assertEqual(headers["RateLimit-Remaining"], "0")
        self.assertEqual(self._call("GET", "/stock")[0], 200)  # others are not held up

    # === RIGHTS: ROLE x ROUTE x OWN OR FOREIGN === #

    def _records(self, account):
        """Own or foreign records of an account: {route: path}."""
        order = self._make_order({self.bolt: 20}, account=account, client_order_ref=account.ref)
        order.action_confirm()
        self.assertReleased(order)
        picking = self._deliver(order)
        invoice = self._invoice(order)
        again = self._make_order({self.bolt: 21}, account=account)
        again.action_confirm()
        intake = self._submit(self._po(f"PO-{account.ref}", account.ref), account=account)
        return {
            ("GET", "orders:read"): f"/orders/{again.id}",
            ("PATCH", "orders:write"): f"/orders/{again.id}",
            ("POST", "orders:write"): f"/orders/{again.id}/cancel",
            ("GET", "accounts:read"): f"/accounts/{account.id}",
            ("GET", "shipments:read"): f"/shipments/{picking.id}",
            ("GET", "invoices:read"): f"/invoices/{invoice.id}",
            ("GET", "intakes:read"): f"/intakes/{intake.id}",
        }

    def test_rights_by_role_route_and_owner(self):
        mine, theirs = self._records(self.account), self._records(self.other)
        none = self._token(scopes=("stock:read",))
        for (method, scope), own in mine.items():
            foreign = theirs[method, scope]
            body = {} if method != "GET" else None
            wrong_scope = self._token([code for code in ALL if code != scope])
            for role, token, path, expected in (
                ("company", self.token, own, 200),
                ("company", self.token, foreign, 200),
                ("buyer", self.buyer_token, own, 200),
                ("buyer", self.buyer_token, foreign, 404),
                ("other scopes", wrong_scope, own, 403),
                ("stock only", none, own, 403),
                ("nobody", "", own, 401),
            ):
                with self.subTest(role=role, method=method, path=path):
                    status, told, _headers = self._call(method, path, body, token=token)
                    self.assertEqual(status, expected, told)

    def test_lists_show_an_accounts_key_its_own_only(self):
        self._records(self.account), self._records(self.other)
        for path in ("/orders", "/shipments", "/invoices", "/intakes"):
            with self.subTest(path):
                _status, all_, _headers = self._call("GET", path)
                _status, own, _headers = self._call("GET", path, token=self.buyer_token)
                self.assertLess(0, len(own["data"]))
                self.assertLess(len(own["data"]), len(all_["data"]))
                refs = {row["account"]["ref"] for row in own["data"] if "account" in row}
                self.assertLessEqual(refs, {"N-100"})
        _status, accounts, _headers = self._call("GET", "/accounts", token=self.buyer_token)
        self.assertEqual([account["ref"] for account in accounts["data"]], ["N-100"])

    def test_buyers_key_orders_and_asks_for_its_account_only(self):
        items = {"items": [{"sku": "TEST-BOLT"}]}
        for path, body in (
            ("/orders", self._order_body()), ("/dry-run", self._order_body()), ("/prices", items),
            ("/stock", {"skus": ["TEST-BOLT"]}),
        ):  # fmt: skip
            with self.subTest(path):
                body = {key: value for key, value in body.items() if key != "account"}
                status, told, _headers = self._call("POST", path, body, token=self.buyer_token)
                self.assertIn(status, (200, 201), told)
                foreign = body | {"account": "S-200"}
                status, told, _headers = self._call("POST", path, foreign, token=self.buyer_token)
                self.assertEqual((status, told["code"]), (404, "unknown_account"))

    def test_buyers_learn_no_figures_of_ours(self):
        self._policy("margin").action = "hold"
        body = self._order_body(lines=[("TEST-BOLT", 2)])
        _status, told, _headers = self._call("POST", "/orders", body, token=self.buyer_token)
        messages = {hold["code"]: hold["message"] for hold in told["order"]["holds"]}
        self.assertEqual(messages, {"minimum_order": "Minimum order value"})

    def test_records_of_another_company_are_not_there(self):
        order = self._submitted()
        other = self.env["res.company"].create({"name": "Other"})
        self.desk.company_ids += other
        token = self._token(company_id=other.id)
        self.assertEqual(self._call("GET", f"/orders/{order.id}", token=token)[0], 404)
        self.assertEqual(self._call("GET", "/orders", token=token)[1]["data"], [])

    # === WRONG REQUESTS === #

    def test_each_wrong_field_is_named(self):
        body = {
            "number": 7,
            "colour": "red",
            "requested_date": "31.12.2030",
            "lines": [{"quantity": "12"}, {"sku": "A\u0000", "quantity": 0}, {"sku": "B"}, 5],
        }
        status, told, _headers = self._call("POST", "/orders", body)
        self.assertEqual(status, 422)
        self.assertEqual(
            {wrong["field"] for wrong in told["errors"]},
            {"/colour", "/number", "/requested_date", "/lines/0/quantity", "/lines/1/sku",
             "/lines/1/quantity", "/lines/2/quantity", "/lines/3"},
        )  # fmt: skip

    def test_wrong_bodies_end_in_a_problem_and_store_nothing(self):
        before = self.env["b2b.intake"].search_count([])
        deep = b'{"lines":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        nested = b'{"lines":' + b"[" * 20 + b"]" * 20 + b"}"
        many = json.dumps(
            self._order_body(lines=[("TEST-BOLT", 1)] * 10_000), separators=(",", ":")
        )
        for case, content, expected in (
            ("empty", b"", 400),
            ("no JSON", b"lines=1", 400),
            ("cut", b'{"lines": [', 400),
            ("deep", deep, 400),
            ("nested", nested, 400),
            ("twice", b'{"number": "A", "number": "B", "lines": []}', 400),
            ("NaN", b'{"lines": [{"quantity": NaN}]}', 400),
            ("huge number", b'{"lines": [{"quantity": 1e999999}]}', 422),
            ("a list", b"[]", 422),
            ("text", b'"order"', 422),
            ("bad bytes", b'{"number": "\xff"}', 400),
            ("half a surrogate", b'{"number": "\\ud800", "lines": [{"quantity": 1}]}', 422),
            ("no lines", b'{"lines": []}', 422),
            ("10,000 lines", many.encode(), 422),
            ("10 MB", b'{"note": "' + b"x" * 10 * 1024 * 1024 + b'"}', 413),
            ("just above", b" " * (MOST_BYTES + 1), 413),
        ):
            with self.subTest(case):
                status, told, _headers = self._call("POST", "/orders", content=content)
                self.assertEqual((status, told["status"]), (expected, expected), told)
                self.assertNotIn("Traceback", json.dumps(told))
        self.assertEqual(self.env["b2b.intake"].search_count([]), before)

    def test_wrong_addresses_methods_and_queries(self):
        for method, path, query, expected in (
            ("GET", "/nothing", (), 404),
            ("GET", "/orders/abc", (), 404),
            ("GET", "/orders/99999999999999999999", (), 404),
            ("GET", "/orders/2147483648", (), 404),
            ("GET", "/orders/2147483647", (), 404),
            ("DELETE", "/orders/1", (), 405),
            ("PUT", "/orders", (), 405),
            ("GET", "/orders", (("colour", "red"),), 422),
            ("GET", "/orders", (("limit", "1000"),), 422),
            ("GET", "/orders", (("limit", "1"), ("limit", "2")), 422),
            ("GET", "/orders", (("cursor", "nonsense"),), 422),
            ("GET", "/orders", (("state", "sold"),), 422),
            ("GET", "/orders", (("ordered_since", "2030-13-01"),), 422),
            ("GET", "/orders", (("number", "\x00"),), 422),
        ):
            with self.subTest(method=method, path=path, query=query):
                status, told, headers = self._call(method, path, query=query)
                self.assertEqual((status, told["status"]), (expected, expected))
                self.assertEqual("Allow" in headers, expected == 405)

    def test_companys_key_must_name_the_account(self):
        body = {"lines": [{"sku": "TEST-BOLT", "quantity": 1}]}
        for path in ("/orders", "/dry-run"):
            status, told, _headers = self._call("POST", path, body)
            self.assertEqual((status, told["errors"][0]["field"]), (422, "/account"))

    def test_body_of_another_media_type_is_refused(self):
        answer = self._call("POST", "/orders", self._order_body(), content_type="text/xml")
        self.assertEqual(answer[0], 415)
