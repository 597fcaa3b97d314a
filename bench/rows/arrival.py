"""Stock arrives for a thousand lines that wait."""

from odoo.fields import Command

from bench.measure import Row, once
from bench.stock import houses

ORDERS, LINES = 50, 20


def measure(env):
    """One row: everything that waits is ranked, shared out and reserved."""
    place = houses(env, 1)
    tier = env["b2b.account.tier"].create({"name": "Waiting"})
    account = env["res.partner"].create({"name": "Waiting", "b2b_tier_id": tier.id})
    env.ref("b2b_oms.policy_near_duplicate").action = "ignore"
    env.ref("b2b_oms.policy_channel_twin").action = "ignore"
    products = env["product.product"].create(
        [{"name": f"Awaited {n}", "list_price": 10, "is_storable": True} for n in range(LINES)]
    )
    orders = env["sale.order"].create(
        [
            {
                "partner_id": account.id,
                "client_order_ref": f"WAITS-{number}",
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 2})
                    for product in products
                ],
            }
            for number in range(ORDERS)
        ]
    )
    for order in orders:
        order.action_confirm()
    waiting = orders.b2b_allocation_ids
    assert len(waiting) == ORDERS * LINES and set(waiting.mapped("kind")) == {"backorder"}
    for product in products:
        for house in waiting.warehouse_id or place:
            env["stock.quant"]._update_available_quantity(product, house.lot_stock_id, 2 * ORDERS)
    run = env["b2b.allocation.run"]
    mine = [("product_id", "in", products.ids)]

    def serve():
        run._serve_by_company(env["b2b.allocation"]._waiting(mine))

    seconds, queries = once(env, serve)
    assert sum(waiting.mapped("waiting_quantity")) == 0
    what = f"stock arrives for {len(waiting):,} waiting lines (one run)"
    yield Row(what, "", seconds, None, queries, None)
