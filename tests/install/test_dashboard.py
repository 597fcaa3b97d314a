"""Where Odoo's Dashboards are installed ours is among them, and goes when we are uninstalled."""

import os

from orders import shell

from tools import database

NAME = "b2b_dashboard"
OPEN = """
action = env["b2b.order.figure"].action_open_dashboard()
print("OPENS", action.get("tag") or action["res_model"])
env.cr.commit()
"""
LOOK = """
import json
(board,) = env["spreadsheet.dashboard"].search([("name", "=", "B2B Orders")])
env["b2b.order.figure"].action_open_dashboard()
assert env["spreadsheet.dashboard"].search_count([("name", "=", "B2B Orders")]) == 1
data = json.loads(board._get_serialized_readonly_dashboard())["snapshot"]
print("SHEETS", [sheet["name"] for sheet in data["sheets"]])
"""
LEAVE = """
env["ir.module.module"].search([("name", "=", "b2b_oms")]).button_immediate_uninstall()
env = env(cr=env.cr)
env.cr.execute("SELECT COUNT(*) FROM spreadsheet_dashboard WHERE name->>'en_US' = 'B2B Orders'")
print("LEFT", env.cr.fetchone()[0])
"""


def test_dashboard_is_there_with_odoos_and_goes_with_us():
    database.clone(os.environ["B2B_TEMPLATE_DB"], NAME)
    try:
        database.install(NAME, "spreadsheet_dashboard")
        assert "OPENS action_spreadsheet_dashboard" in shell(NAME, OPEN)
        assert "SHEETS ['Dashboard', 'Data']" in shell(NAME, LOOK)
        assert "LEFT 0" in shell(NAME, LEAVE)
    finally:
        database.drop(NAME)
