"""Many clients order scarce goods from a real server with several workers, over HTTP.

Nothing is oversold, lost or answered with an error; every order ends released or held, and all that
was asked is reserved or backordered. The same holds when workers are killed and when the database
crashes while they order.
"""

import subprocess
import threading
from collections import Counter

import pytest
from odoo_server import Client, Server, at_the_same_time, hurting
from processes import answer

from tools import instance, postgres

PRODUCTS = 5
ACCOUNTS = 40
BLOCKED = 4  # accounts whose orders are held
SETUP = """
import json

second = env["stock.warehouse"].create({{"name": "Second", "code": "SEC"}})
first = env["stock.warehouse"].search([("id", "!=", second.id)], limit=1)
products = env["product.product"].create([
    {{"name": f"Scarce {{n}}", "default_code": f"SCARCE-{{n}}", "list_price": 10, "is_storable": True}}
    for n in range({products})])
for product, quantity in zip(products, {stock}):
    for house, part in ((first, quantity // 3), (second, quantity - quantity // 3)):
        env["stock.quant"]._update_available_quantity(product, house.lot_stock_id, part)
env.ref("b2b_oms.policy_near_duplicate").action = "ignore"
env.ref("b2b_oms.policy_channel_twin").action = "ignore"
tier = env["b2b.account.tier"].create({{"name": "Gold"}})
accounts = env["res.partner"].create([
    {{"name": f"Account {{n}}", "is_company": True, "b2b_tier_id": tier.id,
     "b2b_status": "blocked" if n < {blocked} else False}}
    for n in range({accounts})])
env.cr.commit()
print(json.dumps({{"products": products.ids, "accounts": accounts.ids}}))
"""

RESULT = """
import json

products = env["product.product"].search([("default_code", "=like", "SCARCE-%")], order="id")
quants = env["stock.quant"].search(
    [("product_id", "in", products.ids), ("location_id.usage", "=", "internal")])
orders = env["sale.order"].search([("client_order_ref", "=like", "LOAD-%")])
rows = orders.b2b_allocation_ids
print(json.dumps({
    "refs": sorted(orders.mapped("client_order_ref")),
    "states": orders.mapped("b2b_state"),
    "unpromised": [
        line.id for line in orders.filtered(lambda o: o.b2b_state == "released").order_line
        if sum(line.b2b_allocation_ids.mapped("quantity")) != line.product_uom_qty],
    "on_hand": [sum(quants.filtered(lambda q: q.product_id == p).mapped("quantity")) for p in products],
    "on_quants": [
        sum(quants.filtered(lambda q: q.product_id == p).mapped("reserved_quantity")) for p in products],
    "reserved": [
        sum(rows.filtered(lambda r: r.product_id == p).mapped("reserved_quantity")) for p in products],
    "waiting": [
        sum(rows.filtered(lambda r: r.product_id == p).mapped("waiting_quantity")) for p in products],
    "violations": env["b2b.audit"].violations(),
}))
"""


class Shop:
    """A database with scarce goods, the orders that want them, and what became of them."""

    def __init__(self, name, orders, share=0.6, variables=None):
        self.name, self.variables = name, variables
        self.baskets = [self._basket(number) for number in range(orders)]
        # Blocked accounts take nothing: the stock is scarce for the others.
        wanted = Counter()
        for number, basket in enumerate(self.baskets):
            if not self.is_blocked(number):
                wanted.update(basket)
        self.wanted = [wanted[product] for product in range(PRODUCTS)]
        self.stock = [int(quantity * share) for quantity in self.wanted]
        script = SETUP.format(
            products=PRODUCTS, stock=self.stock, accounts=ACCOUNTS, blocked=BLOCKED
        )
        self.ids = answer(name, script, variables)

    def _basket(self, number):
        """{product: quantity} of one order; two products, in either order."""
        return {number % PRODUCTS: 1 + number % 3, (number * 3 + 1) % PRODUCTS: 2}

    def is_blocked(self, number):
        return number % ACCOUNTS < BLOCKED

    def values(self, number):
        lines = [
            {"product_id": self.ids["products"][product], "product_uom_qty": quantity}
            for product, quantity in self.baskets[number].items()
        ]
        return {
            "partner_id": self.ids["accounts"][number % ACCOUNTS],
            "client_order_ref": f"LOAD-{number:03}",
            "order_line": [[0, 0, line] for line in lines],
        }

    def check(self):
        """Every promise of this test, after the load."""
        result = answer(self.name, RESULT, self.variables)
        numbers = range(len(self.baskets))
        held = sum(self.is_blocked(number) for number in numbers)
        assert result["refs"] == [f"LOAD-{number:03}" for number in numbers]
        assert Counter(result["states"]) == +Counter(held=held, released=len(numbers) - held)
        assert result["unpromised"] == []
        assert result["on_hand"] == self.stock
        assert result["reserved"] == result["on_quants"] == self.stock
        assert result["waiting"] == [
            wanted - stock for wanted, stock in zip(self.wanted, self.stock, strict=True)
        ]
        assert result["violations"] == []


