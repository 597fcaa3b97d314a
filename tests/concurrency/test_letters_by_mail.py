"""Notices of shipments and reminders on their real way: a mail server that answers, or does not."""

from processes import shell

SERVER = """
env["ir.mail_server"].search([]).unlink()
env["ir.mail_server"].create(
    {{"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": {port}, "smtp_encryption": "none"}})
env["ir.cron"].search([]).active = False
"""

SHIP = """
from odoo.fields import Command

tier = env["b2b.account.tier"].create({"name": "Gold"})
env["b2b.check.policy"].search([]).write({"action": "ignore"})
account = env["res.partner"].create({
    "name": "Northside", "ref": "N-1", "b2b_tier_id": tier.id, "email": "dock@northside.example"})
product = env["product.product"].create({
    "name": "Hex bolt", "default_code": "BOLT", "list_price": 10, "is_storable": True})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, location, 100)
order = env["sale.order"].create({
    "partner_id": account.id, "client_order_ref": "PO-77", "order_line": [
        Command.create({"product_id": product.id, "product_uom_qty": 10})]})
order.action_confirm()
picking = order.picking_ids
picking.write({"b2b_carrier": "Midwest Freight", "b2b_tracking_ref": "MF-1",
               "b2b_tracking_url": "https://track.example/MF-1"})
picking.move_ids.write({"quantity": 6, "picked": True})
picking._action_done()
rest = order.picking_ids - picking
rest.move_ids.write({"quantity": 4, "picked": True})
rest._action_done()
wizard = env["stock.return.picking"].create({"picking_id": picking.id})
wizard.product_return_moves.quantity = 1
back = wizard._create_return()
back.move_ids.write({"quantity": 1, "picked": True})
back._action_done()
env.cr.commit()
env["b2b.billing.dispatch"]._cron_send()
env["b2b.billing.dispatch"]._cron_send()
print(env["b2b.billing.dispatch"].search([]).mapped("state"))
"""

OWE = """
from datetime import timedelta
from odoo import fields
from odoo.fields import Command

env.company.b2b_reminder_mode = "automatic"
tier = env["b2b.account.tier"].create({"name": "Gold"})
for number in range(2):
    account = env["res.partner"].create({"name": f"Debtor {number}", "b2b_tier_id": tier.id,
                                         "email": f"ap{number}@example.com"})
    due = fields.Date.today() - timedelta(days=5)
    env["account.move"].create({
        "move_type": "out_invoice", "partner_id": account.id, "invoice_date": due,
        "invoice_payment_term_id": False, "invoice_date_due": due, "invoice_line_ids": [
            Command.create({"name": "Goods", "price_unit": 100, "tax_ids": False})]}).action_post()
env.cr.commit()
env["b2b.reminder.run"]._cron_run()
env.cr.commit()
"""

SEND = """
env["b2b.reminder"]._cron_send()
env.cr.commit()
env["mail.mail"].process_email_queue()
env.cr.commit()
env["b2b.reminder"]._cron_send()
env.cr.commit()
print([(letter.state, bool(letter.error)) for letter in env["b2b.reminder"].search([])])
"""


def _parts(message, kind):
    return [
        part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == kind
    ]


def test_buyer_gets_one_message_for_each_shipment_with_its_slip_and_none_for_a_return(
    shared_database, sink
):
    states = shell(shared_database, SERVER.format(port=sink.port) + SHIP).splitlines()[-1]
    assert eval(states) == ["sent", "sent"]
    first, second = sorted(sink.messages, key=lambda message: message["Subject"])
    assert "dock@northside.example" in first["To"]
    assert "PO-77" in first["Subject"]
    body = b"".join(_parts(first, "text/html")).decode()
    assert "https://track.example/MF-1" in body
    assert "MF-1" in body
    assert "Midwest Freight" in body
    for message in (first, second):
        (slip,) = _parts(message, "application/pdf")
        assert slip.startswith(b"%PDF")


def test_reminders_of_a_time_without_mail_server_go_out_once_when_it_is_back(shared_database, sink):
    sink.refusing = True
    shell(shared_database, SERVER.format(port=sink.port) + OWE)
    seen = shell(shared_database, SEND).splitlines()[-1]
    assert eval(seen) == [("failed", True)] * 2
    assert not sink.messages
    sink.refusing = False
    for _again in range(2):
        seen = shell(shared_database, SEND).splitlines()[-1]
    assert eval(seen) == [("sent", False)] * 2
    assert len(sink.messages) == 2
    assert all(_parts(message, "application/pdf") for message in sink.messages)


WEEK = """
user = env.ref("base.user_admin")
user.write({"email": "boss@house.example", "tz": "Europe/Berlin"})
digest = env.ref("b2b_oms.digest_weekly")
digest.with_user(user).action_subscribe()
digest.next_run_date = "2001-01-01"
env["digest.digest"].search([("id", "!=", digest.id)]).state = "deactivated"
env.cr.commit()
for _again in range(2):
    env["digest.digest"]._cron_send_digest_email()
    env.cr.commit()
env["mail.mail"].process_email_queue()
env.cr.commit()
"""


def test_who_asked_for_the_week_gets_it_once(shared_database, sink):
    shell(shared_database, SERVER.format(port=sink.port) + SHIP + WEEK)
    (week,) = [one for one in sink.messages if "The Week of Orders" in one["Subject"]]
    assert "boss@house.example" in week["To"]
    body = b"".join(_parts(week, "text/html")).decode()
    assert "Orders Received" in body
    assert "/odoo/action-b2b_oms.b2b_order_figure_action" in body
    assert week["List-Unsubscribe"]
