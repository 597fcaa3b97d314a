"""A cart handed in by several requests at the same moment: a double click, two tabs, a retry of a proxy."""

from processes import answer

# What an HTTP worker does with the request: run it, and again when PostgreSQL says somebody was first.
SUBMIT_AT_ONCE = """
import json, os
from odoo import api, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying

tier = env["b2b.account.tier"].create({"name": "Portal", "code": "T-PORTAL"})
account = env["res.partner"].create({"name": "A", "is_company": True, "b2b_tier_id": tier.id})
contact = env["res.partner"].create({"name": "Ann", "parent_id": account.id})
user = env["res.users"].with_context(no_reset_password=True).create(
    {"login": "ann", "name": "Ann", "partner_id": contact.id,
     "group_ids": [(6, 0, env.ref("base.group_portal").ids)]})
product = env["product.product"].create(
    {"name": "Bolt", "default_code": "BOLT", "is_storable": True, "list_price": 5})
stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, stock, 1000)
buyer = env["b2b.account.member"]._buyer(user)
cart = env["b2b.cart"]._current(buyer)
cart._add({product: 10})
env.cr.commit()
ids = user.id, cart.id, account.id
name = env.cr.dbname
env.cr.rollback()
sql_db.close_all()
gate, starter = os.pipe()


def submit(env):
    buyer = env["b2b.account.member"]._buyer(env.user)
    cart = env["b2b.cart"]._mine(buyer, ids[1])
    return cart._submit(buyer).id


children = []
for _number in range(6):
    if child := os.fork():
        children.append(child)
        continue
    os.close(starter)
    os.read(gate, 1)
    code = 1
    try:
        with Registry(name).cursor() as cr:
            own = api.Environment(cr, ids[0], {})
            retrying(lambda: submit(own), own)
        code = 0
    except Exception as error:
        print("FAILED", repr(error), flush=True)
    finally:
        os._exit(code)
os.close(starter)
ends = sorted(os.waitstatus_to_exitcode(os.wait()[1]) for _child in children)
with Registry(name).cursor() as cr:
    after = api.Environment(cr, 1, {})
    orders = after["sale.order"].search([("b2b_account_id", "=", ids[2])])
    intakes = after["b2b.intake"].search([("account_id", "=", ids[2])])
    broken = after["b2b.audit"].violations()
    print(json.dumps({"ends": ends, "orders": orders.mapped("b2b_state"),
                      "intakes": intakes.mapped("state"), "broken": broken}), flush=True)
os._exit(0)
"""


def test_cart_submitted_six_times_at_once_is_one_order(shared_database):
    told = answer(shared_database, SUBMIT_AT_ONCE)
    assert told["ends"] == [0] * 6
    assert told["orders"] == ["released"]
    assert told["intakes"] == ["order"]
    assert told["broken"] == []
