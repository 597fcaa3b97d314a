"""A night's billing: 500 shipments of 5 lines by schedule, beside stock Odoo making and posting the same."""

from odoo.fields import Command

from bench.measure import Row, once

SHIPMENTS = 500
LINES = 5


def measure(env):
    """The run (sending excluded), and the sending shown apart."""
    env.cr.commit = lambda: env.flush_all()  # the bench leaves nothing behind
    try:
        products = _products(env)
        schedule = env["b2b.billing.schedule"].create({"name": "Bench", "timing": "shipment"})
        tier = env["b2b.account.tier"].create(
            {"name": "Bench bill", "billing_schedule_id": schedule.id}
        )
        account = _customer(env, "Bench account", b2b_tier_id=tier.id)
        customer = _customer(env, "Bench customer")
        _shipped(env, account, products, 5), _shipped(env, customer, products, 5)
        env["b2b.billing.run"]._cron_bill()
        _stock_way(env, customer)  # both are warm now
        _shipped(env, account, products, SHIPMENTS)
        _shipped(env, customer, products, SHIPMENTS)
        theirs = once(env, lambda: _stock_way(env, customer))
        ours = once(env, lambda: env["b2b.billing.run"]._cron_bill())
        assert _count(env, account) == _count(env, customer) == SHIPMENTS + 5
        yield Row(
            f"bill {SHIPMENTS} shipments of {LINES} lines, posted (one run)",
            "stock Odoo, the same invoices in one call",
            ours[0],
            theirs[0],
            ours[1],
            theirs[1],
        )
    finally:
        del env.cr.commit


def _customer(env, name, **vals):
    return env["res.partner"].create({"name": name, "email": "ap@example.com"} | vals)


def _products(env):
    products = env["product.product"].create(
        [
            {"name": f"Bill {n}", "default_code": f"BILL-{n}", "list_price": 10, "is_storable": True,
             "invoice_policy": "delivery"}
            for n in range(LINES)
        ]
    )  # fmt: skip
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product in products:
        env["stock.quant"]._update_available_quantity(product, location, 1_000_000)
    return products


def _shipped(env, partner, products, count):
    env["b2b.check.policy"].search([]).write({"action": "ignore"})
    orders = env["sale.order"].create(
        [
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 2})
                    for product in products
                ],
            }
            for _n in range(count)
        ]
    )
    orders.action_confirm()
    orders.picking_ids.move_ids.picked = True
    orders.picking_ids._action_done()


def _stock_way(env, customer):
    orders = env["sale.order"].search(
        [("partner_id", "=", customer.id), ("invoice_status", "=", "to invoice")]
    )
    orders._create_invoices(grouped=True).action_post()


def _count(env, partner):
    return env["account.move"].search_count(
        [("partner_id", "=", partner.id), ("state", "=", "posted")]
    )
