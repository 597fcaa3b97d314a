"""Many people and jobs decide over one account at the same moment: its limit holds, nobody is told off."""

import time

from processes import at_once, shell

WORKERS = 5
ORDERS = 50  # 90.00 each; the limit fits seven

SETUP = """
env["b2b.check.policy"].search([("code", "in", ("near_duplicate", "channel_twin"))]).action = "ignore"
tier = env["b2b.account.tier"].create({{"name": "Gold"}})
account = env["res.partner"].create({{"name": "Northside", "ref": "N-1", "b2b_tier_id": tier.id}})
env["b2b.credit.limit"].create({{"account_id": account.id, "amount": 650}})
product = env["product.product"].create({{
    "name": "Bolt", "default_code": "BOLT", "list_price": 10, "is_storable": True,
    "invoice_policy": "order", "taxes_id": False}})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, location, 100000)
env["sale.order"].create([{{
    "partner_id": account.id,
    "client_order_ref": f"PO-{{number}}",
    "order_line": [(0, 0, {{"product_id": product.id, "product_uom_qty": 9}})],
}} for number in range({orders})])
env.cr.commit()
"""

# One call of the web client for each order, with the retries of Odoo's own dispatcher.
CONFIRM = """
import time
from odoo.service.model import retrying
from odoo.service.server import thread_local

thread_local.rpc_model_method = "sale.order.action_confirm"
orders = env["sale.order"].search([], order="id")[{worker}::{workers}].ids
env.cr.rollback()
while time.time() < {start}:
    time.sleep(0.001)
for order in orders:
    retrying(lambda: env["sale.order"].browse(order).action_confirm(), env)
"""

PAY_AND_LOOK = """
import time
from odoo.service.model import retrying

def invoice_and_pay():
    order = env["sale.order"].search([("state", "=", "sale"), ("invoice_ids", "=", False)], limit=1)
    if not order:
        return 0
    invoice = order._create_invoices()
    invoice.action_post()
    env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoice.ids).create({{}})._create_payments()
    return 1

env.cr.rollback()
while time.time() < {start}:
    time.sleep(0.001)
paid, deadline = 0, time.time() + 90
while paid < 3 and time.time() < deadline:
    paid += retrying(invoice_and_pay, env)
    env["sale.order"]._cron_b2b_look_again()
    env.cr.commit()
    time.sleep(0.05)
"""

LOOK = """
for _round in range(3):
    env["sale.order"]._cron_b2b_look_again()
    env.cr.commit()
"""

RESULT = """
states = env["sale.order"].search([]).mapped("b2b_state")
limit = env["b2b.credit.limit"].search([])
print([states.count("released"), states.count("held"), round(limit.exposure, 2),
       len(env["account.payment"].search([])), env["b2b.audit"].violations()])
"""


def _confirming(start):
    return [
        CONFIRM.format(start=start, worker=worker, workers=WORKERS) for worker in range(WORKERS)
    ]


def _result(name):
    return eval(shell(name, RESULT).strip().splitlines()[-1])


def test_fifty_orders_at_once_of_an_account_whose_limit_fits_seven(shared_database):
    shell(shared_database, SETUP.format(orders=ORDERS))
    at_once(shared_database, _confirming(time.time() + 6))
    released, held, exposure, _payments, violations = _result(shared_database)
    assert (released, held, exposure) == (7, 43, 630)
    assert violations == []


def test_payments_posted_while_orders_confirm_never_let_the_limit_be_passed(shared_database):
    shell(shared_database, SETUP.format(orders=20))
    start = time.time() + 6
    at_once(shared_database, [*_confirming(start), PAY_AND_LOOK.format(start=start + 1)])
    shell(shared_database, LOOK)
    released, held, exposure, payments, violations = _result(shared_database)
    assert violations == []
    assert payments > 0
    assert exposure <= 650
    # As far as the credit reaches, and no further: each payment lets one more order go.
    assert (released, held) == (7 + payments, 20 - 7 - payments)
