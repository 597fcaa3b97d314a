"""Confirm and reserve over three warehouses: an account's order beside Odoo alone."""

from itertools import count

from odoo.fields import Command

from bench.measure import side_by_side
from bench.stock import goods, houses, stock_env

LINES = (1, 10, 100)
NUMBERS = count()


def measure(env):
    """A row for each number of lines; each line's goods lie in one of the three warehouses."""
    alone = stock_env()
    try:
        tier = env["b2b.account.tier"].create({"name": "Reserving"})
        account = env["res.partner"].create({"name": "Reserving", "b2b_tier_id": tier.id})
        customer = alone["res.partner"].create({"name": "Reserving"})
        places, their_places = houses(env), houses(alone)
        products = goods(env, "Reserved", max(LINES), places)
        their_products = goods(alone, "Reserved", max(LINES), their_places)
        for lines in LINES:
            ours = _drafts(env, account, products[:lines])
            others = _drafts(alone, customer, their_products[:lines], their_places)
            yield side_by_side(
                env,
                f"confirm and reserve over 3 warehouses, {lines} line{'s' * (lines > 1)}",
                "Odoo alone",
                lambda ours=ours: _confirm(next(ours), places),
                lambda others=others: _confirm(next(others), their_places),
                alone,
            )
    finally:
        alone.cr.close()


def _drafts(env, partner, products, places=()):
    """Orders made ready beforehand: only their confirmation is measured.

    :param places: Odoo alone is told by hand where each line comes from
    """
    orders = env["sale.order"].create(
        [
            {
                "partner_id": partner.id,
                "client_order_ref": f"RESERVE-{next(NUMBERS)}",
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": 1 + next(NUMBERS) % 97}
                        | _from(places, number)
                    )
                    for number, product in enumerate(products)
                ],
            }
            for _n in range(8)
        ]
    )
    return iter(orders)


def _from(places, number):
    if not places:
        return {}
    route = places[number % len(places)].delivery_route_id
    return {"route_ids": [Command.set(route.ids)]}


def _confirm(order, places):
    order.action_confirm()
    moves = order.picking_ids.move_ids
    assert set(moves.mapped("state")) == {"assigned"}, moves.mapped("state")
    assert len(moves.location_id.warehouse_id) == min(len(order.order_line), len(places))
