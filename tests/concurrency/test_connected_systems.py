"""Two systems of this project kept alike over HTTP: an order desk and the books of a head office.

Accounts, prices, stock, shipments, invoices and payments are the head office's word, orders and an
account's phone the order desk's.
"""

import os

import pytest
from processes import answer

from tools import database
from tools.live import serving

COMMON = """
import json
from odoo.fields import Command

env["b2b.check.policy"].search([("code", "in", ("near_duplicate", "channel_twin"))]).action = "ignore"
env.company.b2b_feed = True
pricelist = env["product.pricelist"].create({"name": "Shared prices"})
tier = env["b2b.account.tier"].create({"name": "Live", "code": "LIVE", "pricelist_id": pricelist.id})
products = env["product.product"].create([
    {"name": f"Bolt {n}", "default_code": f"BOLT-{n}", "list_price": 10, "is_storable": True,
     "invoice_policy": "delivery"} for n in range(3)])
house = env["stock.warehouse"].search([], limit=1)
"""

HEAD_OFFICE = (
    COMMON
    + """
for number in range(3):
    account = env["res.partner"].create({"name": f"Account {number}", "ref": f"L-{number}",
        "is_company": True, "b2b_tier_id": tier.id, "city": "Chicago", "phone": "1"})
    env["res.partner"].create({"name": "Store", "ref": "S-1", "type": "delivery",
                               "parent_id": account.id, "city": "Gary"})
for product in products:
    env["stock.quant"]._update_available_quantity(product, house.lot_stock_id, 100)
env["product.pricelist.item"].create({"pricelist_id": pricelist.id, "compute_price": "fixed",
    "applied_on": "0_product_variant", "product_id": products[0].id, "fixed_price": 7.5})
env["product.pricelist.item"].create({"pricelist_id": pricelist.id, "compute_price": "percentage",
    "percent_price": 10})
key = env["b2b.api.key"].create({"name": "Desk", "user_id": env.ref("base.user_admin").id,
    "per_minute": 100000, "scope_ids": [Command.set(env["b2b.api.scope"].search([]).ids)]})
token = key._issue()
env.cr.commit()
print(json.dumps(token))
"""
)

ORDER_DESK = (
    COMMON
    + """
truths = dict.fromkeys(("accounts", "prices", "stock", "shipments", "invoices", "payments"), "theirs")
journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
account = env["account.account"].create({"name": "Outstanding", "code": "B2B777",
                                          "account_type": "asset_current", "reconcile": True})
journal.inbound_payment_method_line_ids.payment_account_id = account
parts = [Command.create({"subject": subject, "truth": truth})
         for subject, truth in (truths | {"orders": "ours"}).items()]
connection = env["b2b.connection"].create({"name": "Head office", "url": URL,
    "token": TOKEN, "allow_private": True, "warehouse_id": house.id,
    "journal_id": journal.id, "part_ids": parts})
accounts = connection.part_ids.filtered(lambda part: part.subject == "accounts")
accounts.exception_ids = [Command.create({"field": "phone", "truth": "ours"})]
env.cr.commit()
connection._sync()
partners = env["res.partner"].search([("ref", "=like", "L-%")], order="ref")
free = env["b2b.availability"]._by_warehouse(products, house, tier)
rules = pricelist.item_ids.sorted("id")
print(json.dumps({
    "error": connection.last_error,
    "problems": connection.link_ids.filtered("problem").mapped("problem"),
    "accounts": [[p.ref, p.name, p.city, p.b2b_tier_id.code, p.child_ids.mapped("ref")]
                 for p in partners],
    "prices": rules.mapped(lambda rule: [rule.compute_price, rule.fixed_price, rule.percent_price]),
    "free": [free[product.id, house.id] for product in products],
}))
"""
)

ORDER = """
import json
from odoo.fields import Command
account = env["res.partner"].search([("ref", "=", "L-0")])
products = env["product.product"].search([("default_code", "=like", "BOLT-%")], order="default_code")
order = env["sale.order"].create({"partner_id": account.id, "client_order_ref": "PO-1",
    "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 20})
                   for product in products[:2]]})
order.action_confirm()
account.phone = "555"
env.cr.commit()
"""

SYNC = """
connection = env["b2b.connection"].search([])
connection._sync()
"""

STATE = """
import json
orders = env["sale.order"].search([("b2b_state", "!=", False)], order="id")
products = env["product.product"].search([("default_code", "=like", "BOLT-%")], order="default_code")
house = env["stock.warehouse"].search([], limit=1)
free = env["b2b.availability"]._by_warehouse(products, house, env["b2b.account.tier"])
connection = env["b2b.connection"].search([])
print(json.dumps({
    "error": connection.last_error,
    "problems": connection.link_ids.filtered("problem").mapped("problem"),
    "orders": [[o.client_order_ref, o.b2b_state, o.amount_untaxed] for o in orders],
    "delivered": orders.order_line.mapped("qty_delivered"),
    "invoices": [[m.amount_total, m.payment_state in ("paid", "in_payment")]
                 for m in orders.invoice_ids],
    "free": [free[product.id, house.id] for product in products],
    "phone": env["res.partner"].search([("ref", "=", "L-0")]).phone,
    "violations": env["b2b.audit"].violations(),
}))
"""

