"""Several Odoo processes on one database, with real commits: nothing twice, nothing lost."""

import json
import signal
import subprocess
import time

import pytest
from processes import at_once, shell

from tools import instance

SETUP = """
tier = env["b2b.account.tier"].create({"name": "Gold"})
env["res.partner"].create({"name": "Northside", "ref": "N-1", "b2b_tier_id": tier.id})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
for number in range(6):
    product = env["product.product"].create({
        "name": f"Bolt {number}", "default_code": f"BOLT-{number}", "list_price": 10,
        "is_storable": True})
    env["stock.quant"]._update_available_quantity(product, location, 1000)
env.cr.commit()
"""

SUBMIT = """
import json, time
from odoo.addons.b2b_oms.intake.inbound import InboundDocument

while time.time() < {start}:
    time.sleep(0.001)
for number in range({rounds}):
    line = {{"sku": "BOLT-{worker}" if {own_lines} else "BOLT-0", "quantity": number + 1}}
    content = json.dumps({{"number": f"PO-{{number}}", "account": "N-1", "lines": [line]}})
    env["b2b.intake"].submit(InboundDocument(content.encode(), "po.json", "api"))
"""

DIE = """
import os
from odoo.addons.b2b_oms.intake.inbound import InboundDocument

Intake = type(env["b2b.intake"])
Intake._run = lambda self: os.kill(os.getpid(), 9)  # stored and committed, then gone
content = b'{"number": "PO-9", "account": "N-1", "lines": [{"sku": "BOLT-1", "quantity": 7}]}'
env["b2b.intake"].submit(InboundDocument(content, "po.json", "api"))
"""

DIE_LATER = """
import os
from odoo.addons.b2b_oms.intake.inbound import InboundDocument

Order = type(env["sale.order"])
Order._step_confirm_sale = lambda self: os.kill(os.getpid(), 9)  # in the middle of the release
content = b'{"number": "PO-9", "account": "N-1", "lines": [{"sku": "BOLT-1", "quantity": 7}]}'
env["b2b.intake"].submit(InboundDocument(content, "po.json", "api"))
"""

DIE_WHILE_WRITING = """
import os, resource, signal

content = b"bolts and nuts " * 200_000
if not (child := os.fork()):
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))  # ends us within the write
    env["ir.attachment"].create({"name": "order.txt", "raw": content})
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(env["ir.attachment"].create({"name": "order.txt", "raw": content}).raw == content)
"""

DISK_FULL = """
import json, resource
from odoo.addons.b2b_oms.intake.inbound import InboundDocument

line = {"sku": "BOLT-1", "quantity": 7, "note": "as agreed " * 2000}
content = json.dumps({"number": "PO-9", "account": "N-1", "lines": [line]}).encode()

def hand_in():
    try:
        env["b2b.intake"].submit(InboundDocument(content, "po.json", "api"))
    except OSError as error:
        env.cr.rollback()
        return type(error).__name__
    return "taken"

# Python is told of it as of a full disk: the write fails in its middle.
whole = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, whole[1]))
first = hand_in()
kept = env["b2b.intake"].search_count([])
resource.setrlimit(resource.RLIMIT_FSIZE, whole)
print(json.dumps([first, kept, hand_in(), hand_in()]))
"""

RESULT = """
env["b2b.intake"]._cron_process()
env["b2b.intake"]._cron_process()
print(sorted(env["b2b.intake"].search([]).mapped("state")))
print(sorted(env["sale.order"].search([]).mapped("b2b_state")))
print(len(env["b2b.audit"].violations()))
"""


@pytest.fixture
def shop(shared_database):
    shell(shared_database, SETUP)
    return shared_database


def _submitting(workers, rounds, own_lines):
    start = time.time() + 6
    return [
        SUBMIT.format(start=start, rounds=rounds, worker=worker, own_lines=own_lines)
        for worker in range(workers)
    ]


def _result(name):
    states, orders, violations = shell(name, RESULT).strip().splitlines()[-3:]
    return eval(states), eval(orders), int(violations)


def test_same_documents_from_five_processes_make_one_order_each(shop):
    at_once(shop, _submitting(workers=5, rounds=4, own_lines=False))
    states, orders, violations = _result(shop)
    assert states == ["duplicate"] * 16 + ["order"] * 4
    assert orders == ["released"] * 4
    assert violations == 0


def test_bytes_half_written_by_a_killed_worker_are_stored_by_the_next(shared_database):
    """Odoo alone finds the half file and says the attachment collides with it, ever after."""
    end, whole = shell(shared_database, DIE_WHILE_WRITING).strip().splitlines()[-2:]
    assert (int(end), whole) == (-signal.SIGXFSZ, "True")


def test_document_that_found_the_disk_full_is_refused_and_makes_one_order_when_sent_again(shop):
    """Its sender hears that it was not taken: nothing is lost, nothing half stored."""
    told = shell(shop, DISK_FULL).strip().splitlines()[-1]
    assert json.loads(told) == ["OSError", 0, "taken", "taken"]
    states, orders, violations = _result(shop)
    assert (states, orders, violations) == (["duplicate", "order"], ["released"], 0)


def test_same_po_number_with_other_lines_from_five_processes_is_released_once(shop):
    at_once(shop, _submitting(workers=5, rounds=2, own_lines=True))
    states, orders, violations = _result(shop)
    assert states == ["order"] * 10
    assert orders == ["held"] * 8 + ["released"] * 2
    assert violations == 0


@pytest.mark.parametrize("script", [DIE, DIE_LATER], ids=["before_processing", "during_release"])
def test_document_survives_a_killed_worker(shop, script):
    here = instance.get()
    command = here.command("shell", "-d", shop, "--no-http", "--log-level=error")
    done = subprocess.run(
        command, env=here.environment, input=script, capture_output=True, text=True, check=False
    )
    assert done.returncode == -9, done.stderr
    states, orders, violations = _result(shop)
    assert (states, orders, violations) == (["order"], ["released"], 0)