def _ordering(shop, server):
    """A function that places an order as a client that trusts the server."""
    local = threading.local()

    def place(number):
        local.client = client = getattr(local, "client", None) or Client(server)
        ids = client.call("sale.order", "create", vals_list=[shop.values(number)])
        client.call("sale.order", "action_confirm", ids=ids)

    return place


def _ordering_stubbornly(shop, server, troubles):
    """A function that tries until the order is known to be in: a client of a server in trouble."""

    def place(number):
        Client(server).order_stubbornly(shop.values(number), troubles)

    return place


def test_twenty_simultaneous_orders_on_scarce_stock(shared_database, tmp_path):
    shop = Shop(shared_database, orders=20, share=0.5)
    with Server(shared_database, tmp_path / "odoo.log") as server:
        client = Client(server)
        drafts = [
            client.call("sale.order", "create", vals_list=[shop.values(number)])
            for number in range(20)
        ]
        gate = threading.Barrier(20)

        def confirm(ids):
            own = Client(server)
            gate.wait()
            own.call("sale.order", "action_confirm", ids=ids)

        at_the_same_time(confirm, drafts, clients=20)
        assert server.complaints() == []
    shop.check()


def test_two_hundred_orders_by_forty_clients_for_sixty_percent_of_the_stock(
    shared_database, tmp_path
):
    shop = Shop(shared_database, orders=200)
    with Server(shared_database, tmp_path / "odoo.log") as server:
        at_the_same_time(_ordering(shop, server), range(200), clients=40)
        assert server.complaints() == []
    shop.check()


def test_workers_killed_under_load_lose_and_double_nothing(shared_database, tmp_path):
    shop, troubles = Shop(shared_database, orders=60), []
    with Server(shared_database, tmp_path / "odoo.log") as server:
        place = _ordering_stubbornly(shop, server, troubles)
        with hurting(server.kill_a_worker, seconds=2, times=12):
            at_the_same_time(place, range(60), clients=12)
    assert troubles, "no client noticed: nobody was killed in the middle of a call"
    shop.check()


@pytest.fixture
def own_cluster(shared_database):
    """A PostgreSQL of the test's own with a copy of the database: it may crash."""
    # The processes die, the machine does not: what was handed to its system is there afterwards.
    cluster = postgres.Cluster("-crashing", synchronous_commit="on")
    cluster.remove()
    cluster.start()
    here = instance.get()
    own = here.environment | cluster.variables()
    subprocess.run([postgres.program("createdb"), shared_database], env=own, check=True)
    dump = subprocess.Popen(
        [postgres.program("pg_dump"), shared_database], env=here.environment, stdout=subprocess.PIPE
    )
    subprocess.run(
        [postgres.program("psql"), "-qX", "-d", shared_database],
        env=own, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    assert dump.wait() == 0
    yield cluster
    cluster.remove()


def test_database_that_crashes_under_load_keeps_every_answer_it_gave(
    own_cluster, shared_database, tmp_path
):
    variables, troubles = own_cluster.variables(), []
    shop = Shop(shared_database, orders=60, variables=variables)

    def crash(_turn):
        own_cluster.stop("immediate")
        own_cluster.start()

    with Server(shared_database, tmp_path / "odoo.log", variables) as server:
        place = _ordering_stubbornly(shop, server, troubles)
        with hurting(crash, seconds=6, times=3):
            at_the_same_time(place, range(60), clients=12)
    assert troubles, "no client noticed: the database did not crash in the middle of a call"
    shop.check()
