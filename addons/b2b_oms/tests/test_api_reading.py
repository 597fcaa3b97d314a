"""Accounts, prices, stock, shipments, invoices, received documents."""

import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .api_common import ApiCase


@tagged("post_install", "-at_install")
class TestApiReading(ApiCase):
    def test_account_tells_terms_addresses_and_credit(self):
        self.env["res.partner"].create(
            {"name": "Dock 4", "parent_id": self.account.id, "type": "delivery", "city": "Gary"}
        )
        self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 1000})
        self._submitted()
        status, told, headers = self._call("GET", f"/accounts/{self.account.id}")
        self.assertEqual(status, 200, told)
        self.assertIn("ETag", headers)
        self.assertEqual((told["ref"], told["tier"], told["minimum_order"], told["status"]),
                         ("N-100", "TEST-GOLD", 100, "active"))  # fmt: skip
        self.assertEqual([(a["name"], a["city"]) for a in told["ship_tos"]], [("Dock 4", "Gary")])
        order = self.env["sale.order"].search([("partner_id", "=", self.account.id)])
        self.assertEqual(told["credit"]["limit"], 1000)
        self.assertEqual(told["credit"]["available"], round(1000 - order.amount_total, 2))

    def test_prices_are_those_of_the_engine(self):
        self.pricelist.item_ids = [
            Command.create(
                {
                    "applied_on": "0_product_variant",
                    "product_id": self.bolt.id,
                    "min_quantity": 50,
                    "fixed_price": 8,
                }
            )
        ]
        body = {
            "account": "N-100",
            "items": [
                {"sku": "test-bolt"},
                {"sku": "TEST-BOLT", "quantity": 60},
                {"sku": "TEST-NUT"},
            ],
        }
        status, told, _headers = self._call("POST", "/prices", body)
        self.assertEqual(status, 200, told)
        self.assertEqual([row["price"] for row in told["data"]], [9, 8, 3.6])
        self.assertEqual(told["data"][0]["next_break"], {"quantity": 50, "price": 8})
        self.assertIsNone(told["data"][1]["next_break"])
        self.assertEqual(told["data"][0]["source"], "tier")

    def test_unknown_items_are_named(self):
        for path, field, body in (
            ("/prices", "/items/1", {"account": "N-100", "items": [{"sku": "TEST-BOLT"}, {"sku": "X"}]}),
            ("/stock", "/skus/1", {"skus": ["TEST-BOLT", "X"]}),
        ):  # fmt: skip
            with self.subTest(path):
                status, told, _headers = self._call("POST", path, body)
                self.assertEqual((status, told["errors"][0]["field"]), (422, field))

    def test_stock_is_what_may_be_promised(self):
        self._submitted(lines=[("TEST-BOLT", 30)])
        self.env["b2b.safety.stock"].create(
            {"product_id": self.nut.id, "warehouse_id": self.warehouse.id, "quantity": 15}
        )
        status, told, _headers = self._call("POST", "/stock", {"skus": ["TEST-NUT", "TEST-BOLT"]})
        self.assertEqual(status, 200, told)
        self.assertEqual([(row["sku"], row["available"]) for row in told["data"]],
                         [("TEST-NUT", 85), ("TEST-BOLT", 70)])  # fmt: skip
        own = {row["warehouse"]: row for row in told["data"][0]["warehouses"]}
        self.assertEqual(own[self.warehouse.code]["available"], 85)

    def test_stock_of_many_items_needs_no_more_queries(self):
        skus = [
            self._make_product(f"P{n}", f"TEST-MANY-{n}", 1.0, on_hand=n).default_code
            for n in range(1, 31)
        ]

        def queries(wanted):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self._call("POST", "/stock", {"skus": wanted})[0], 200)
            return self.env.cr.sql_log_count - before

        queries(skus)
        self.assertLessEqual(queries(skus), queries(skus[:2]) + 1)

    def test_shipment_tells_what_left(self):
        order = self._submitted()
        picking = self._deliver(order, {self.bolt: 12})
        picking.b2b_tracking_ref = "1Z999"
        status, told, _headers = self._call("GET", f"/shipments/{picking.id}")
        self.assertEqual(status, 200, told)
        self.assertEqual((told["state"], told["tracking"], told["order"]["number"]),
                         ("shipped", "1Z999", "PO-1"))  # fmt: skip
        self.assertEqual([(line["sku"], line["quantity"]) for line in told["lines"]],
                         [("TEST-BOLT", 12)])  # fmt: skip
        _status, page, _headers = self._call("GET", "/shipments", query=[("order", str(order.id))])
        self.assertEqual(sorted(row["state"] for row in page["data"]), ["ready", "shipped"])

    def test_invoice_tells_what_is_open(self):
        order = self._submitted()
        self._deliver(order)
        invoice = self._invoice(order)
        path = f"/invoices/{invoice.id}"
        _status, told, _headers = self._call("GET", path)
        self.assertEqual((told["payment"], told["open"]), ("open", invoice.amount_total))
        self.assertEqual([o["number"] for o in told["orders"]], ["PO-1"])
        self._pay(invoice)
        self.assertEqual(self._call("GET", path)[1]["payment"], "paid")
        _status, page, _headers = self._call("GET", "/invoices", query=[("order", str(order.id))])
        self.assertEqual([row["id"] for row in page["data"]], [invoice.id])

    def test_invoice_comes_as_pdf(self):
        order = self._submitted()
        self._deliver(order)
        invoice = self._invoice(order)
        self.env = self.env(context=dict(self.env.context, force_report_rendering=True))
        with self.allow_pdf_render():
            status, content, headers = self._call("GET", f"/invoices/{invoice.id}/pdf")
        self.assertEqual(status, 200)
        self.assertTrue(content.startswith(b"%PDF"))
        self.assertIn(".pdf", headers["Content-Disposition"])

    def test_draft_invoices_are_not_shown(self):
        order = self._submitted()
        self._deliver(order)
        draft = order._create_invoices()
        self.assertEqual(self._call("GET", f"/invoices/{draft.id}")[0], 404)

    def test_received_document_is_followed(self):
        intake = self._submit(self._po("PO-7", "X-999"))
        status, told, _headers = self._call("GET", f"/intakes/{intake.id}")
        self.assertEqual((status, told["state"], told["reason_code"]),
                         (200, "waiting", "unknown_account"))  # fmt: skip
        self.assertTrue(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["received"]))

    def test_prices_of_another_day(self):
        self.env["b2b.price.agreement"].create(
            {
                "name": "Next year",
                "account_id": self.account.id,
                "date_start": fields.Date.today() + timedelta(days=300),
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "0_product_variant",
                            "product_id": self.bolt.id,
                            "fixed_price": 5,
                        }
                    )
                ],
            }
        )
        ask = {"account": "N-100", "items": [{"sku": "TEST-BOLT"}]}
        later = str(fields.Date.today() + timedelta(days=301))
        self.assertEqual(self._call("POST", "/prices", ask)[1]["data"][0]["price"], 9)
        told = self._call("POST", "/prices", ask | {"date": later})[1]
        self.assertEqual((told["data"][0]["price"], told["data"][0]["source"]), (5, "agreement"))
