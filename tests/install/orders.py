"""A distributor's first orders, and a picture of them to compare after a move or an upgrade."""

import json

from tools import instance

MAKE = """
tier = env["b2b.account.tier"].create({"name": "Gold", "code": "KEPT", "minimum_order": 100})
account = env["res.partner"].create(
    {"name": "Northside", "ref": "N-100", "is_company": True, "b2b_tier_id": tier.id}
)
product = env["product.product"].create({"name": "Bolt", "list_price": 10, "is_storable": True})
stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, stock, 60)
for quantity in (1, 20, 30, 40):
    env["sale.order"].create({
        "partner_id": account.id,
        "client_order_ref": f"PO-{quantity}",
        "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity})],
    }).action_confirm()
order = env["sale.order"].search([("client_order_ref", "=", "PO-20")])
order.picking_ids.move_ids.picked = True
order.picking_ids.button_validate()
order._create_invoices().action_post()
env["ir.attachment"].create({"name": "kept.txt", "raw": b"kept" * 1000})
env.cr.commit()
"""

LOOK = """
import json
picture = {
    "orders": env["sale.order"].search([], order="id").mapped(
        lambda o: [o.name, o.state, o.b2b_state, o.amount_total, o.b2b_hold_ids.mapped("code"),
                   o.picking_ids.mapped("state"), o.order_line.mapped("qty_delivered")]),
    "invoices": [[m.name, m.state, m.amount_total, m.amount_residual, str(m.invoice_date_due)]
                 for m in env["account.move"].search([], order="id")],
    "account": env["res.partner"].search([("ref", "=", "N-100")]).b2b_tier_id.mapped("code"),
    "events": env["b2b.order.event"].search_count([]),
    "allocations": [[a.kind, a.quantity] for a in env["b2b.allocation"].search([], order="id")],
    "stock": [[q.quantity, q.reserved_quantity] for q in env["stock.quant"].search([], order="id")],
    "file": len(env["ir.attachment"].search([("name", "=", "kept.txt")]).raw or b""),
}
print("PICTURE", json.dumps(picture))
"""


def make(name, *options):
    """Held, shipped, invoiced, reserved and short orders in a database.

    :param options: of Odoo's command line, when its addons are not this checkout's
    """
    shell(name, MAKE, *options)


def picture(name, *options):
    """What must be the same afterwards."""
    return told(shell(name, LOOK, *options))


def told(printed):
    """The picture in what LOOK printed."""
    line = next(line for line in printed.splitlines() if line.startswith("PICTURE "))
    return json.loads(line.removeprefix("PICTURE "))


def shell(name, script, *options):
    """What a script in the Odoo shell prints."""
    return instance.get().run("Script", "shell", "-d", name, "--no-http", *options, script=script)
