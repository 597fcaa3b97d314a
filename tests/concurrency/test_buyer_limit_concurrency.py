"""One login orders from many windows at once: its month limit holds."""

import time

from processes import answer, at_once, shell

WORKERS = 3
ORDERS = 12  # 90.00 each; the month fits four

SETUP = """
env["b2b.check.policy"].search([("code", "in", ("near_duplicate", "channel_twin"))]).action = "ignore"
tier = env["b2b.account.tier"].create({"name": "Gold"})
account = env["res.partner"].create({"name": "Northside", "ref": "N-1", "b2b_tier_id": tier.id})
contact = env["res.partner"].create(
    {"name": "Ann", "parent_id": account.id, "email": "ann@buyer.example"})
user = env["res.users"].with_context(no_reset_password=True).create({
    "login": "ann", "partner_id": contact.id,
    "group_ids": [(6, 0, [env.ref("base.group_portal").id])]})
env["b2b.account.member"].create(
    {"user_id": user.id, "account_id": account.id, "role": "buyer", "month_limit": 400})
product = env["product.product"].create({
    "name": "Bolt", "default_code": "BOLT", "list_price": 10, "is_storable": True,
    "taxes_id": False})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, location, 100000)
env.cr.commit()
"""

# What the portal's cart does: a document of its login for the one intake.
SUBMIT = """
import json, time
from odoo.addons.b2b_oms.intake.inbound import InboundDocument

account = env["res.partner"].search([("ref", "=", "N-1")])
env.cr.rollback()
while time.time() < {start}:
    time.sleep(0.001)
for number in range({worker}, {orders}, {workers}):
    content = json.dumps(
        {{"number": f"PO-{{number}}", "lines": [{{"sku": "BOLT", "quantity": 9}}]}}).encode()
    env["b2b.intake"].submit(
        InboundDocument(content, "cart.json", "portal", account, sender="ann"))
    env.cr.commit()
"""

RESULT = """
import json
env["b2b.intake"]._cron_process()  # whatever lost five times is left to it
orders = env["sale.order"].search([])
held = orders.filtered(lambda order: order.b2b_state == "held")
print(json.dumps([
    orders.mapped("b2b_state").count("released"), len(held),
    sorted(set(held.b2b_hold_ids.mapped("code"))), len(env["b2b.buyer.approval"].search([])),
    len(orders.b2b_orderer_id), env["b2b.audit"].violations()]))
"""


def test_orders_of_one_login_at_once_stay_within_its_month(shared_database):
    shell(shared_database, SETUP)
    start = time.time() + 8
    at_once(
        shared_database,
        [
            SUBMIT.format(start=start, worker=worker, workers=WORKERS, orders=ORDERS)
            for worker in range(WORKERS)
        ],
    )
    assert answer(shared_database, RESULT) == [4, 8, ["buyer_limit"], 8, 1, []]
