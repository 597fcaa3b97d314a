"""EDI files in several Odoo processes with real commits: taken in once, answered once."""

import time

import pytest
from processes import at_once, shell

from tools.report import Failure

SETUP = """
tier = env["b2b.account.tier"].create({"name": "Gold"})
account = env["res.partner"].create({"name": "Northside", "ref": "N-1", "b2b_tier_id": tier.id})
product = env["product.product"].create({
    "name": "Bolt", "default_code": "BOLT", "list_price": 10, "is_storable": True})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, location, 1000)
env["b2b.edi.partner"].create({
    "name": "Northside", "account_id": account.id, "syntax": "x12", "their_id": "NORTH",
    "our_id": "US", "transport": "by_hand", "is_test": False})
env["b2b.check.policy"].search([("code", "in", ("near_duplicate", "channel_twin"))]).action = "ignore"
env.cr.commit()
"""

FILE = """
def file(number):
    segments = ["ST*850*0001", f"BEG*00*SA*PO-{number}**20300101",
                "PO1*1*2*EA**PE*VP*BOLT", "CTT*1", "SE*5*0001"]
    around = ["ISA*00*          *00*          *ZZ*NORTH          *ZZ*US             *300101*1200*U"
              f"*00401*{number:09d}*0*P*>", f"GS*PO*NORTH*US*20300101*1200*{number}*X*004010",
              *segments, f"GE*1*{number}", f"IEA*1*{number:09d}"]
    return "".join(f"{segment}~" for segment in around).encode()
"""

RECEIVE = (
    FILE
    + """
import time
while time.time() < {start}:
    time.sleep(0.001)
for number in range(1, {rounds} + 1):
    env["b2b.edi.exchange"].receive(file(number), "po.edi")
"""
)

SEND = """
import time
while time.time() < {start}:
    time.sleep(0.001)
env["b2b.edi.exchange"]._cron_send()
"""

DIE = (
    FILE
    + """
import os
Exchange = type(env["b2b.edi.exchange"])
Exchange.{step} = lambda self, *args: os.kill(os.getpid(), 9)
env["b2b.edi.exchange"].receive(file(9), "po.edi")
"""
)

RESULT = """
Exchange, Intake = env["b2b.edi.exchange"], env["b2b.intake"]
for _time in range(2):
    Exchange._cron_receive()
    Intake._cron_process()
    Exchange._cron_send()
inward = Exchange.search([("direction", "=", "in")])
outward = Exchange.search([("direction", "=", "out")])
print(sorted(inward.mapped("state")))
print(sorted(outward.mapped(lambda one: one.message_type or one.kind)))
print(sorted(set(outward.mapped("state"))))
print(env["sale.order"].search([]).mapped("b2b_state"))
print(env["b2b.audit"].violations())
"""


@pytest.fixture
def shop(shared_database):
    shell(shared_database, SETUP)
    return shared_database


def _result(name):
    lines = shell(name, RESULT).strip().splitlines()[-5:]
    return [eval(line) for line in lines]


def test_same_files_in_two_processes_are_taken_in_once(shop):
    start = time.time() + 8
    at_once(shop, [RECEIVE.replace("{start}", str(start)).replace("{rounds}", "4")] * 2)
    states, sent, _out, orders, violations = _result(shop)
    assert states == ["duplicate"] * 4 + ["taken"] * 4
    assert orders == ["released"] * 4
    assert sent == ["855"] * 4 + ["997"] * 4
    assert violations == []


@pytest.mark.parametrize("step", ["_run", "_answer"])
def test_process_that_dies_leaves_nothing_behind(shop, step):
    with pytest.raises(Failure):
        shell(shop, DIE.replace("{step}", step))
    states, sent, _out, orders, violations = _result(shop)
    assert (states, orders) == (["taken"], ["released"])
    assert sent == ["855", "997"]
    assert violations == []


def test_two_senders_write_each_answer_once(shop):
    shell(shop, FILE + 'for n in range(1, 5):\n    env["b2b.edi.exchange"].receive(file(n), "p")\n')
    start = time.time() + 8
    at_once(shop, [SEND.replace("{start}", str(start))] * 2)
    _states, sent, out, _orders, violations = _result(shop)
    assert sent == ["855"] * 4 + ["997"] * 4
    assert out == ["sent"]
    assert violations == []
