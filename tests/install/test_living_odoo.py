"""Installed into a company that already works with Odoo: nothing changes until an account gets a tier.

``B2B_LIVING_ORDERS=2000 make test ARGS=tests/install/test_living_odoo.py`` is the size of the guide
(docs/installing.md); the suite makes do with fewer.
"""

import json
import os

import pytest
from living import MAKE, PICTURE, TABLES, TIER, WORK

from tools import database, instance
from tools.paths import OURS

OTHERS = ("website_sale", "purchase_stock", "stock_delivery", "mrp", "sale_mrp", "point_of_sale")
ORDERS = int(os.environ.get("B2B_LIVING_ORDERS", "60"))
NAME = "b2b_living"
OUR_PRODUCTS = (
    "SELECT count(*) FROM ir_model_data WHERE model = 'product.product' AND module LIKE 'b2b\\_%'"
)


def _shell(script):
    return instance.get().run("Script", "shell", "-d", NAME, "--no-http", script=script)


def _told(printed, word):
    line = next(line for line in printed.splitlines() if line.startswith(f"{word} "))
    return line.removeprefix(f"{word} ")


def _picture():
    return json.loads(_told(_shell(PICTURE.format(tables=TABLES)), "PICTURE"))


def _work():
    return json.loads(_told(_shell(WORK), "WORK"))


@pytest.fixture(scope="module")
def living():
    """(picture, work) before our addons were installed; now they are."""
    database.clone(os.environ["B2B_BASE_DB"], NAME)
    database.install(NAME, *OTHERS)
    assert f"made {ORDERS}" in _shell(MAKE.format(orders=ORDERS))
    before = _picture(), _work()
    database.install(NAME, *OURS)
    yield before
    database.drop(NAME)


def test_orders_prices_stock_and_invoices_are_what_they_were(living):
    after = _picture()
    changed = {
        table: [pair for pair in zip(rows, after[table], strict=False) if pair[0] != pair[1]][:3]
        for table, rows in living[0].items()
        if rows != after[table][: len(rows)]
    }
    assert changed == {}
    new = {table: len(after[table]) - len(rows) for table, rows in living[0].items()}
    # The products of the addons' own data: an item nobody knows, discounts, fees.
    [ours] = instance.get().sql(NAME, OUR_PRODUCTS)
    assert {table: number for table, number in new.items() if number} == {
        "product_template": int(ours)
    }
    assert len(after["sale_order"]) == ORDERS


def test_customer_without_tier_is_served_as_before(living):
    assert _work() == living[1]


def test_a_tier_is_what_makes_the_difference_and_no_promise_is_broken_by_the_past(living):
    told = _shell(TIER)
    expected = ["draft", "held", ["minimum_order"], "sale"]
    assert eval(_told(told, "TIER"))[:4] == expected
    assert eval(_told(told, "AUDIT")) == []
