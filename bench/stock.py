"""Odoo alone: a second database without our addons, and the same goods in both."""

import os

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

NAME = os.environ["B2B_STOCK_DB"]
HOUSES = 3


def stock_env():
    """An environment of its own in the database without our addons."""
    return api.Environment(Registry(NAME).cursor(), SUPERUSER_ID, {})


def houses(env, count=HOUSES):
    """So many warehouses of the company, made where they are missing."""
    Warehouse = env["stock.warehouse"]
    found = Warehouse.search([("company_id", "=", env.company.id)])
    missing = [
        {"name": f"House {number}", "code": f"H{number}"} for number in range(len(found), count)
    ]
    return (found | Warehouse.create(missing))[:count]


def goods(env, name, count, places, quantity=1_000_000):
    """Products, each on stock in the warehouse whose turn it is."""
    products = env["product.product"].create(
        [
            {"name": f"{name} {number}", "list_price": 10, "is_storable": True}
            for number in range(count)
        ]
    )
    for number, product in enumerate(products):
        place = places[number % len(places)].lot_stock_id
        env["stock.quant"]._update_available_quantity(product, place, quantity)
    return products
