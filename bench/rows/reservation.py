"""Confirm and reserve: an account's order beside the same on Odoo's own reservation."""

from contextlib import contextmanager
from itertools import count

from odoo.fields import Command

from bench.measure import side_by_side

LINES = (1, 10, 100)
NUMBERS = count()
OURS = "odoo.addons.b2b_oms.models.stock_"


def measure(env):
    """A row for each number of lines."""
    products = env["product.product"].create(
        [
            {"name": f"Reserved {number}", "list_price": 10, "is_storable": True}
            for number in range(max(LINES))
        ]
    )
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product in products:
        env["stock.quant"]._update_available_quantity(product, location, 1_000_000)
    tier = env["b2b.account.tier"].create({"name": "Reserving"})
    account = env["res.partner"].create({"name": "Reserving", "b2b_tier_id": tier.id})
    customer = env["res.partner"].create({"name": "Not reserving"})
    for lines in LINES:
        ours = _drafts(env, account, products[:lines])
        others = _drafts(env, customer, products[:lines])
        yield side_by_side(
            env,
            f"confirm and reserve, {lines} line{'s' * (lines > 1)}",
            "stock Odoo's reservation",
            lambda ours=ours: _confirm(next(ours)),
            lambda others=others: _confirm_as_odoo(env, next(others)),
        )


def _drafts(env, partner, products):
    """Orders made ready beforehand: only their confirmation is measured."""
    orders = env["sale.order"].create(
        [
            {
                "partner_id": partner.id,
                "client_order_ref": f"RESERVE-{next(NUMBERS)}",
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": 1 + next(NUMBERS) % 97}
                    )
                    for product in products
                ],
            }
            for _n in range(8)
        ]
    )
    return iter(orders)


def _confirm(order):
    order.action_confirm()
    assert set(order.picking_ids.move_ids.mapped("state")) == {"assigned"}


def _confirm_as_odoo(env, order):
    with _without_ours(env):
        _confirm(order)


@contextmanager
def _without_ours(env):
    """Take our reservation out of the registry's classes: what is left is Odoo's."""
    taken = []
    for model in ("stock.move", "stock.quant"):
        registry_class = type(env[model])
        bases = registry_class.__bases__
        taken.append((registry_class, bases))
        registry_class.__bases__ = tuple(
            base for base in bases if not base.__module__.startswith(OURS)
        )
    try:
        yield
    finally:
        for registry_class, bases in taken:
            registry_class.__bases__ = bases
