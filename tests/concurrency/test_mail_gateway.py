"""An order on the real way of a mail: mail server, Odoo's mailgate script, worker, scheduler, answer."""

import json
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP

import odoo_server
from processes import answer, shell
from smtp_sink import Sink

from tools import instance

SETUP = """
import json

env["ir.mail_server"].search([]).unlink()
env["ir.mail_server"].create(
    {{"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": {port}, "smtp_encryption": "none"}})
domain = env["mail.alias.domain"].create({{"name": "distributor.test"}})
env.company.alias_domain_id = domain
env["b2b.mailbox"].create({{"name": "Orders", "alias_name": "orders", "proof_server": "mx.test",
                           "alias_domain_id": domain.id}})
tier = env["b2b.account.tier"].create({{"name": "Gold"}})
account = env["res.partner"].create({{
    "name": "Northside", "ref": "N-1", "is_company": True, "b2b_tier_id": tier.id}})
env["res.partner"].create(
    {{"name": "Ada", "email": "ada@northside.test", "parent_id": account.id}})
product = env["product.product"].create({{
    "name": "Hex bolt", "default_code": "BOLT", "list_price": 10, "is_storable": True}})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, location, 100)
env.ref("base.user_admin").password = "gate-password"
env.cr.commit()
print(json.dumps(env.ref("base.user_admin").id))
"""

ORDERS = """
import json
print(json.dumps([[o.client_order_ref, o.b2b_channel, o.b2b_state] for o in
                  env["sale.order"].search([("client_order_ref", "=like", "MAIL-%")], order="id")]))
"""

RUN = """
env["b2b.intake"]._cron_process()
env.cr.commit()
env["mail.mail"].process_email_queue()
env.cr.commit()
"""


def _mail(number, sender="ada@northside.test", proof="mx.test; dmarc=pass"):
    message = EmailMessage()
    message["From"], message["To"] = sender, "orders@distributor.test"
    message["Subject"], message["Message-Id"] = "Order", f"<{number}@northside.test>"
    message["Authentication-Results"] = proof
    message.set_content("Our order is attached.")
    lines = [{"sku": "BOLT", "quantity": 20}]
    order = json.dumps({"number": number, "lines": lines}).encode()
    message.add_attachment(order, maintype="application", subtype="json", filename="po.json")
    return message


def _script():
    places = (Path(folder) / "mail/static/scripts" for folder in instance.get().odoo.addons)
    return next(path for place in places for path in place.glob("odoo-mailgate.py"))


def _gate(server, user, message):
    """What a mail server does that pipes a mail into the script."""
    script = _script()
    return subprocess.run(
        [sys.executable, script, "-d", server.name, "-u", str(user), "-p", "gate-password",
         "--host", odoo_server.HOST, "--port", str(server.url.rpartition(":")[2])],
        input=message.as_bytes(), capture_output=True, timeout=120, check=False,
    )  # fmt: skip


def test_mail_through_smtp_and_mailgate_becomes_one_order_and_is_answered(
    shared_database, sink, tmp_path
):
    user = answer(shared_database, SETUP.format(port=sink.port))
    inbox = Sink()  # the mail server of the distributor
    with SMTP("127.0.0.1", inbox.port) as client:
        client.send_message(_mail("MAIL-1"))
        client.send_message(_mail("MAIL-2", sender="eve@elsewhere.test"))
    with odoo_server.Server(shared_database, tmp_path / "odoo.log") as server:
        for message in [*inbox.messages, inbox.messages[0]]:  # mail servers deliver twice, at times
            done = _gate(server, user, message)
            assert done.returncode == 0, done.stderr
    shell(shared_database, RUN)
    assert answer(shared_database, ORDERS) == [["MAIL-1", "email", "released"]]
    deadline = time.monotonic() + 20
    while not sink.messages and time.monotonic() < deadline:
        time.sleep(0.2)
    (told,) = [mail for mail in sink.messages if "ada@northside.test" in str(mail["To"])]
    assert told["Auto-Submitted"] == "auto-replied"
    assert not [mail for mail in sink.messages if "eve@" in str(mail["To"])]
