from odoo.tests import tagged

from .api_common import ALL, ApiCase

SCOPES = (*ALL, "payments:read", "changes:read", "accounts:write")


@tagged("post_install", "-at_install")
class TestChanges(ApiCase):
    """The change feed: what changed is told once, with what it is now, to whom it concerns."""

    def setUp(self):
        super().setUp()
        self.env.company.b2b_feed = True
        self.token = self._token(SCOPES)
        self.buyer_token = self._token(SCOPES, account_id=self.account.id)

    def _read(self, after="", status=200, **query):
        pairs = [("after", after)] if after else []
        pairs += query.pop("query", [])
        got, told, _headers = self._call("GET", "/changes", query=pairs, **query)
        self.assertEqual(got, status, told)
        return told

    def _here(self):
        """The cursor of now."""
        return self._read(query=[("limit", "200")])["cursor"]

    def _subjects(self, told):
        return {change["subject"] for change in told["data"]}

    def test_a_changed_record_is_told_with_what_it_is_now(self):
        here = self._here()
        self.account.city = "Gary"
        told = self._read(here)
        (change,) = told["data"]
        self.assertEqual((change["subject"], change["id"]), ("accounts", self.account.id))
        self.assertEqual((change["data"]["city"], told["more"]), ("Gary", False))
        self.assertEqual(self._read(told["cursor"])["data"], [])

    def test_a_record_that_changed_twice_is_told_once_with_its_last_version(self):
        here = self._here()
        self.account.city = "Gary"
        first = self._read(here)["data"][0]["version"]
        self.account.city = "Erie"
        (change,) = self._read(here)["data"]
        self.assertGreater(change["version"], first)
        self.assertEqual(change["data"]["city"], "Erie")

    def test_the_life_of_an_order_is_told_in_every_subject_it_touches(self):
        here = self._here()
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self.assertEqual(self._subjects(told := self._read(here)), {"orders", "shipments", "stock"})
        stock = next(c for c in told["data"] if c["subject"] == "stock")
        self.assertEqual((stock["data"]["sku"], stock["data"]["available"]), ("TEST-BOLT", 80))
        self._deliver(order)
        told = self._read(told["cursor"])
        self.assertEqual(self._subjects(told), {"orders", "shipments", "stock"})
        shipment = next(c for c in told["data"] if c["subject"] == "shipments")
        self.assertEqual(shipment["data"]["state"], "shipped")
        invoice = self._invoice(order)
        told = self._read(told["cursor"])
        self.assertLessEqual({"orders", "invoices"}, self._subjects(told))
        self._pay(invoice)
        told = self._read(told["cursor"])
        paid = next(c for c in told["data"] if c["subject"] == "payments")
        self.assertEqual(paid["data"]["invoices"][0]["name"], invoice.name)
        self.assertEqual(paid["data"]["amount"], invoice.amount_total)
        settled = next(c for c in told["data"] if c["subject"] == "invoices")
        self.assertEqual((settled["data"]["open"], settled["data"]["payment"]), (0, "paid"))

    def test_price_rules_are_told_and_those_that_go_are_told_as_gone(self):
        here = self._here()
        rule = self.env["product.pricelist.item"].create(
            {"pricelist_id": self.pricelist.id, "applied_on": "0_product_variant",
             "product_id": self.bolt.id, "compute_price": "fixed", "fixed_price": 7.5}
        )  # fmt: skip
        told = self._read(here)
        (change,) = told["data"]
        self.assertEqual((change["data"]["sku"], change["data"]["value"]), ("TEST-BOLT", 7.5))
        rule.unlink()
        (gone,) = self._read(told["cursor"])["data"]
        self.assertEqual((gone["id"], gone["data"]), (change["id"], None))

    def test_what_is_undone_is_not_told(self):
        here = self._here()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.account.city = "Gary"
            self.env.flush_all()
            raise ZeroDivisionError
        self.assertEqual(self._read(here)["data"], [])

    def test_only_the_subjects_asked_for_are_told_and_pages_follow_each_other(self):
        here = self._here()
        accounts = [self._make_account(f"Acme {n}", f"P-{n}") for n in range(3)]
        self._make_order({self.bolt: 20})
        told = self._read(here, query=[("subjects", "accounts"), ("limit", "2")])
        self.assertTrue(told["more"])
        rest = self._read(told["cursor"], query=[("subjects", "accounts"), ("limit", "2")])
        ids = [change["id"] for change in told["data"] + rest["data"]]
        self.assertEqual(ids, [account.id for account in accounts])
        self.assertFalse(rest["more"])

    def test_an_accounts_key_is_told_of_nobody_else(self):
        here = self._read(token=self.buyer_token, query=[("limit", "200")])["cursor"]
        self._make_order({self.bolt: 20}, account=self.other).action_confirm()
        self.other.city = "Gary"
        told = self._read(here, token=self.buyer_token)
        self.assertEqual(self._subjects(told), {"stock"})
        self._make_order({self.bolt: 20}).action_confirm()
        told = self._read(told["cursor"], token=self.buyer_token)
        self.assertEqual(self._subjects(told), {"orders", "shipments", "stock"})

    def test_bad_questions_are_refused_by_name(self):
        self.assertEqual(self._read("rubbish", 422)["errors"][0]["field"], "query:after")
        told = self._read(status=422, query=[("subjects", "orders,colours")])
        self.assertEqual(told["errors"][0]["field"], "query:subjects")
        poor = self._token(("changes:read", "stock:read"))
        self._read(status=403, token=poor, query=[("subjects", "orders")])
        self.account.city = "Gary"
        self.assertNotIn("accounts", self._subjects(self._read(token=poor)))
        self._read(status=403, token=self._token(ALL))

    def test_a_feed_that_was_off_is_begun_anew(self):
        here = self._here()
        self.env.company.b2b_feed = False
        self.assertEqual(self._read(here, 409)["code"], "feed_off")
        self.account.city = "Gary"
        self.env.company.b2b_feed = True
        self.assertEqual(self._read(here, 409)["code"], "begin_anew")
        self.assertEqual(self._read()["data"], [])

    def test_everything_of_a_subject_ends_where_the_feed_goes_on(self):
        status, page, _headers = self._call("GET", "/changes/accounts", query=[("limit", "1")])
        self.assertEqual(status, 200)
        feed, found = page["feed"], page["data"]
        self.other.city = "Gary"
        while page["next_cursor"]:
            query = [("limit", "1"), ("cursor", page["next_cursor"])]
            page = self._call("GET", "/changes/accounts", query=query)[1]
            found += page["data"]
        ids = [row["id"] for row in found]
        self.assertEqual(ids, sorted(ids))
        self.assertLessEqual({self.account.id, self.other.id}, set(ids))
        self.assertEqual([change["id"] for change in self._read(feed)["data"]], [self.other.id])

    def test_the_feed_costs_an_order_no_more_queries_for_more_lines(self):
        products = [self._make_product(f"P{n}", f"P{n}", 10.0, on_hand=100) for n in range(12)]

        def queries(lines, feed):
            self.env.company.b2b_feed = feed
            order = self._make_order(dict.fromkeys(products[:lines], 20))
            self.env.cr.commit()  # pylint: disable=invalid-commit
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.action_confirm()
            self.env.cr.commit()  # pylint: disable=invalid-commit
            return self.env.cr.sql_log_count - before

        queries(12, True)  # what is read once only
        few, many = (queries(n, True) - queries(n, False) for n in (2, 12))
        self.assertLessEqual(many, few + 3)

    def test_an_account_is_made_and_changed_by_its_number(self):
        body = {"ref": "W-1", "name": "Lakeside", "tier": "test-gold", "country": "US"}
        status, told, _headers = self._call("POST", "/accounts", body)
        self.assertEqual((status, told["tier"], told["country"]), (200, "TEST-GOLD", "US"))
        status, again, _headers = self._call("POST", "/accounts", {"ref": "W-1", "city": "Erie"})
        self.assertEqual((again["id"], again["city"], again["name"]),
                         (told["id"], "Erie", "Lakeside"))  # fmt: skip
        status, told, _headers = self._call("POST", "/accounts", {"ref": "W-2", "tier": "NONE"})
        self.assertEqual(status, 422)
        self.assertEqual({w["field"] for w in told["errors"]}, {"/tier", "/name"})
        status, _told, _headers = self._call("POST", "/accounts", body, token=self.buyer_token)
        self.assertEqual(status, 403)
        bad = {"ref": "", "colour": "red", "country": "Germany", "status": "asleep", "name": 7}
        status, told, _headers = self._call("POST", "/accounts", bad)
        self.assertEqual(status, 422)
        self.assertEqual({w["field"] for w in told["errors"]}, {f"/{name}" for name in bad})
