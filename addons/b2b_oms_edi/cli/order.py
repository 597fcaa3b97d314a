"""Takes one purchase order file through the whole path and prints what became of it.

Runs inside the Odoo shell (``env`` is given). Reads the environment: B2B_FILE is the file,
B2B_ACCOUNT the account number (may be empty when the file names its account), B2B_UNTIL where to
stop: ``release``, ``ship`` or ``invoice`` (the default). Exit code 0 when the document was taken
in, also when its order is held; 1 when it was refused or waits for a person.
"""

import os
from pathlib import Path

from odoo.addons.b2b_oms.intake.inbound import InboundDocument

STEPS = ("release", "ship", "invoice")


def main(env):
    """Returns the exit code."""
    until = os.environ.get("B2B_UNTIL") or "invoice"
    path = Path(os.environ.get("B2B_FILE", ""))
    if not path.is_file():
        return _fail(f"There is no file {path}. Say FILE=path/to/order.csv.")
    if until not in STEPS:
        return _fail(f"UNTIL={until} is none of {', '.join(STEPS)}.")
    reference = os.environ.get("B2B_ACCOUNT", "")
    account = env["b2b.intake"]._account_by_reference(reference)
    if reference and len(account) != 1:
        return _fail(f"There is no account {reference}.")
    document = InboundDocument(path.read_bytes(), path.name, "rep", account, sender=env.user.login)
    intake = env["b2b.intake"].submit(document)
    parts = intake.child_ids or intake
    taken = [_follow(part, until) for part in parts]
    env.cr.commit()
    return 0 if all(taken) else 1


def _follow(intake, until):
    """Print one document and what it became; true unless it was refused or waits."""
    state = dict(intake._fields["state"]._description_selection(intake.env))[intake.state]
    print(f"{intake.filename} {intake.number or ''}: {state}. {intake.reason}")
    order = intake.order_ids
    if not order:
        return intake.state in ("duplicate", "change")
    print(f"  account   {order.b2b_account_id.display_name}")
    print(
        f"  amount    {order.amount_total:.2f} {order.currency_id.name}, {len(order.order_line)} lines"
    )
    if order.b2b_state == "held":
        for hold in order.b2b_hold_ids.filtered(lambda hold: hold._is_blocking()):
            print(f"  held      {hold.message}")
        return True
    print(f"  released  {order.name}")
    if until != "release":
        _ship(order)
    if until == "invoice":
        _invoice(order)
    return True


def _ship(order):
    """Validate every delivery that has reserved goods; the rest stays a backorder."""
    for picking in order.picking_ids.filtered(lambda picking: picking.state == "assigned"):
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        print(f"  shipped   {picking.name} from {picking.picking_type_id.warehouse_id.name}")
    for move in order.picking_ids.move_ids.filtered(lambda m: m.state not in ("done", "cancel")):
        print(
            f"  waiting   {move.product_uom_qty:g} {move.product_uom.name} {move.product_id.display_name}"
        )


def _invoice(order):
    """Invoice what was delivered and post it."""
    if order.invoice_status != "to invoice":
        print("  invoice   nothing to invoice yet")
        return
    invoice = order._create_invoices()
    invoice.action_post()
    print(
        f"  invoice   {invoice.name}, {invoice.amount_total:.2f} {invoice.currency_id.name}, "
        f"due {invoice.invoice_date_due}"
    )


def _fail(sentence):
    print(sentence)
    return 2


raise SystemExit(main(env))  # noqa: F821 - given by the shell
