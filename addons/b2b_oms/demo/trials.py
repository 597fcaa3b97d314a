"""A rule the manager thinks about: tried on the orders of the demo's weeks, not in force."""

SMALLER_LIMIT = 1200  # orders above it would need a yes, in the company's currency


def load(demo):
    """What the background does a chunk a transaction; the demo is one."""
    rule = demo.env["b2b.check.policy"].create(
        {
            "code": "order_value",
            "action": "approve",
            "amount": SMALLER_LIMIT,
            "tier_id": demo._get("tier", "starter").id,
            "company_id": demo.env.company.id,
            "active": False,
        }
    )
    trial = demo.env["b2b.trial"].create(
        {"kind": "rule", "rule": f"{rule._name},{rule.id}", "weeks": 8}
    )
    trial.action_start()
    while trial.state == "running":
        trial._ask_chunk()
