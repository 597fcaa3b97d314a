"""Billing by real processes with real commits: killed, twice at once, and a mail server that is down."""

import os
import subprocess
import time

import pytest
from processes import at_once, shell

from tools import database, instance

SETUP = """
from datetime import timedelta
from odoo import fields
from odoo.fields import Command

schedule = env["b2b.billing.schedule"].create({"name": "Shipment", "timing": "shipment"})
tier = env["b2b.account.tier"].create({"name": "Gold", "billing_schedule_id": schedule.id})
env["b2b.check.policy"].search([]).write({"action": "ignore"})
product = env["product.product"].create({
    "name": "Bolt", "default_code": "BOLT", "list_price": 10, "is_storable": True})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, location, 1000)
for number in range(3):
    account = env["res.partner"].create({
        "name": f"Account {number}", "ref": f"A-{number}", "b2b_tier_id": tier.id,
        "email": f"ap{number}@example.com"})
    for _n in range(4):
        order = env["sale.order"].create({"partner_id": account.id, "order_line": [
            Command.create({"product_id": product.id, "product_uom_qty": 2})]})
        order.action_confirm()
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
env["b2b.billing.dispatch"].search([]).unlink()  # only invoices are looked at here
env["ir.cron"].search([]).active = False
env.cr.commit()
"""

BILL = """
import os, time
from odoo.addons.b2b_oms.billing import run

run.CHUNK = 2
while time.time() < {start}:
    time.sleep(0.001)
{fault}
env["b2b.billing.run"]._cron_bill()
"""

# The second chunk is made and claimed, and then the process is gone before it commits.
DIE = """
Maker, seen = type(env["b2b.billing.maker"]), []
claim = Maker._claim
def dying(self, drafts, of):
    claim(self, drafts, of)
    self.env.flush_all()
    seen.append(1)
    if len(seen) == 2:
        os.kill(os.getpid(), 9)
Maker._claim = dying
"""

RESULT = """
moves = env["account.move"].search([("b2b_billing_run_id", "!=", False)])
print(sorted(moves.mapped("state")))
print(sorted(len(l.invoice_lines) for l in env["sale.order.line"].search([])))
print(env["b2b.billing.run"].search([]).mapped("state"), len(env["b2b.audit"].violations()))
"""

SEND = """
from odoo import fields
env["ir.mail_server"].search([]).unlink()
env["ir.mail_server"].create(
    {{"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": {port}, "smtp_encryption": "none"}})
{before}
env["b2b.billing.dispatch"].search([("state", "=", "failed")]).next_try = fields.Datetime.now()
env.cr.commit()
env["b2b.billing.dispatch"]._cron_send()
print(sorted(env["b2b.billing.dispatch"].search([]).mapped("state")))
print(sorted({{d.error or "" for d in env["b2b.billing.dispatch"].search([])}}))
"""

# The report of one account is broken; the template engine stumbles over it for real.
BREAK_ONE_PDF = """
view = env["ir.ui.view"].create({"type": "qweb", "key": "b2b_oms.broken", "name": "broken",
    "arch": "<t t-name='b2b_oms.broken'><t t-out='docs.nothing_of_this_name'/></t>"})
env["ir.model.data"]._update_xmlids([{"xml_id": "b2b_oms.broken", "record": view}])
report = env["ir.actions.report"].create({"name": "Broken", "model": "account.move",
    "report_type": "qweb-pdf", "report_name": "b2b_oms.broken", "is_invoice_report": True})
account = env["res.partner"].search([("ref", "=", "A-1")])
account.invoice_template_pdf_report_id = report
"""

NO_EMAIL = """
env["res.partner"].search([("ref", "=", "A-1")]).email = False
"""


@pytest.fixture
def billed():
    """A database in which twelve shipments of three accounts wait for their invoices."""
    name = f"b2b_billed_{os.getpid()}"
    database.clone(os.environ["B2B_TEMPLATE_DB"], name)
    shell(name, SETUP)
    yield name
    database.drop(name)


def _bill(start=0.0, fault=""):
    return BILL.format(start=start, fault=fault)


def _result(name):
    states, lines, rest = shell(name, RESULT).strip().splitlines()[-3:]
    return eval(states), eval(lines), rest


def _send(name, sink, before=""):
    states, errors = shell(name, SEND.format(port=sink.port, before=before)).splitlines()[-2:]
    return eval(states), eval(errors)


def test_run_started_three_times_at_once_bills_each_shipment_once(billed):
    at_once(billed, [_bill(time.time() + 8)] * 3)
    shell(billed, _bill())
    states, lines, rest = _result(billed)
    assert (states, lines) == (["posted"] * 12, [1] * 12)
    assert rest == "['done'] 0"


def test_run_killed_in_the_middle_is_finished_without_a_double_or_a_missing_invoice(billed):
    here = instance.get()
    done = subprocess.run(
        here.command("shell", "-d", billed, "--no-http", "--log-level=error"),
        env=here.environment,
        input=_bill(fault=DIE),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -9, done.stderr
    states, lines, _rest = _result(billed)
    assert 0 < len(states) < 12
    assert sorted(set(lines)) == [0, 1]
    shell(billed, _bill())
    states, lines, rest = _result(billed)
    assert (states, lines) == (["posted"] * 12, [1] * 12)
    assert rest == "['done'] 0"


def test_mail_server_that_was_down_gets_each_invoice_once_when_it_is_back(billed, sink):
    shell(billed, _bill())
    sink.refusing = True
    states, errors = _send(billed, sink)
    assert states == ["failed"] * 12
    assert "SMTP" in errors[0]
    sink.refusing = False
    states, errors = _send(billed, sink)
    assert (states, errors) == (["sent"] * 12, [""])
    assert len(sink.messages) == 12
    addressed = sorted({message["To"] for message in sink.messages})
    assert ["<ap0@" in addressed[0], "<ap1@" in addressed[1], len(addressed)] == [True, True, 3]
    pdfs = [
        part.get_payload(decode=True)
        for message in sink.messages
        for part in message.walk()
        if part.get_content_type() == "application/pdf"
    ]
    assert len(pdfs) == 12
    assert all(pdf.startswith(b"%PDF") for pdf in pdfs)
    assert _send(billed, sink)[0] == ["sent"] * 12
    assert len(sink.messages) == 12


@pytest.mark.parametrize(
    ("fault", "says"),
    [(BREAK_ONE_PDF, "nothing_of_this_name"), (NO_EMAIL, "No email address")],
    ids=["pdf_engine_fails", "no_email"],
)
def test_account_whose_invoice_cannot_be_sent_waits_in_the_queue_and_the_rest_goes(
    billed, sink, fault, says
):
    shell(billed, _bill())
    states, errors = _send(billed, sink, before=fault)
    assert states == ["failed"] * 4 + ["sent"] * 8
    assert len(errors) == 2, errors
    assert says in errors[1]
    assert len(sink.messages) == 8
