"""The house rules of the demo distributor: what needs a permit, whose yes, who stands in."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

# Categories nobody may buy, or ship abroad, just like that.
AEROSOLS = "Maintenance / Lubricants / Sprays"
RESPIRATORS = "Safety / Respiratory / Masks"
RESTRICTED = {AEROSOLS: "permission", RESPIRATORS: "no_export"}
# Above this an order needs a yes, in the company's currency with tax.
LARGE_ORDER = 15000


def load(demo):
    """Rules come after the four weeks: they were made because of what happened in them."""
    _restrictions(demo)
    _account_rules(demo)
    _policies(demo)
    _approvals(demo)


def _restrictions(demo):
    for path, restriction in RESTRICTED.items():
        demo._get("category", path).b2b_restriction = restriction
    permit = demo._get("category", AEROSOLS)
    demo._get("account", "C10060").b2b_permitted_categ_ids = permit
    # Made to order: it takes a week.
    demo._get("product", "DB-10").sale_delay = 7


def _account_rules(demo):
    demo._get("account", "C10220").b2b_po_required = "yes"
    demo._get("account", "C10420").b2b_status = "blocked"
    demo._get("account", "C10500").b2b_status = "new"


def _policies(demo):
    """Nearer rows than the ones for everybody."""
    company = demo.env.company.id
    demo.env["b2b.check.policy"].create(
        [
            # The branches of national accounts order on their own, and then again by their office.
            {"code": "near_duplicate", "action": "hold", "days": 3, "company_id": company,
             "tier_id": demo._get("tier", "platinum").id},
            {"code": "first_orders", "action": "hold", "times": 1, "company_id": company,
             "tier_id": demo._get("tier", "starter").id},
            {"code": "order_value", "action": "approve", "amount": LARGE_ORDER,
             "company_id": company, "tolerance": 2},
        ]
    )  # fmt: skip


def _approvals(demo):
    rep, manager, finance, warehouse, credit = (
        demo._get("user", login)
        for login in ("rep", "manager", "accountant", "warehouse", "credit")
    )
    rep.write({"b2b_manager_id": manager.id, "b2b_discount_authority": 12})
    by_manager = {"approver": "manager", "hours": 24}
    by_finance = {"approver": "user", "user_id": finance.id, "hours": 24,
                  "escalation_id": manager.id}  # fmt: skip
    by_warehouse = {"approver": "user", "user_id": warehouse.id, "hours": 4}
    rules = demo.env["b2b.approval.rule"].create(
        [
            _rule(
                "Rush orders", [by_warehouse], about="order", domain="[('b2b_priority', '=', '1')]"
            ),
            _rule("Large orders", [by_manager, by_finance], code="order_value"),
            _rule("Discounts", [by_manager], code="discount"),
        ]
    )
    demo._name_records("approval_rule", ["rush", "large", "discounts"], rules)
    today = fields.Date.today()
    demo.env["b2b.approval.deputy"].create(
        {
            "user_id": finance.id,
            "deputy_id": credit.id,
            "date_from": today - timedelta(days=2),
            "date_to": today + timedelta(days=5),
        }
    )


def _rule(name, steps, **values):
    sequenced = [Command.create({"sequence": n} | step) for n, step in enumerate(steps)]
    return {"name": name, "step_ids": sequenced} | values
