"""Beside Odoo's own addons for kits, expiry dates, batches, freight: their ways stay, ours work on."""

import os

import pytest

from tools import database, instance

OTHERS = ("sale_mrp", "product_expiry", "stock_picking_batch", "stock_delivery")
SETUP = """
from datetime import timedelta
from odoo.fields import Command, Datetime

warehouse = env["stock.warehouse"].search([], limit=1)
stock = warehouse.lot_stock_id
tier = env["b2b.account.tier"].create({"name": "Gold"})
account = env["res.partner"].create({"name": "Northside", "is_company": True, "b2b_tier_id": tier.id})
env.ref("b2b_oms.policy_near_duplicate").action = "ignore"
env.ref("b2b_oms.policy_channel_twin").action = "ignore"

def make(name, **values):
    return env["product.product"].create({"name": name, "list_price": 10, "is_storable": True} | values)

def put(product, quantity, **options):
    env["stock.quant"]._update_available_quantity(product, stock, quantity, **options)

def release(product, quantity):
    order = env["sale.order"].create({
        "partner_id": account.id,
        "order_line": [Command.create({"product_id": product.id, "product_uom_qty": quantity})],
    })
    order.action_confirm()
    assert order.b2b_state == "released", order.b2b_hold_reason
    return order

def deliver(order):
    for picking in order.picking_ids.filtered(lambda p: p.state == "assigned"):
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()

def kept():
    found = env["b2b.audit"].violations()
    assert found == [], found
    print("kept")
"""

FIRST_EXPIRED_FIRST_OUT = """
fefo = env["product.removal"].search([("method", "=", "fefo")])
assert fefo
categ = env["product.category"].create({"name": "Fresh", "removal_strategy_id": fefo.id})
milk = make("Milk", tracking="lot", use_expiration_date=True, categ_id=categ.id)
lots = {}
for name, days in (("LATE", 40), ("SOON", 10), ("GONE", -3)):
    lots[name] = env["stock.lot"].create({
        "name": name, "product_id": milk.id,
        "expiration_date": Datetime.now() + timedelta(days=days),
        "removal_date": Datetime.now() + timedelta(days=days)})
    put(milk, 5, lot_id=lots[name])
order = release(milk, 7)
lines = order.picking_ids.move_line_ids
taken = {line.lot_id.name: line.quantity for line in lines}
soonest = next(iter(sorted(taken, key=lambda name: lots[name].removal_date)))
assert taken.get("LATE", 0) <= 2, taken
assert taken["SOON"] == 5 or taken.get("GONE") == 5, taken
listed = order.picking_ids._b2b_pick_lines()
assert all(line.expiry for line in listed), listed
deliver(order)
assert order.order_line.qty_delivered == 7
kept()
"""

KITS = """
wheel, frame, cart = make("Wheel"), make("Frame"), make("Cart")
bom = env["mrp.bom"].create({
    "product_tmpl_id": cart.product_tmpl_id.id, "type": "phantom", "product_qty": 1,
    "bom_line_ids": [Command.create({"product_id": wheel.id, "product_qty": 4}),
                     Command.create({"product_id": frame.id, "product_qty": 1})]})
put(wheel, 10), put(frame, 5)
order = release(cart, 2)
assert set(order.picking_ids.move_ids.product_id) == {wheel, frame}
deliver(order)
assert order.order_line.qty_delivered == 2
short = release(cart, 2)
assert sum(short.picking_ids.move_ids.filtered(lambda m: m.product_id == wheel).mapped("quantity")) == 2
put(wheel, 6)
short.picking_ids.action_assign()
deliver(short)
assert short.order_line.qty_delivered == 2
kept()
"""

KIT_AFTER_THE_ORDER = """
wheel, cart = make("Wheel"), make("Cart")
put(cart, 3), put(wheel, 40)
order = release(cart, 5)
assert sum(order.b2b_allocation_ids.mapped("reserved_quantity")) == 3
env["mrp.bom"].create({
    "product_tmpl_id": cart.product_tmpl_id.id, "type": "phantom", "product_qty": 1,
    "bom_line_ids": [Command.create({"product_id": wheel.id, "product_qty": 4})]})
deliver(order)
order.order_line.product_uom_qty = 4
env["b2b.allocation.run"]._cron_allocate()
kept()
"""

BATCH = """
bolt = make("Bolt")
put(bolt, 20)
orders = release(bolt, 3) | release(bolt, 4)
batch = env["stock.picking.batch"].create({"picking_ids": [Command.set(orders.picking_ids.ids)]})
batch.action_confirm()
batch.move_line_ids.picked = True
batch.action_done()
assert batch.state == "done", batch.state
assert [order.order_line.qty_delivered for order in orders] == [3, 4]
kept()
"""

FREIGHT_ONCE = """
nut = make("Nut")
put(nut, 6)
account.b2b_billing_schedule_id = env["b2b.billing.schedule"].create(
    {"name": "Each shipment", "timing": "shipment"})
freight = env["product.product"].create({"name": "Freight", "type": "service", "invoice_policy": "order"})
carrier = env["delivery.carrier"].create({
    "name": "Van", "delivery_type": "fixed", "fixed_price": 25, "product_id": freight.id})
order = env["sale.order"].create({
    "partner_id": account.id,
    "order_line": [Command.create({"product_id": nut.id, "product_uom_qty": 10})],
})
order.set_delivery_line(carrier, 25)
order.action_confirm()
assert order.b2b_state == "released", order.b2b_hold_reason

def ship():
    pickings = order.picking_ids.filtered(lambda p: p.state == "assigned")
    pickings.move_ids.picked = True
    pickings.with_context(skip_backorder=True).button_validate()

def billed():
    lines = order.invoice_ids.invoice_line_ids
    return {name: sum(lines.filtered(lambda l: l.product_id == product).mapped("quantity"))
            for name, product in (("goods", nut), ("freight", freight))}

env.cr.commit = env.flush_all
ship()
env["b2b.billing.run"]._cron_bill()
assert billed() == {"goods": 6, "freight": 1}, billed()
put(nut, 4)
env["b2b.allocation.run"]._cron_allocate()
ship()
env["b2b.billing.run"]._cron_bill()
assert billed() == {"goods": 10, "freight": 1}, billed()
assert len(order.invoice_ids) == 2
kept()
"""


@pytest.fixture(scope="module")
def beside():
    """A database with our addons and the others."""
    name = "b2b_beside"
    database.clone(os.environ["B2B_TEMPLATE_DB"], name)
    database.install(name, *OTHERS)
    yield name
    database.drop(name)


@pytest.mark.parametrize(
    "script",
    [FIRST_EXPIRED_FIRST_OUT, KITS, KIT_AFTER_THE_ORDER, BATCH, FREIGHT_ONCE],
    ids=["first_expired_first_out", "kits", "product_turned_into_a_kit", "batch", "freight_once"],
)
def test_works_beside(beside, script):
    """Nothing is committed: each begins anew."""
    words = ("shell", "-d", beside, "--no-http")
    assert "kept" in instance.get().run("Script", *words, script=SETUP + script)
