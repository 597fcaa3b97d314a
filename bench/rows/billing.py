"""A night's billing beside an Odoo without our addons, what it costs to send, and a long night."""

import os
import sys
from pathlib import Path

from odoo.fields import Command

from bench.measure import Row, once
from bench.stock import stock_env

SHIPMENTS = 500
LINES = 5
NIGHT = 2_000
SENT = 200


def measure(env):
    """The run (sending excluded), the sending apart, and a night with one order that cannot be billed."""
    env.cr.commit = env.flush_all  # the bench leaves nothing behind
    env.cr.rollback = _no_rollback
    try:
        env["b2b.check.policy"].search([]).write({"action": "ignore"})
        env["b2b.billing.dispatch"].search([]).unlink()
        yield _beside_stock(env)
        yield _sending(env)
        yield _night(env)
    finally:
        del env.cr.commit, env.cr.rollback


def _no_rollback():
    raise AssertionError("Something failed that should not in a benchmark.")


def _beside_stock(env):
    account = _account(env, "Bench account")
    products = _products(env, LINES)
    _ship(env, account, products, 5)
    _bill(env)
    _ship(env, account, products, SHIPMENTS)
    ours = once(env, lambda: _bill(env))
    assert _count(env, account) == SHIPMENTS + 5
    theirs = _stock_alone()
    return Row(
        f"bill {SHIPMENTS} shipments of {LINES} lines, posted, one run",
        "Odoo without our addons, the same invoices in one call",
        ours[0],
        theirs[0],
        ours[1],
        theirs[1],
    )


def _stock_alone():
    env = stock_env()
    try:
        customer = env["res.partner"].create({"name": "Customer", "email": "ap@example.com"})
        products = _products(env, LINES)
        _ship(env, customer, products, 5)
        _stock_way(env, customer)
        _ship(env, customer, products, SHIPMENTS)
        measured = once(env, lambda: _stock_way(env, customer))
        assert _count(env, customer) == SHIPMENTS + 5
        return measured
    finally:
        env.cr.rollback()
        env.cr.close()


def _sending(env):
    """Invoices of the run above go to a mail server on this machine, PDFs by the real engine."""
    sys.path.insert(0, str(Path(os.environ["B2B_ROOT"]) / "tests" / "concurrency"))
    from smtp_sink import Sink

    sink = Sink()
    env["ir.mail_server"].search([]).unlink()
    env["ir.mail_server"].create(
        {
            "name": "Sink",
            "smtp_host": "127.0.0.1",
            "smtp_port": sink.port,
            "smtp_encryption": "none",
        }
    )
    queue = env["b2b.billing.dispatch"]
    queue.search([("move_id", "=", False)]).unlink()
    waiting = queue.search([("state", "=", "waiting")], order="id")
    waiting[SENT:].unlink()
    seconds, queries = once(env, queue._cron_send)
    sink.shutdown()
    sink.server_close()
    assert len(sink.messages) == SENT, set(waiting.exists().mapped("error"))
    return Row(
        f"send {SENT} invoices by mail, PDF made and attached", "", seconds, None, queries, None
    )


def _night(env):
    account = _account(env, "Night account")
    _ship(env, account, _products(env, 1), NIGHT)
    bad = env["sale.order"].search([("partner_id", "=", account.id)], limit=1, order="id desc")
    currencies = env["res.currency"].with_context(active_test=False)
    unrated = currencies.search(
        [("rate_ids", "=", False), ("id", "!=", bad.currency_id.id)], limit=1
    )
    unrated.active = True
    bad.currency_id = unrated
    seconds, queries = once(env, lambda: _bill(env))
    run = env["b2b.billing.run"].search([], order="id desc", limit=1)
    assert _count(env, account) == NIGHT - 1, _count(env, account)
    assert run.failure_ids.order_ids == bad, run.failure_ids.mapped("message")
    what = f"bill {NIGHT:,} shipments in one night, one that cannot be named and left out"
    return Row(what, "", seconds, None, queries, None)


def _account(env, name):
    schedule = env["b2b.billing.schedule"].create({"name": name, "timing": "shipment"})
    tier = env["b2b.account.tier"].create({"name": name, "billing_schedule_id": schedule.id})
    return env["res.partner"].create(
        {"name": name, "email": "ap@example.com", "b2b_tier_id": tier.id}
    )


def _products(env, count):
    products = env["product.product"].create(
        [
            {
                "name": f"Bill {n}",
                "list_price": 10,
                "is_storable": True,
                "invoice_policy": "delivery",
            }
            for n in range(count)
        ]
    )
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product in products:
        env["stock.quant"]._update_available_quantity(product, location, 1_000_000)
    return products


def _ship(env, partner, products, count):
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
    env.flush_all()


def _bill(env):
    env["b2b.billing.run"]._cron_bill()


def _stock_way(env, customer):
    orders = env["sale.order"].search(
        [("partner_id", "=", customer.id), ("invoice_status", "=", "to invoice")]
    )
    orders._create_invoices(grouped=True).action_post()


def _count(env, partner):
    return env["account.move"].search_count(
        [("partner_id", "=", partner.id), ("state", "=", "posted")]
    )
