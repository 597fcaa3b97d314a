"""Paying with a payment provider on a real server: an order as it is placed, two invoices at once.

The provider is Odoo's own for trying out; everything before and after its answer is what any does.
"""

import re

import pytest
import requests
from lxml import html
from odoo_server import Server
from processes import answer

from tools import database

SETUP = """
import json

env.ref("b2b_oms.policy_near_duplicate").action = "ignore"
env["ir.config_parameter"].sudo().set_param("account_payment.enable_portal_payment", "True")
env.ref("payment.payment_provider_demo").write({"state": "test", "is_published": True})
product = env["product.product"].create(
    {"name": "Bolt", "default_code": "BOLT", "is_storable": True, "list_price": 5})
stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, stock, 1000)
names = {"product": product.id}
for code, prepaid in (("ahead", True), ("terms", False)):
    tier = env["b2b.account.tier"].create({"name": code, "code": code, "prepaid": prepaid})
    account = env["res.partner"].create(
        {"name": code, "is_company": True, "b2b_tier_id": tier.id, "email": "a@a.example"})
    contact = env["res.partner"].create(
        {"name": f"Ann {code}", "parent_id": account.id, "email": f"{code}@a.example"})
    env["res.users"].with_context(no_reset_password=True).create(
        {"login": code, "password": code, "name": contact.name, "partner_id": contact.id,
         "group_ids": [(6, 0, env.ref("base.group_portal").ids)]})
names["invoices"] = []
for quantity in (10, 20, 30):
    order = env["sale.order"].create({
        "partner_id": account.id,
        "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity})]})
    order.action_confirm()
    order.picking_ids.move_ids.picked = True
    order.picking_ids.button_validate()
    invoice = order._create_invoices()
    invoice.action_post()
    names["invoices"].append(invoice.id)
env.cr.commit()
print(json.dumps(names))
"""
RESULT = """
import json

order = env["sale.order"].search([("client_order_ref", "=", "PO-PAID")])
invoices = env["account.move"].browse({invoices})
payments = env["account.payment"].search([])
print(json.dumps({{
    "order": [order.b2b_state, order._b2b_paid() == order.amount_total],
    "order_invoice_ids": order.invoice_ids.ids,
    "order_invoices": order.invoice_ids.mapped("amount_residual"),
    "transactions": [
        [tx.state, tx.amount, len(tx.sale_order_ids), sorted(tx.invoice_ids.ids)]
        for tx in env["payment.transaction"].search([], order="id")],
    "amount": order.amount_total,
    "open": [invoice.amount_residual == 0 for invoice in invoices],
    "settled_by": [
        payments.filtered(lambda p: p in invoice.matched_payment_ids).mapped("amount")
        for invoice in invoices],
    "payers": payments.partner_id.commercial_partner_id.mapped("name"),
    "broken": env["b2b.audit"].violations(),
}}))
"""


class Buyer:
    """A buyer's browser, without its screen."""

    def __init__(self, url, login):
        self.url, self.session = url, requests.Session()
        self.post("/web/login", "/web/login", login=login, password=login)

    def get(self, path):
        answered = self.session.get(self.url + path, timeout=120)
        assert answered.status_code == 200, (path, answered.status_code, answered.text[-800:])
        return answered

    def post(self, path, form_at, **fields):
        """Send a form that stands on another page."""
        token = re.search(r'csrf_token" value="([^"]+)"', self.get(form_at).text)[1]
        data = {"csrf_token": token} | fields
        answered = self.session.post(self.url + path, data=data, timeout=120)
        assert answered.status_code == 200, (path, answered.status_code, answered.text[-800:])
        return answered

    def call(self, path, **params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        told = self.session.post(self.url + path, json=body, timeout=120).json()
        assert "error" not in told, told
        return told.get("result")

    def pay(self, page):
        """Choose the provider on Odoo's payment form, pay, and wait for what it says."""
        tree = html.fromstring(page.text)
        (form,) = tree.xpath("//form[@id='o_payment_form']")
        option = form.xpath(".//input[@name='o_payment_radio']")[0]
        values = self.call(
            form.get("data-transaction-route"),
            provider_id=int(option.get("data-provider-id")),
            payment_method_id=int(option.get("data-payment-option-id")),
            token_id=None,
            amount=float(form.get("data-amount")),
            flow="direct",
            tokenization_requested=False,
            landing_route=form.get("data-landing-route"),
            is_validation=False,
            access_token=form.get("data-access-token"),
        )
        self.call(
            "/payment/demo/simulate_payment",
            reference=values["reference"],
            payment_details="4242",
            simulated_state="done",
        )
        self.get("/payment/status")
        return self.call("/payment/status/poll")


@pytest.fixture
def with_provider(shared_database):
    """A database with Odoo's provider for trying out."""
    database.install(shared_database, "payment_demo")
    return shared_database


def test_order_is_paid_as_it_is_placed_and_two_invoices_at_once(with_provider, tmp_path):
    names = answer(with_provider, SETUP)
    first, second, third = names["invoices"]
    with Server(with_provider, tmp_path / "server.log") as server:
        ahead = Buyer(server.url, "ahead")
        ahead.post(
            "/my/b2b/cart/add", "/my/b2b/quick-order", product_id=names["product"], amount="12"
        )
        cart = html.fromstring(ahead.get("/my/b2b/cart").text).xpath("//input[@name='cart']/@value")
        placed = ahead.post(
            "/my/b2b/cart/update", "/my/b2b/cart", cart=cart[0], customer_po="PO-PAID",
            action="submit",
        )  # fmt: skip
        (link,) = html.fromstring(placed.text).xpath("//a[contains(@href, 'payment_amount')]/@href")
        paid = ahead.pay(ahead.get(link))
        assert paid["state"] == "done", paid
        assert ahead.get(paid["landing_route"]).status_code == 200

        terms = Buyer(server.url, "terms")
        page = terms.get(f"/my/b2b/invoices/pay?ids={first}-{third}")
        paid = terms.pay(page)
        assert (paid["state"], paid["landing_route"]) == ("done", "/my/b2b/invoices?filterby=paid")
        left = terms.get("/my/b2b/invoices")
        assert f"/my/b2b/invoices/{second}" in left.text
        assert not server.complaints()
    told = answer(with_provider, RESULT.format(invoices=names["invoices"]))
    assert told["order"] == ["released", True]
    assert told["order_invoices"] == [0]  # made before the money came
    of_order, of_invoices = told["transactions"]
    assert of_order == ["done", told["amount"], 1, told["order_invoice_ids"]]
    assert of_invoices[0] == "done"
    assert of_invoices[2:] == [0, [first, third]]
    assert told["open"] == [True, False, True]
    assert told["settled_by"][1] == []
    assert told["settled_by"][0] == told["settled_by"][2] == [of_invoices[1]]
    assert sorted(told["payers"]) == ["ahead", "terms"]
    assert told["broken"] == []
