"""Routing: one order of many lines, and many orders, over ten warehouses."""

from bench.measure import Row, alone, once
from bench.stock import houses

WAREHOUSES = 10
LINES = (10, 100, 1000)
ORDERS = (100, 1000, 10_000)
LINES_OF_AN_ORDER = 3


def measure(env):
    """A row for each size: how seconds and queries grow is read down the table."""
    from odoo.addons.b2b_oms.routing.words import Need

    places = houses(env, WAREHOUSES)
    for number, place in enumerate(places):
        place.partner_id = env["res.partner"].create(
            {
                "name": place.name,
                "partner_latitude": 30 + number * 2,
                "partner_longitude": -120 + number * 5,
            }
        )
    tier = env["b2b.account.tier"].create({"name": "Routed"})
    account = env["res.partner"].create(
        {
            "name": "Routed",
            "b2b_tier_id": tier.id,
            "partner_latitude": 41.85,
            "partner_longitude": -87.67,
        }
    )
    products = env["product.product"].create(
        [{"name": f"Routed {n}", "is_storable": True} for n in range(max(LINES))]
    )
    # Every product in three of the ten, in each less than two orders want.
    env["stock.quant"].sudo().create(
        [
            {
                "product_id": product.id,
                "location_id": places[(number * 7 + turn * 3) % WAREHOUSES].lot_stock_id.id,
                "quantity": 5 + (number + turn) % 11,
            }
            for number, product in enumerate(products)
            for turn in range(3)
        ]
    )
    Plan = env["b2b.routing.plan"]

    def needs(first, count):
        return [
            Need(number, products[number % len(products)], 1 + number % 13, account)
            for number in range(first, first + count)
        ]

    def route(count):
        plan = Plan._plan(account, needs(0, count), env.company)
        assert plan.shares

    for count in LINES:
        what = f"route an order of {count} lines over {WAREHOUSES} warehouses"
        yield alone(env, what, lambda count=count: route(count))

    def route_orders(count):
        for order in range(count):
            wanted = needs(order * LINES_OF_AN_ORDER, LINES_OF_AN_ORDER)
            assert Plan._plan(account, wanted, env.company).shares

    for count in ORDERS:
        seconds, queries = once(env, lambda count=count: route_orders(count))
        what = f"route {count:,} orders of {LINES_OF_AN_ORDER} lines over {WAREHOUSES} warehouses"
        yield Row(f"{what} (one run)", "", seconds, None, queries, None)
