"""The API over the network: orders of 8 clients beside Odoo alone, stock of 500 SKUs, webhooks.

Beside: a database without our addons, and its `/json/2`: an order is made by one call and confirmed by
another. Both servers run at once and take turns, so that a slow moment of the machine hits both.
"""

import http.client
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

from odoo import fields
from odoo.fields import Command

from bench.measure import Row
from bench.stock import NAME as STOCK_DB
from bench.stock import goods, houses, stock_env
from tools.live import serving

CLIENTS, TURNS, ORDERS, LINES, SKUS = 8, 5, 2, 10, 500
ASKED = 20
WEBHOOKS = 10_000
NUMBERS = count(1)
ROOT = Path(__file__).parents[2]


def measure(env):
    """Four rows; nobody counts the queries of a server."""
    shop, stock = _Shop(env), _Stock()
    with (
        serving(env.cr.dbname, cron_threads=0, workers=2) as port,
        serving(STOCK_DB, cron_threads=0, workers=2, ready="/web/health") as other_port,
    ):
        acts = (partial(shop.order, port), partial(stock.order, other_port))
        for act in acts:
            _at_once(act, 1)  # both workers load the registry
        turns = [[_at_once(act, ORDERS) for act in acts] for _turn in range(TURNS)]
        (ours, our_waits), (theirs, their_waits) = (
            _together(side) for side in zip(*turns, strict=True)
        )
        what = f"API: an order of {LINES} lines, {CLIENTS} clients at once"
        other = "Odoo alone, /json/2 create + action_confirm"
        rate = f"{1 / ours:.1f} beside {1 / theirs:.1f} orders/s"
        yield Row(f"{what}: time per order ({rate})", other, ours, theirs, None, None)
        yield Row(f"{what}: p95", other, _p95(our_waits), _p95(their_waits), None, None)
        waits = [shop.availability(port) for _n in range(ASKED)]
        yield Row(f"API: stock of {SKUS} SKUs in one call, p95", "", _p95(waits), None, None, None)
    seconds = _drain(env)
    what = f"{WEBHOOKS:,} webhook messages delivered ({WEBHOOKS / seconds:.0f} a second)"
    yield Row(what, "", seconds, None, None, None)


class _Shop:
    """Accounts, customers, items and keys; committed, so that the server sees them."""

    def __init__(self, env):
        location = env["stock.warehouse"].search([], limit=1).lot_stock_id
        env["b2b.check.policy"].search(
            [("code", "in", ("near_duplicate", "channel_twin"))]
        ).action = "ignore"
        pricelist = env["product.pricelist"].create({"name": "API"})
        tier = env["b2b.account.tier"].create({"name": "API", "pricelist_id": pricelist.id})
        common = {"property_product_pricelist": pricelist.id, "is_company": True}
        env["res.partner"].create(
            [common | {"name": f"A {n}", "ref": f"API-{n}", "b2b_tier_id": tier.id}
             for n in range(CLIENTS)]
        )  # fmt: skip
        products = env["product.product"].create(
            [{"name": f"API {n}", "default_code": f"API-{n}", "list_price": 10, "is_storable": True}
             for n in range(SKUS)]
        )  # fmt: skip
        for product in products:
            env["stock.quant"]._update_available_quantity(product, location, 1_000_000)
        user = env.ref("base.user_admin")
        key = env["b2b.api.key"].create(
            {
                "name": "Bench",
                "user_id": user.id,
                "per_minute": 1_000_000,
                "scope_ids": [Command.set(env["b2b.api.scope"].search([]).ids)],
            }
        )
        self._token = key._issue()
        env.cr.commit()

    def order(self, port, client):
        """One call."""
        rows = [{"sku": f"API-{n}", "quantity": 2} for n in _places(client)]
        body = {"number": f"API-{next(NUMBERS)}", "account": f"API-{client}", "lines": rows}
        status, told = _post(port, "/b2b/v1/orders", self._token, body)
        assert status == 201, told

    def availability(self, port):
        """Seconds of one call."""
        begun = time.perf_counter()
        skus = [f"API-{n}" for n in range(SKUS)]
        status, told = _post(port, "/b2b/v1/stock", self._token, {"skus": skus})
        assert status == 200 and len(told["data"]) == SKUS
        return time.perf_counter() - begun


