"""Runs in Odoo's shell: the distributor of the evaluation. Prints its ids and what to expect.

Expected prices are worked out here by hand, from the numbers the rules are made of; the engine is
not asked.
"""

import json

from odoo.fields import Command, Date, Datetime

ACCOUNTS = 50
SHARES = (100, 80, 60)  # pieces of the wholesale order for each store
TIERS = ((0, "List"), (5, "Bronze"), (8, "Silver"), (12, "Gold"), (15, "Platinum"))
CHICAGO = {"partner_latitude": 41.88, "partner_longitude": -87.63}
ATLANTA = {"partner_latitude": 33.75, "partner_longitude": -84.39}

env = globals()["env"]
own = None

if env["sale.order"].search([], limit=1):
    companies = env["res.company"].search([])
    tiers = env["b2b.account.tier"].search([])
    own = {
        "orders": env["sale.order"].search_count([]),
        "accounts": len(
            set().union(
                *(
                    env["res.partner"]
                    .with_company(one)
                    .search([("b2b_tier_id", "in", tiers.ids), ("parent_id", "=", False)])
                    .ids
                    for one in companies
                )
            )
        ),
        "invoices": env["account.move"].search_count([("move_type", "=", "out_invoice")]),
        "violations": [one["message"] for one in env["b2b.audit"].violations()],
    }
    # A copy of somebody's own data: a company beside theirs, whose users, stock and books it leaves.
    company = env["res.company"].create(
        {"name": "Evaluation", "currency_id": env.company.currency_id.id}
    )
    env["account.chart.template"].try_loading("generic_coa", company)
    env["res.users"].browse((1, 2)).write(
        {"company_ids": [Command.link(company.id)], "company_id": company.id}
    )
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    ours = env["ir.model.data"].search([("model", "=", "ir.cron"), ("module", "=like", "b2b\\_%")])
    # The copy is neutralized: nothing leaves it, so its own jobs may run.
    env["ir.cron"].browse(ours.mapped("res_id")).active = True
    if not env["stock.warehouse"].search([("company_id", "=", company.id)]):
        env["stock.warehouse"].create({"name": "First", "code": "FIRST", "company_id": company.id})
company = env.company
company.write({"b2b_reminder_mode": "automatic"})
env.ref("b2b_oms.policy_near_duplicate").action = "ignore"
env.ref("b2b_oms.policy_channel_twin").action = "ignore"

# Two warehouses, and products whose stock is what the chapters need.
chicago = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
place = env["res.partner"].create({"name": "Chicago", **CHICAGO})
chicago.write({"name": "Chicago", "partner_id": place.id})
place = env["res.partner"].create({"name": "Atlanta", **ATLANTA})
atlanta = env["stock.warehouse"].create({"name": "Atlanta", "code": "ATL", "partner_id": place.id})


def product(code, price, in_chicago=0, in_atlanta=0):
    made = env["product.product"].create(
        {"name": f"Part {code}", "default_code": code, "list_price": price, "is_storable": True,
         "invoice_policy": "delivery", "taxes_id": False}
    )  # fmt: skip
    for house, quantity in ((chicago, in_chicago), (atlanta, in_atlanta)):
        if quantity:
            env["stock.quant"]._update_available_quantity(made, house.lot_stock_id, quantity)
    return made


products = {
    "AGREED": product("AGREED", 40, 5000),
    "TIERED": product("TIERED", 25, 5000),
    "SCARCE-20": product("SCARCE-20", 10, 12),
    **{f"RUSH-{n}": product(f"RUSH-{n}", 10, 30, 42) for n in range(5)},
    "CREDIT": product("CREDIT", 100, 1000),
    "PARTIAL": product("PARTIAL", 10, 60),
    "BULK": product("BULK", 50, 150, 150),
    "DUE": product("DUE", 80, 100),
    "AGREED-DAY": product("AGREED-DAY", 20, 30),
}

# Five tiers; fifty accounts, each with a price of its own for one product.
tiers = []
for percent, name in TIERS:
    prices = env["product.pricelist"].create(
        {"name": name,
         "item_ids": [Command.create({"compute_price": "percentage", "percent_price": percent})]}
    )  # fmt: skip
    tiers.append(
        env["b2b.account.tier"].create(
            {"name": name, "pricelist_id": prices.id,
             "payment_term_id": env.ref("account.account_payment_term_30days").id,
             "billing_schedule_id": env.ref("b2b_oms.billing_schedule_shipment").id}
        )
    )  # fmt: skip


