"""Create and confirm: an account on our path beside a customer without a tier (Odoo alone)."""

from itertools import count

from odoo.fields import Command

from bench import trade
from bench.measure import side_by_side

LINES = (1, 10, 100)
NUMBERS = count()


def measure(env):
    """A row for each number of lines."""
    products, account = trade.goods(env), trade.account(env)
    common = {"property_product_pricelist": account.property_product_pricelist.id}
    customer = env["res.partner"].create(common | {"name": "Customer"})
    for lines in LINES:
        yield side_by_side(
            env,
            f"create and confirm, {lines} line{'s' * (lines > 1)}",
            "stock Odoo",
            _ordering(env, account, products[:lines]),
            _ordering(env, customer, products[:lines]),
        )


def _ordering(env, partner, products):
    """A callable that creates and confirms one order; each with a PO number of its own."""

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
        assert made.state == "sale"

    return order
