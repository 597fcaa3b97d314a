"""Orders by the API: the same path as of every other channel."""

from odoo.tests import tagged

from .api_common import ApiCase


@tagged("post_install", "-at_install")
class TestApiOrders(ApiCase):
    def test_clean_order_is_released(self):
        status, told, headers = self._call("POST", "/orders", self._order_body())
        self.assertEqual((status, told["intake"]["state"]), (201, "order"), told)
        order = told["order"]
        self.assertEqual(headers["Location"], f"/b2b/v1/orders/{order['id']}")
        self.assertEqual((order["state"], order["number"], order["channel"]),
                         ("released", "PO-1", "api"))  # fmt: skip
        self.assertEqual(order["account"]["ref"], "N-100")
        (line,) = order["lines"]
        self.assertEqual((line["sku"], line["quantity"], line["price"], line["subtotal"]),
                         ("TEST-BOLT", 20, 9, 180))  # fmt: skip
        self.assertEqual([(row["quantity"], row["kind"]) for row in line["allocations"]],
                         [(20, "stock")])  # fmt: skip
        record = self.env["sale.order"].browse(order["id"])
        self.assertEqual(record.b2b_intake_id.sender, "desk")
        self.assertEqual(record.create_uid, self.desk)
        self.assertPromisesHold()

    def test_held_order_answers_202_with_reasons(self):
        status, told, _headers = self._call(
            "POST", "/orders", self._order_body(lines=[("TEST-BOLT", 2)])
        )
        self.assertEqual((status, told["order"]["state"]), (202, "held"))
        self.assertEqual([hold["code"] for hold in told["order"]["holds"]], ["minimum_order"])
        self.assertPromisesHold()

    def test_unknown_item_is_held_as_in_every_channel(self):
        body = self._order_body(lines=[("TEST-BOLT", 20), ("NO-SUCH", 1)])
        status, told, _headers = self._call("POST", "/orders", body)
        self.assertEqual(status, 202)
        self.assertIn("unknown_product", [hold["code"] for hold in told["order"]["holds"]])
        self.assertEqual(told["order"]["lines"][1]["sku"], "")
        self.assertEqual(told["order"]["lines"][1]["ordered_as"], "NO-SUCH")

    def test_same_bytes_twice_answer_the_first_order(self):
        _status, first, _headers = self._call("POST", "/orders", self._order_body())
        status, again, _headers = self._call("POST", "/orders", self._order_body())
        self.assertEqual((status, again["intake"]["state"]), (200, "duplicate"))
        self.assertEqual(again["order"]["id"], first["order"]["id"])
        self.assertPromisesHold()

    def test_unknown_account_is_refused_before_anything_is_stored(self):
        before = self.env["b2b.intake"].search_count([])
        status, told, _headers = self._call("POST", "/orders", self._order_body(account="X"))
        self.assertEqual((status, told["code"]), (404, "unknown_account"))
        self.assertEqual(self.env["b2b.intake"].search_count([]), before)

    def test_order_of_the_api_equals_that_of_another_channel(self):
        _status, told, _headers = self._call("POST", "/orders", self._order_body())
        document = self._po(number="PO-2")
        other = self._submit(document, channel="edi").order_ids
        ours = self.env["sale.order"].browse(told["order"]["id"])
        for field in ("amount_total", "b2b_state", "payment_term_id", "pricelist_id"):
            self.assertEqual(ours[field], other[field], field)

    # === DRY RUN === #

    def test_dry_run_tells_what_the_order_becomes_and_saves_nothing(self):
        counts = [self.env[model].search_count([]) for model in
                  ("sale.order", "b2b.intake", "b2b.order.event", "b2b.allocation")]  # fmt: skip
        number = self.env["sale.order"].create({"partner_id": self.account.id}).name
        body = self._order_body(lines=[("TEST-BOLT", 120), ("TEST-NUT", 1)])
        status, told, _headers = self._call("POST", "/dry-run", body)
        self.assertEqual((status, told["would_be"]), (200, "released"), told)
        self.assertEqual([(row["quantity"], row["kind"]) for row in told["lines"][0]["allocations"]],
                         [(100, "stock"), (20, "backorder")])  # fmt: skip
        after = [self.env[model].search_count([]) for model in
                 ("sale.order", "b2b.intake", "b2b.order.event", "b2b.allocation")]  # fmt: skip
        self.assertEqual(after[1], counts[1])
        self.assertEqual(after[3], counts[3])
        following = self.env["sale.order"].create({"partner_id": self.account.id}).name
        self.assertEqual(int(following[1:]), int(number[1:]) + 1)  # no number was used up
        status, order, _headers = self._call("POST", "/orders", body)
        for field in ("untaxed", "tax", "total", "currency"):
            self.assertEqual(told[field], order["order"][field])
        shares = [[(s["quantity"], s["kind"], s["date"]) for s in line["allocations"]]
                  for line in told["lines"]]  # fmt: skip
        self.assertEqual(shares, [[(s["quantity"], s["kind"], s["date"]) for s in line["allocations"]]
                                  for line in order["order"]["lines"]])  # fmt: skip

    def test_dry_run_tells_the_holds(self):
        body = self._order_body(lines=[("TEST-BOLT", 2), ("NO-SUCH", 1)])
        _status, told, _headers = self._call("POST", "/dry-run", body)
        self.assertEqual(told["would_be"], "held")
        self.assertEqual({hold["code"] for hold in told["holds"]},
                         {"minimum_order", "unknown_product"})  # fmt: skip

    # === READING === #

    def test_unchanged_order_is_not_sent_again(self):
        order = self._submitted()
        status, _told, headers = self._call("GET", f"/orders/{order.id}")
        self.assertEqual(status, 200)
        status, told, again = self._call(
            "GET", f"/orders/{order.id}", if_none_match=headers["ETag"]
        )
        self.assertEqual((status, told, again["ETag"]), (304, b"", headers["ETag"]))
        order.client_order_ref = "PO-X"
        status, _told, _headers = self._call(
            "GET", f"/orders/{order.id}", if_none_match=headers["ETag"]
        )
        self.assertEqual(status, 200)

    def test_pages_bring_every_order_once_while_new_ones_arrive(self):
        made = [self._submitted(number=f"PO-{n}").id for n in range(5)]
        seen, cursor = [], None
        while cursor is not None or not seen:
            query = [
                ("limit", "2"),
                ("account", "N-100"),
                *([("cursor", cursor)] if cursor else []),
            ]
            status, page, _headers = self._call("GET", "/orders", query=query)
            self.assertEqual(status, 200, page)
            seen += [order["id"] for order in page["data"]]
            cursor = page["next_cursor"]
            self._submitted(number=f"PO-LATE-{len(seen)}")
        self.assertEqual(seen, sorted(made, reverse=True))

    def test_filters_narrow_the_list(self):
        held = self._order_body(number="SMALL", lines=[("TEST-BOLT", 1)])
        self._call("POST", "/orders", held)
        self._submitted(number="LARGE")
        for query, numbers in (
            ([("state", "held")], ["SMALL"]),
            ([("state", "released")], ["LARGE"]),
            ([("number", "SMALL")], ["SMALL"]),
            ([("account", "S-200")], []),
            ([("ordered_since", "2099-01-01")], []),
        ):
            _status, page, _headers = self._call("GET", "/orders", query=query)
            self.assertEqual([order["number"] for order in page["data"]], numbers, query)

    # === CHANGING === #

    def test_corrected_order_goes_on_by_itself(self):
        _status, told, _headers = self._call(
            "POST", "/orders", self._order_body(lines=[("TEST-BOLT", 2)])
        )
        order = told["order"]
        change = {"lines": [{"id": order["lines"][0]["id"], "quantity": 20}]}
        status, told, _headers = self._call("PATCH", f"/orders/{order['id']}", change)
        self.assertEqual((status, told["state"], told["total"] > 0), (200, "released", True), told)
        self.assertPromisesHold()

    def test_lines_are_added_changed_and_removed(self):
        body = self._order_body(lines=[("TEST-BOLT", 2), ("TEST-NUT", 1)])
        _status, told, _headers = self._call("POST", "/orders", body)
        bolt, nut = told["order"]["lines"]
        change = {
            "number": "PO-9",
            "note": "Ring the bell <twice>",
            "requested_date": "2099-01-31",
            "lines": [{"id": bolt["id"], "quantity": 3}, {"id": nut["id"], "quantity": 0}],
            "add_lines": [{"sku": "TEST-NUT", "quantity": 2}],
        }
        status, told, _headers = self._call("PATCH", f"/orders/{told['order']['id']}", change)
        self.assertEqual(status, 200, told)
        self.assertEqual([(line["sku"], line["quantity"]) for line in told["lines"]],
                         [("TEST-BOLT", 3), ("TEST-NUT", 2)])  # fmt: skip
        self.assertEqual(
            (told["number"], told["note"], told["requested_date"]),
            ("PO-9", "Ring the bell <twice>", "2099-01-31"),
        )

    def test_released_order_follows_a_change_with_its_promises(self):
        order = self._submitted()
        change = {"lines": [{"id": order.order_line.id, "quantity": 30}]}
        status, told, _headers = self._call("PATCH", f"/orders/{order.id}", change)
        self.assertEqual(status, 200, told)
        allocated = sum(row["quantity"] for row in told["lines"][0]["allocations"])
        self.assertEqual(allocated, 30)
        self.assertPromisesHold()

    def test_change_of_an_older_version_is_refused(self):
        order = self._submitted()
        _status, _told, headers = self._call("GET", f"/orders/{order.id}")
        order.client_order_ref = "PO-X"
        status, told, _headers = self._call(
            "PATCH", f"/orders/{order.id}", {"number": "PO-Y"}, if_match=headers["ETag"]
        )
        self.assertEqual((status, told["code"]), (412, "changed"))
        self.assertEqual(order.client_order_ref, "PO-X")

    def test_cancelled_order_stays_cancelled(self):
        order = self._submitted()
        for _time in range(2):
            status, told, _headers = self._call(
                "POST", f"/orders/{order.id}/cancel", {"reason": "Not needed"}
            )
            self.assertEqual((status, told["state"]), (200, "cancelled"))
        status, told, _headers = self._call("PATCH", f"/orders/{order.id}", {"number": "X"})
        self.assertEqual((status, told["code"]), (409, "too_late"))
        self.assertPromisesHold()

    def test_delivered_order_cannot_be_cancelled(self):
        order = self._submitted()
        self._deliver(order)
        status, told, _headers = self._call("POST", f"/orders/{order.id}/cancel", {})
        self.assertEqual((status, told["code"]), (409, "refused"))
        self.assertEqual(order.b2b_state, "released")

    # === DONE ONCE === #

    def test_repeated_request_answers_the_same_and_does_nothing(self):
        first = self._call("POST", "/orders", self._order_body(), idempotency_key="a1")
        again = self._call("POST", "/orders", self._order_body(), idempotency_key="a1")
        self.assertEqual(again[:2], first[:2])
        self.assertEqual(again[2]["Idempotent-Replayed"], "true")
        self.assertEqual(again[2]["Location"], first[2]["Location"])
        self.assertEqual(self.env["b2b.intake"].search_count([("number", "=", "PO-1")]), 1)

    def test_key_of_another_request_is_refused(self):
        self._call("POST", "/orders", self._order_body(), idempotency_key="a1")
        status, told, _headers = self._call(
            "POST", "/orders", self._order_body(number="PO-2"), idempotency_key="a1"
        )
        self.assertEqual((status, told["code"]), (422, "key_reused"))
        self.assertEqual(told["errors"][0]["field"], "header:Idempotency-Key")
        self.assertFalse(self.env["sale.order"].search([("client_order_ref", "=", "PO-2")]))

    def test_refused_request_may_be_tried_again_with_its_key(self):
        bad = self._order_body(account="X")
        self._call("POST", "/orders", bad, idempotency_key="a1")
        status, _told, _headers = self._call(
            "POST", "/orders", self._order_body(), idempotency_key="a1"
        )
        self.assertEqual(status, 201)

    def test_request_that_never_answered_is_told_by_what_it_left(self):
        """The worker died between the stored bytes and the answer."""
        self._call("POST", "/orders", self._order_body(), idempotency_key="a1")
        row = self.env["b2b.api.request"].search([])
        row.write({"status": False, "answer": False})
        status, told, _headers = self._call(
            "POST", "/orders", self._order_body(), idempotency_key="a1"
        )
        self.assertEqual((status, told["order"]["number"]), (201, "PO-1"))
        row.write({"status": False, "answer": False})
        row.key_id.env["b2b.intake"].search([("number", "=", "PO-1")]).state = "received"
        status, told, headers = self._call(
            "POST", "/orders", self._order_body(), idempotency_key="a1"
        )
        self.assertEqual((status, told["code"], headers["Retry-After"]), (409, "in_progress", "1"))