class _Stock:
    """As many customers and items in the database without our addons."""

    def __init__(self):
        env = stock_env()
        common = {"is_company": True}
        self._customers = (
            env["res.partner"].create([common | {"name": f"C {n}"} for n in range(CLIENTS)]).ids
        )
        self._products = goods(env, "API", CLIENTS * LINES, houses(env, 1)).ids
        user, later = env.ref("base.user_admin"), fields.Datetime.now() + timedelta(days=1)
        self._rpc = env["res.users.apikeys"].with_user(user)._generate("rpc", "Bench", later)
        env.cr.commit()
        env.cr.close()

    def order(self, port, client):
        """Two calls."""
        lines = [
            Command.create({"product_id": self._products[n], "product_uom_qty": 2})
            for n in _places(client)
        ]
        values = {
            "partner_id": self._customers[client],
            "client_order_ref": f"C-{next(NUMBERS)}",
            "order_line": lines,
        }
        status, ids = _post(port, "/json/2/sale.order/create", self._rpc, {"vals_list": [values]})
        assert status == 200, ids
        status, told = _post(port, "/json/2/sale.order/action_confirm", self._rpc, {"ids": ids})
        assert status == 200, told


def _places(client):
    """Items of the client's own: how hot items fare is measured elsewhere."""
    return [client * LINES + place for place in range(LINES)]


def _together(turns):
    """(seconds per act over all turns, seconds of each)."""
    return (
        sum(seconds for seconds, _waits in turns) / len(turns),
        [wait for _seconds, waits in turns for wait in waits],
    )


def _post(port, path, token, body):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", path, json.dumps(body), headers)
    response = connection.getresponse()
    told = json.loads(response.read())
    connection.close()
    return response.status, told


def _at_once(act, times):
    """(seconds per act over all, seconds of each) of clients that work at the same time."""

    def client(number):
        waits = []
        for _n in range(times):
            begun = time.perf_counter()
            act(number)
            waits.append(time.perf_counter() - begun)
        return waits

    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        waits = [wait for waits in pool.map(client, range(CLIENTS)) for wait in waits]
    return (time.perf_counter() - begun) / len(waits), waits


def _p95(waits):
    return sorted(waits)[max(0, int(len(waits) * 0.95) - 1)]


def _drain(env):
    """Seconds to deliver ten messages about each of 1,000 orders, in order."""
    script = ROOT / "addons" / "b2b_oms" / "tests" / "webhook_receiver.py"
    receiver = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    try:
        port = int(receiver.stdout.readline())
        webhook = env["b2b.webhook"].create(
            {
                "name": "Bench",
                "url": f"http://127.0.0.1:{port}/ok",
                "allow_private": True,
                "kind_ids": [Command.set(env["b2b.webhook.kind"].search([], limit=1).ids)],
            }
        )
        env["b2b.webhook.delivery"].create(
            [
                {
                    "webhook_id": webhook.id,
                    "kind": "order.released",
                    "subject": f"order:{number // 10}",
                    "data": f'{{"order": {{"id": {number}}}}}',
                }
                for number in range(WEBHOOKS)
            ]
        )
        env.cr.commit()
        begun = time.perf_counter()
        env["b2b.webhook.delivery"]._cron_deliver()
        seconds = time.perf_counter() - begun
        assert set(webhook.delivery_ids.mapped("state")) == {"delivered"}
        webhook.unlink()
        env.cr.commit()
        return seconds
    finally:
        receiver.kill()
