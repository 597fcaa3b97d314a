"""The spreadsheet dashboard, for houses that have Odoo's Dashboards: nothing of ours needs them."""

import base64

from odoo.fields import Command
from odoo.tools import file_open

FILE = "b2b_oms/data/dashboards/orders.json"
NAME = "spreadsheet_dashboard_orders"
READERS = (
    "b2b_oms.group_order_desk",
    "b2b_oms.group_credit",
    "account.group_account_readonly",
)


def put_dashboard(env):
    """Add the dashboard of orders where Odoo's Dashboards are installed and it is not there yet.

    It is ours by its external id, and so goes when we are uninstalled; ``noupdate`` keeps what
    people changed in it.

    :return: ``spreadsheet.dashboard``, empty where there are no Dashboards
    """
    if "spreadsheet.dashboard" not in env:
        return None
    known = env.ref(f"b2b_oms.{NAME}", raise_if_not_found=False)
    if known:
        return known
    with file_open(FILE, "rb") as file:
        content = file.read()
    dashboard = env["spreadsheet.dashboard"].create(
        {
            "name": env._("B2B Orders"),
            "dashboard_group_id": env.ref(
                "spreadsheet_dashboard.spreadsheet_dashboard_group_sales"
            ).id,
            "spreadsheet_binary_data": base64.b64encode(content),
            "main_data_model_ids": [Command.link(env["ir.model"]._get_id("sale.order"))],
            "group_ids": [Command.set([env.ref(group).id for group in READERS])],
            "sequence": 50,
            "is_published": True,
        }
    )
    env["ir.model.data"].create(
        {
            "module": "b2b_oms",
            "name": NAME,
            "model": dashboard._name,
            "res_id": dashboard.id,
            "noupdate": True,
        }
    )
    return dashboard
