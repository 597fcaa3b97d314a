"""Many processes want the same few goods, with real commits: each piece is promised once."""

import pytest
from processes import answer, call_at_once

STOCK = 10
SETUP = """
import json
from odoo.fields import Command

product = env["product.product"].create(
    {{"name": "Bolt", "default_code": "BOLT", "list_price": 10, "is_storable": True}})
warehouse = env["stock.warehouse"].search([], limit=1)
shelf = env["stock.location"].create(
    {{"name": "Shelf", "location_id": warehouse.lot_stock_id.id, "usage": "internal"}})
Quant = env["stock.quant"]
Quant._update_available_quantity(product, warehouse.lot_stock_id, {stock})
tier = env["b2b.account.tier"].create({{"name": "Gold"}})
accounts = env["res.partner"].create(
    [{{"name": f"Account {{n}}", "b2b_tier_id": tier.id}} for n in range({accounts})]
    + [{{"name": f"Customer {{n}}"}} for n in range({customers})])
orders = env["sale.order"].create([
    {{
        "partner_id": partner.id,
        "client_order_ref": f"PO-{{partner.id}}",
        "order_line": [Command.create({{"product_id": product.id, "product_uom_qty": 1}})],
    }}
    for partner in accounts])
internal = warehouse.int_type_id
internal.reservation_method = "manual"
transfers = env["stock.picking"].create([
    {{
        "picking_type_id": internal.id,
        "location_id": warehouse.lot_stock_id.id,
        "location_dest_id": shelf.id,
        "move_ids": [Command.create({{
            "product_id": product.id,
            "product_uom_qty": 1,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": shelf.id,
        }})],
    }}
    for _n in range({transfers})])
transfers.action_confirm()
count = Quant.with_context(inventory_mode=True).search(
    [("product_id", "=", product.id), ("location_id", "=", warehouse.lot_stock_id.id)])
count.inventory_quantity = {counted}
env.cr.commit()
print(json.dumps({{"orders": orders.ids, "transfers": transfers.ids, "count": count.ids}}))
"""

RESULT = """
import json

quants = env["stock.quant"].search(
    [("product_id.default_code", "=", "BOLT"), ("location_id.usage", "=", "internal")])
moves = env["stock.move"].search([("product_id.default_code", "=", "BOLT"), ("state", "!=", "done")])
print(json.dumps({
    "quants": len(quants),
    "on_hand": sum(quants.mapped("quantity")),
    "reserved": sum(quants.mapped("reserved_quantity")),
    "assigned": sum(move.state == "assigned" for move in moves),
    "waiting": sum(move.state == "confirmed" for move in moves),
    "orders": sorted(env["sale.order"].search([]).mapped(lambda o: o.b2b_state or o.state)),
    "violations": env["b2b.audit"].violations(),
}))
"""

# After the stock is reserved and before the commit.
KILL = "Registry(name)['sale.order']._step_stop_deliveries = lambda self: os.kill(os.getpid(), 9)"


@pytest.fixture
def shop(shared_database):
    """A function that fills the database; ids of what wants the stock."""

    def fill(accounts=0, customers=0, transfers=0, counted=STOCK):
        script = SETUP.format(
            stock=STOCK,
            accounts=accounts,
            customers=customers,
            transfers=transfers,
            counted=counted,
        )
        return answer(shared_database, script)

    return fill


def _confirming(ids):
    return [("sale.order", "action_confirm", [order]) for order in ids["orders"]]


def test_sixteen_orders_for_ten_pieces_promise_ten(shared_database, shop):
    ends = call_at_once(shared_database, _confirming(shop(accounts=16)))
    assert ends == [0] * 16
    result = answer(shared_database, RESULT)
    assert (result["quants"], result["on_hand"], result["reserved"]) == (1, 10, 10)
    assert (result["assigned"], result["waiting"]) == (10, 6)
    assert result["orders"] == ["released"] * 16
    assert result["violations"] == []


def test_whoever_reserves_nobody_oversells(shared_database, shop):
    ids = shop(accounts=4, customers=6, transfers=6)
    calls = _confirming(ids)
    calls += [("stock.picking", "action_assign", [transfer]) for transfer in ids["transfers"]]
    ends = call_at_once(shared_database, calls)
    # Odoo tries a call five times; who then has nothing is told so and has reserved nothing.
    assert ends.count(0) >= 10
    result = answer(shared_database, RESULT)
    assert result["quants"] == 1
    assert result["assigned"] == result["reserved"] <= result["on_hand"] == 10
    assert result["violations"] == []


def test_a_count_comes_in_between_reservations_and_breaks_no_promise(shared_database, shop):
    ids = shop(accounts=8, counted=5)
    count = ("stock.quant", "action_apply_inventory", ids["count"])
    orders = _confirming(ids)
    ends = call_at_once(shared_database, [*orders[:4], count, *orders[4:]])
    assert ends == [0] * 9
    result = answer(shared_database, RESULT)
    assert result["on_hand"] == 5
    assert result["assigned"] == result["reserved"] == 5
    assert result["violations"] == []


def test_a_worker_killed_during_release_leaves_the_order_waiting(shared_database, shop):
    calls = _confirming(shop(accounts=2))
    assert call_at_once(shared_database, calls[:1], before=KILL) == [-9]
    result = answer(shared_database, RESULT)
    assert (result["reserved"], result["orders"]) == (0, ["received"] * 2)
    assert call_at_once(shared_database, calls) == [0, 0]  # nobody kept a place in line
    result = answer(shared_database, RESULT)
    assert (result["reserved"], result["orders"]) == (2, ["released"] * 2)
    assert result["violations"] == []