def account(name, tier=0, **values):
    return env["res.partner"].create(
        {"name": name, "is_company": True, "email": "orders@buyer.example",
         "b2b_tier_id": tiers[tier].id, **CHICAGO, **values}
    )  # fmt: skip


fifty, expected = [], {}
for number in range(ACCOUNTS):
    one = account(f"Account {number + 1:02}", number % len(TIERS), ref=f"A-{number + 1:02}")
    agreed = 30 + number * 0.11
    env["b2b.price.agreement"].create(
        {"name": f"Contract {number + 1}", "account_id": one.id,
         "item_ids": [Command.create({"applied_on": "0_product_variant",
                                      "product_id": products["AGREED"].id,
                                      "compute_price": "fixed", "fixed_price": agreed})]}
    )  # fmt: skip
    fifty.append(one)
    percent = TIERS[number % len(TIERS)][0]
    expected[one.id] = {"AGREED": round(agreed, 2), "TIERED": round(25 * (1 - percent / 100), 2)}

# One account for each of the other chapters.
credit = account("Credit Foods")
limit = env["b2b.credit.limit"].create({"account_id": credit.id, "kind": "limit", "amount": 1000})
partial = account("Partial Supply")
term_45 = env["account.payment.term"].create(
    {"name": "45 Days", "line_ids": [Command.create(
        {"value": "percent", "value_amount": 100, "nb_days": 45, "delay_type": "days_after"})]}
)  # fmt: skip
wholesale = account("Wholesale Stores", property_payment_term_id=term_45.id)
doors = env["res.partner"].create(
    [{"name": f"Store {n}", "type": "delivery", "parent_id": wholesale.id,
      **(CHICAGO if n < 3 else ATLANTA)} for n in (1, 2, 3)]
)  # fmt: skip
env["b2b.volume.discount"].create({"account_id": wholesale.id, "threshold": 10000, "percent": 5})
late = account("Late Payers")
prepaid = account(
    "Prepaid Parts", b2b_billing_schedule_id=env.ref("b2b_oms.billing_schedule_confirmation").id
)
complete = account(
    "Complete Goods", b2b_billing_schedule_id=env.ref("b2b_oms.billing_schedule_complete").id
)
buyer = account("Buyer & Sons", 3)


def portal_user(name, login, of):
    person = env["res.partner"].create({"name": name, "parent_id": of.id, "email": login})
    return env["res.users"].with_context(no_reset_password=True).create(
        {"login": login, "password": login, "name": name, "partner_id": person.id,
         "group_ids": [Command.set(env.ref("base.group_portal").ids)]}
    )  # fmt: skip


login = "buyer@acceptance.example"
portal_user("Bea Buyer", login, buyer)

# The wholesaler's standing order: 240 pieces each month for three stores, the first of them today.
standing = env["b2b.standing.order"].create(
    {"name": "Monthly restocking", "account_id": wholesale.id, "customer_po": "BULK",
     "user_id": portal_user("Will Wholesale", "will@acceptance.example", wholesale).id,
     "rhythm": "dates", "dates": [Date.to_string(Date.context_today(wholesale))],
     "line_ids": [Command.create({"product_id": products["BULK"].id, "quantity": quantity,
                                  "ship_to_id": door.id})
                  for door, quantity in zip(doors, SHARES, strict=True)]}
)  # fmt: skip
env["b2b.billing.schedule"].search([]).write(
    {"starts_on": Datetime.subtract(Datetime.now(), days=9)}
)
env.cr.commit()

print(
    json.dumps(
        {
            "own": own,
            "products": {code: one.id for code, one in products.items()},
            "accounts": [one.id for one in fifty],
            "expected": expected,
            "credit": credit.id,
            "limit": limit.id,
            "partial": partial.id,
            "wholesale": wholesale.id,
            "doors": doors.ids,
            "shares": SHARES,
            "late": late.id,
            "prepaid": prepaid.id,
            "complete": complete.id,
            "buyer": buyer.id,
            "login": login,
            "chicago": chicago.id,
            "chicago_stock": chicago.lot_stock_id.id,
            "crons": {
                name: env.ref(f"b2b_oms.{name}").id
                for name in ("cron_look_again", "cron_billing", "cron_dispatch", "cron_reminders")
            }
            | {"cron_standing_orders": env.ref("b2b_portal.cron_standing_orders").id},
        }
    )
)
