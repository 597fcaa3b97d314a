"""A login for each role of the two accounts whose buyers can log in."""

# Login, name, account, role, limit per order, limit per month.
MEMBERS = (
    ("buyer1", "Nina Castillo", "C10010", "buyer", 1500.0, 6000.0),
    ("approver1", "Greg Sandoval", "C10010", "approver", 0.0, 0.0),
    ("payable1", "Marge Lindqvist", "C10010", "payable", 0.0, 0.0),
    ("viewer1", "Theo Banks", "C10010", "viewer", 0.0, 0.0),
    ("admin1", "Alicia Romero", "C10010", "admin", 0.0, 0.0),
    ("buyer2", "Wendell Hart", "C10020", "buyer", 2500.0, 0.0),
    ("approver2", "Ingrid Solberg", "C10020", "approver", 0.0, 0.0),
    ("payable2", "Curtis Doyle", "C10020", "payable", 0.0, 0.0),
    ("viewer2", "Fay Okafor", "C10020", "viewer", 0.0, 0.0),
    ("admin2", "Lorne Beck", "C10020", "admin", 0.0, 0.0),
)


def load(demo):
    """Make the logins that are missing, and give each its role."""
    env = demo.env
    Users = env["res.users"].with_context(no_reset_password=True, mail_create_nolog=True)
    made = {}
    for login, name, ref, role, order_limit, month_limit in MEMBERS:
        account = demo._get("account", ref)
        user = Users.search([("login", "=", login)])
        if not user:
            user = made[login] = Users.create(_values(demo, login, name, ref, account))
        env["b2b.account.member"].create(
            {
                "user_id": user.id,
                "account_id": account.id,
                "role": role,
                "order_limit": order_limit,
                "month_limit": month_limit,
            }
        )
    demo._name_records("login", made, env["res.users"].concat(*made.values()))


def _values(demo, login, name, ref, account):
    contact = demo.env["res.partner"].create(
        {"name": name, "parent_id": account.id, "email": f"{login}@{ref.lower()}.example"}
    )
    return {
        "login": login,
        "password": login,
        "partner_id": contact.id,
        "group_ids": [(6, 0, [demo.env.ref("base.group_portal").id])],
        "company_id": demo.env.company.id,
        "company_ids": [(6, 0, demo.env.company.ids)],
        "tz": "America/Chicago",
    }
