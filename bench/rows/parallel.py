"""Six clients confirm at once: on goods of their own, and on the same five."""

import json
import os
import time
from itertools import chain

from odoo import SUPERUSER_ID, api, sql_db
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import execute_cr

from bench.measure import Row
from bench.stock import NAME as STOCK_DB
from bench.stock import goods, houses

CLIENTS = 6
ORDERS = 20  # of each client
LINES = 3
HOT = 5


def measure(env):
    """Two rows: seconds an order, and orders a second in words."""
    env.cr.commit()  # the clients are other processes
    for what, shared in (("goods of their own", False), (f"the same {HOT} goods", True)):
        ours, failed = _race(env.cr.dbname, shared, managed=True)
        theirs, their_failed = _race(STOCK_DB, shared, managed=False)
        done, their_done = (CLIENTS * ORDERS - count for count in (failed, their_failed))
        yield Row(
            f"{CLIENTS} clients confirm {LINES} lines, {what}: {done / ours:.1f} orders a second"
            f" ({failed} refused), Odoo alone {their_done / theirs:.1f} ({their_failed} refused)",
            "Odoo alone",
            ours / max(1, done),
            theirs / max(1, their_done),
            None,
            None,
        )


def _race(name, shared, managed):
    """(seconds until the last is done, orders refused after Odoo's five tries)."""
    with Registry(name).cursor() as cr:
        batches = _drafts(api.Environment(cr, SUPERUSER_ID, {}), shared, managed)
    gate, starter = os.pipe()
    results, writer = os.pipe()
    children = []
    for batch in batches:
        if child := os.fork():
            children.append(child)
            continue
        _client(name, batch, gate, starter, writer)
    os.close(writer)
    started = time.perf_counter()
    os.close(starter)
    for child in children:
        os.waitpid(child, 0)
    seconds = time.perf_counter() - started
    with os.fdopen(results) as answers:
        failed = sum(json.loads(line) for line in answers)
    os.close(gate)
    with Registry(name).cursor() as cr:
        orders = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(chain(*batches))
        assert sum(order.state == "sale" for order in orders) == len(orders) - failed
    return seconds, failed


def _client(name, batch, gate, starter, writer):
    """A child: waits for the start, confirms its orders, says how many were refused."""
    os.close(starter)
    registry = Registry(name)
    sql_db._Pool = None  # connections are not shared with the parent
    registry._db = sql_db.db_connect(name)
    os.read(gate, 1)
    failed = 0
    for order in batch:
        try:
            with registry.cursor() as cr:
                execute_cr(cr, 2, "sale.order", "action_confirm", [[order]], {})
        except Exception:
            failed += 1
    os.write(writer, f"{failed}\n".encode())
    os._exit(0)


def _drafts(env, shared, managed):
    """Ids of draft orders, a list a client; committed by the caller."""
    place, own = houses(env, 1), {}
    if managed:
        env.ref("b2b_oms.policy_near_duplicate").action = "ignore"
        env.ref("b2b_oms.policy_channel_twin").action = "ignore"
        own = {"b2b_tier_id": env["b2b.account.tier"].create({"name": "Racing"}).id}
    partners = env["res.partner"].create([{"name": f"R{n}"} | own for n in range(CLIENTS)])
    hot = goods(env, "Hot", HOT, place)
    batches = []
    for partner in partners:
        mine = hot if shared else goods(env, partner.name, HOT, place)
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "client_order_ref": f"{partner.id}-{number}",
                    "order_line": [
                        Command.create(
                            {
                                "product_id": mine[(number + line) % HOT].id,
                                "product_uom_qty": 1 + number,
                            }
                        )
                        for line in range(LINES)
                    ],
                }
                for number in range(ORDERS)
            ]
        )
        batches.append(orders.ids)
    return batches
