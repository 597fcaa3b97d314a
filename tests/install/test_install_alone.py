"""Each addon installs with nothing but what it depends on, and leaves no trace when it goes."""

import os

import pytest

from tools import database, instance
from tools.paths import OURS

USE = """
tier = env["b2b.account.tier"].create({"name": "Gold", "minimum_order": 100})
account = env["res.partner"].create({"name": "Northside", "b2b_tier_id": tier.id})
product = env["product.product"].create({"name": "Bolt", "list_price": 10, "is_storable": True})
for quantity in (1, 20):
    env["sale.order"].create({
        "partner_id": account.id,
        "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity})],
    }).action_confirm()
env.cr.commit()
"""

UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", "{addon}")])
module.button_immediate_uninstall()
"""

USE_AFTERWARDS = """
old = env["sale.order"].search([])
assert len(old) == 2 and set(old.mapped("state")) == {{"draft", "sale"}}, old.mapped("state")
order = old.filtered(lambda o: o.state == 'draft').copy()
order.action_confirm()
assert order.state == ({left} and "draft" or "sale"), order.state
assert env["ir.ui.view"].search([("model", "=", "sale.order"), ("type", "=", "form")])
env["sale.order"].get_view(view_type="form")
env["res.partner"].get_view(view_type="form")
print("usable")
"""


def _shell(name, script):
    return instance.get().run("Script", "shell", "-d", name, "--no-http", script=script)


def _left_behind(name, addon):
    """What still speaks of the addon in the database."""
    queries = {
        "external ids": f"SELECT name FROM ir_model_data WHERE module = '{addon}'",
        "module": f"SELECT state FROM ir_module_module WHERE name = '{addon}' "
        "AND state != 'uninstalled'",
    }
    if addon == "b2b_oms":
        queries |= {
            "models": "SELECT model FROM ir_model WHERE model LIKE 'b2b.%'",
            "fields": "SELECT name FROM ir_model_fields WHERE name LIKE 'b2b%'",
            "tables": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'b2b%'",
            "columns": "SELECT column_name FROM information_schema.columns "
            "WHERE column_name LIKE 'b2b%' AND table_schema = 'public'",
            "crons": "SELECT cron_name FROM ir_cron WHERE cron_name LIKE 'B2B%'",
        }
    found = {what: instance.get().sql(name, query) for what, query in queries.items()}
    return {what: rows for what, rows in found.items() if rows}


@pytest.mark.parametrize("addon", OURS)
def test_addon_installs_alone_and_leaves_a_usable_database(addon):
    name = f"b2b_alone_{addon}"
    database.clone(os.environ["B2B_BASE_DB"], name)
    try:
        database.install(name, addon)
        _shell(name, USE)
        _shell(name, UNINSTALL.format(addon=addon))
        assert _left_behind(name, addon) == {}
        left = addon != "b2b_oms"  # the spine is still there, and holds the small order
        assert "usable" in _shell(name, USE_AFTERWARDS.format(left=left))
    finally:
        database.drop(name)