SHIP_INVOICE_PAY = """
order = env["sale.order"].search([("client_order_ref", "=", "PO-1")])
picking = order.picking_ids
for move in picking.move_ids:
    move.quantity = 15
    move.picked = True
picking.with_context(skip_backorder=True).button_validate()
invoice = order._create_invoices()
invoice.action_post()
journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
account = env["account.account"].create({"name": "Outstanding", "code": "B2B777",
                                         "account_type": "asset_current", "reconcile": True})
journal.inbound_payment_method_line_ids.payment_account_id = account
env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids) \\
    .create({"journal_id": journal.id})._create_payments()
env.cr.commit()
"""

DISTURB_HERE = """
account = env["res.partner"].search([("ref", "=", "L-1")])
account.city = "Springfield"
product = env["product.product"].search([("default_code", "=", "BOLT-2")])
house = env["stock.warehouse"].search([], limit=1)
env["stock.quant"]._update_available_quantity(product, house.lot_stock_id, -7)
env["product.pricelist"].search([("name", "=", "Shared prices")]).item_ids.filtered(
    lambda rule: rule.compute_price == "fixed").fixed_price = 6
env.cr.commit()
"""

DISTURB_THERE = """
env["res.partner"].search([("ref", "=", "L-2")]).phone = "wrong"
env.cr.commit()
"""

COMPARE = """
import json
connection = env["b2b.connection"].search([])
connection.wanted = "compare"
connection._sync()
drift = env["b2b.drift"].search([("state", "=", "open")], order="id")
print(json.dumps({"error": connection.last_error,
    "drift": sorted([d.subject, d.record_name, d.field or "", d.ours, d.theirs, d.truth]
                    for d in drift)}))
"""

REPAIR = """
import json
drift = env["b2b.drift"].search([("state", "=", "open")])
since = drift.mapped("since")
connection = env["b2b.connection"].search([])
connection.wanted = "compare"
connection._sync()
assert env["b2b.drift"].search([("state", "=", "open")]) == drift
assert drift.mapped("since") == since and min(drift.mapped("seen_on")) >= max(since)
drift.action_repair()
connection.wanted = "compare"
connection._sync()
again = env["b2b.drift"].search([("state", "=", "open")])
print(json.dumps({"left": again.mapped("record_name"), "problems": drift.filtered("problem")
                  .mapped("problem"), "states": sorted(set(drift.mapped("state")))}))
"""


@pytest.fixture
def head_office():
    """A second database beside the shared one."""
    name = f"b2b_office_{os.getpid()}"
    database.clone(os.environ["B2B_TEMPLATE_DB"], name)
    yield name
    database.drop(name)


def test_two_systems_are_kept_alike_over_http(shared_database, head_office):
    desk = shared_database
    token = answer(head_office, HEAD_OFFICE)
    with serving(head_office, cron_threads=0) as port:
        everything_is_read_at_first(desk, port, token)
        orders_are_given_and_what_becomes_of_them_comes_back(desk, head_office)
        drift_is_found_and_repaired_in_the_direction_of_truth(desk, head_office)
    for name in (desk, head_office):
        assert answer(name, STATE)["violations"] == []


def everything_is_read_at_first(desk, port, token):
    told = answer(desk, f"URL, TOKEN = 'http://127.0.0.1:{port}', {token!r}\n{ORDER_DESK}")
    assert (told["error"], told["problems"]) == (False, [])
    assert told["accounts"] == [
        [f"L-{n}", f"Account {n}", "Chicago", "LIVE", ["S-1"]] for n in range(3)
    ]
    assert told["prices"] == [["fixed", 7.5, 0.0], ["percentage", 0.0, 10.0]]
    assert told["free"] == [100.0, 100.0, 100.0]


def orders_are_given_and_what_becomes_of_them_comes_back(desk, office):
    here = answer(desk, ORDER + SYNC + STATE)
    assert (here["error"], here["problems"]) == (False, [])
    there = answer(office, STATE)
    assert there["orders"] == here["orders"] == [["PO-1", "released", 330.0]]
    assert there["free"] == here["free"] == [80.0, 80.0, 100.0]
    assert there["phone"] == "555"
    there = answer(office, SHIP_INVOICE_PAY + STATE)
    here = answer(desk, SYNC + STATE)
    assert (here["error"], here["problems"]) == (False, [])
    for side in (there, here):
        assert side["delivered"] == [15.0, 15.0]
        assert [paid for _total, paid in side["invoices"]] == [True]
        assert side["free"] == [80.0, 80.0, 100.0]
    assert here["invoices"] == there["invoices"]


def drift_is_found_and_repaired_in_the_direction_of_truth(desk, office):
    assert answer(desk, COMPARE) == {"error": False, "drift": []}
    answer(office, DISTURB_THERE + "print('{}')")
    told = answer(desk, DISTURB_HERE + COMPARE)
    found = [[subject, field, ours, theirs] for subject, _name, field, ours, theirs, _truth in
             told["drift"]]  # fmt: skip
    assert found == [
        ["accounts", "city", "Springfield", "Chicago"],
        ["accounts", "phone", "1", "wrong"],
        ["prices", "value", "6.0", "7.5"],
        ["stock", "available", "93.0", "100.0"],
    ]
    assert answer(desk, REPAIR) == {"left": [], "problems": [], "states": ["repaired"]}
