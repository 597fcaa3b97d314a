"""The same orders with OCA's addons; runs in an Odoo shell of theirs, prints one line of JSON."""

import json
import os
import statistics
import sys
from itertools import count

from odoo.fields import Command

sys.path.insert(0, os.environ["B2B_ROOT"])

from bench.measure import RUNS, once  # noqa: E402
from bench.trade import goods  # noqa: E402

NUMBERS = count()


def customer(env):
    """A customer with a credit limit, whose orders three rules and a tier definition look at."""
    env["exception.rule"].search([]).active = True
    env["tier.definition"].create(
        {
            "name": "Large orders",
            "model_id": env["ir.model"]._get_id("sale.order"),
            "definition_domain": "[('amount_total', '>', 1000000)]",
            "reviewer_id": env.user.id,
        }
    )
    partner = env["res.partner"].create({"name": "Customer", "credit_limit": 100_000_000})
    partner.write({"risk_sale_order_include": True, "risk_invoice_open_include": True})
    return partner


def ordering(env, partner, products):
    """A callable that creates and confirms one order."""

    def order():
        made = env["sale.order"].create(
            {
                "partner_id": partner.id,
                "client_order_ref": f"BENCH-{next(NUMBERS)}",
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 2})
                    for product in products
                ],
            }
        )
        made.action_confirm()
        assert made.state == "sale", made.state

    return order


def main(env):
    partner, products, told = customer(env), goods(env), {}
    for lines in json.loads(os.environ["B2B_LINES"]):
        work = ordering(env, partner, products[:lines])
        once(env, work)
        seconds, queries = zip(*(once(env, work) for _n in range(RUNS)), strict=True)
        told[lines] = statistics.median(seconds), int(statistics.median(queries))
    env.cr.rollback()
    print("TOLD", json.dumps(told))


main(env)  # noqa: F821 - given by the shell
