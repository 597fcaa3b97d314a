"""The company, and one login for each role. Passwords equal logins: this is a demo."""

import base64
from pathlib import Path

UNNAMED = {"YourCompany", "My Company"}
COMPANY = {
    "name": "Brightwater Industrial Supply",
    "street": "1850 S Canal St",
    "city": "Chicago",
    "zip": "60616",
    "phone": "+1 312-555-0140",
    "email": "hello@brightwater.example",
    "website": "https://brightwater.example",
    "primary_color": "#1f4e79",
    "secondary_color": "#17705f",
}
STAFF = (
    ("rep", "Dana Whitfield", ("sales_team.group_sale_salesman",)),
    ("desk", "Marcus Oyelaran", ("b2b_oms.group_order_desk", "stock.group_stock_user",
                                 "account.group_account_invoice")),
    ("credit", "Priya Raman", ("b2b_oms.group_credit", "account.group_account_readonly")),
    ("warehouse", "Tom Halvorsen", ("stock.group_stock_manager",)),
    ("accountant", "Helen Brandt", ("account.group_account_manager",
                                    "sales_team.group_sale_salesman_all_leads")),
    ("manager", "Robert Castellano", ("b2b_oms.group_manager", "stock.group_stock_manager",
                                      "account.group_account_invoice")),
)  # fmt: skip
BUYERS = (
    ("buyer1", "Nina Castillo", "C10010"),
    ("buyer2", "Wendell Hart", "C10020"),
)


def company(demo):
    """Name the company, unless somebody did."""
    env, ours = demo.env, demo.env.company
    if ours.name in UNNAMED:
        logo = (Path(__file__).parent / "data" / "logo.png").read_bytes()
        ours.write(
            COMPANY
            | {
                "logo": base64.b64encode(logo),
                "state_id": demo._state("IL").id,
                "country_id": env.ref("base.us").id,
                "external_report_layout_id": env.ref("web.external_layout_standard").id,
                "b2b_cost_per_hour": 42,
            }
        )


def load(demo):
    """Staff with the groups of their work, and two buyers in the portal."""
    Users = demo.env["res.users"].with_context(no_reset_password=True, mail_create_nolog=True)
    logins, users = [], []
    for login, name, groups in STAFF:
        logins.append(login)
        users.append(Users.create(_values(demo, login, name, ("base.group_user", *groups))))
    for login, name, ref in BUYERS:
        account = demo._get("account", ref)
        contact = demo.env["res.partner"].create(
            {"name": name, "parent_id": account.id, "email": f"{login}@{ref.lower()}.example"}
        )
        values = _values(demo, login, name, ("base.group_portal",))
        logins.append(login)
        users.append(Users.create(values | {"partner_id": contact.id}))
    demo._name_records("user", logins, users)
    accounts = demo.env["res.partner"].search([("b2b_tier_id", "!=", False), ("ref", "!=", False)])
    accounts.user_id = users[0]


def _values(demo, login, name, groups):
    """Staff read in Odoo what others get by mail: a demo sends none."""
    inbox = "base.group_user" in groups
    return {
        "login": login,
        "password": login,
        "name": name,
        "email": f"{login}@brightwater.example",
        "notification_type": "inbox" if inbox else "email",
        "group_ids": [(6, 0, [demo.env.ref(group).id for group in groups])],
        "company_id": demo.env.company.id,
        "company_ids": [(6, 0, demo.env.company.ids)],
        "tz": "America/Chicago",
    }
