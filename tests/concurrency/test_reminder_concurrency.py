"""Reminder runs and sending jobs of several processes at once: one letter each, one mail each."""

from processes import at_once, shell

OWE = """
tier = env["b2b.account.tier"].create({"name": "Gold"})
env.company.b2b_reminder_mode = "automatic"
from datetime import timedelta
from odoo import fields
for number in range(4):
    account = env["res.partner"].create({
        "name": f"Debtor {number}", "email": f"d{number}@example.com", "b2b_tier_id": tier.id})
    due = fields.Date.today() - timedelta(days=5)
    invoice = env["account.move"].create({
        "move_type": "out_invoice", "partner_id": account.id, "invoice_date": due,
        "invoice_payment_term_id": False, "invoice_date_due": due,
        "invoice_line_ids": [(0, 0, {"name": "Goods", "price_unit": 100, "tax_ids": False})]})
    invoice.action_post()
env["b2b.reminder.level"].search([]).write({"attach_invoices": False, "attach_statement": False})
env.cr.commit()
"""

RUN = """
import time
while time.time() < {start}:
    time.sleep(0.001)
type(env["b2b.reminder"])._pdf = lambda self, report, records: b"%PDF-1.4"
env["b2b.reminder.run"]._cron_run()
env["b2b.reminder"]._cron_send()
env.cr.commit()
"""

# Dies with the mail composed and the letter not committed.
DIE = """
import os
type(env["b2b.reminder"])._pdf = lambda self, report, records: b"%PDF-1.4"
type(env["b2b.reminder"])._after_sending = lambda self: os.kill(os.getpid(), 9)
env["b2b.reminder.run"]._cron_run()
env["b2b.reminder"]._cron_send()
"""

RESULT = """
letters = env["b2b.reminder"].search([])
print(sorted(letters.mapped("state")))
print(env["mail.mail"].search_count([("model", "=", "b2b.reminder")]))
print(len(env["b2b.audit"].violations()))
"""


def _result(name):
    states, mails, violations = shell(name, RESULT).strip().splitlines()[-3:]
    return eval(states), int(mails), int(violations)


def test_run_started_in_four_processes_at_once_writes_each_letter_once(shared_database):
    import time

    shell(shared_database, OWE)
    start = time.time() + 8
    at_once(shared_database, [RUN.format(start=start)] * 4)
    shell(shared_database, RUN.format(start=0))
    assert _result(shared_database) == (["sent"] * 4, 4, 0)


def test_killed_worker_leaves_neither_two_letters_nor_none(shared_database):
    import subprocess

    from tools import instance

    shell(shared_database, OWE)
    here = instance.get()
    command = here.command("shell", "-d", shared_database, "--no-http", "--log-level=error")
    done = subprocess.run(
        command, env=here.environment, input=DIE, capture_output=True, text=True, check=False
    )
    assert done.returncode == -9, done.stderr
    shell(shared_database, RUN.format(start=0))
    assert _result(shared_database) == (["sent"] * 4, 4, 0)
