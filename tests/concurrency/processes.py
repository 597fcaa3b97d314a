"""Several Odoo processes at work on one database."""

import json
import subprocess

from tools import instance

# Forked from one loaded Odoo: all begin at the same moment, and sixteen cost little more than one.
CALL_AT_ONCE = """
import json, os
from odoo import sql_db
from odoo.modules.registry import Registry
from odoo.service.model import execute_cr

name = env.cr.dbname
calls = json.loads({calls!r})
env.cr.rollback()
sql_db.close_all()  # a child that closed its parent's connections would end them
gate, starter = os.pipe()
children = {{}}
for number, (model, method, ids) in enumerate(calls):
    if child := os.fork():
        children[child] = number
        continue
    os.close(starter)
    os.read(gate, 1)
    code = 1
    try:
        {before}
        with Registry(name).cursor() as cr:
            execute_cr(cr, 2, model, method, [ids], {{}})
        code = 0
    except Exception as error:
        print("FAILED", number, repr(error), flush=True)
    finally:
        os._exit(code)
os.close(starter)
ends = {{}}
for _child in calls:
    child, status = os.wait()
    ends[children[child]] = os.waitstatus_to_exitcode(status)
print(json.dumps([ends[number] for number in range(len(calls))]), flush=True)
os._exit(0)
"""


def shell(name, script, variables=None):
    """Run a script in Odoo's shell; what it prints.

    :param variables: PG* variables of another PostgreSQL than the usual one
    """
    words = ("shell", "-d", name, "--no-http")
    return instance.get().run("Script", *words, script=script, variables=variables)


def answer(name, script, variables=None):
    """The last line a script prints, which is JSON."""
    return json.loads(shell(name, script, variables).strip().splitlines()[-1])


def call_at_once(name, calls, before="pass"):
    """Call methods as RPC does, each in a process of its own, all at the same moment.

    :param calls: list of (model, method, ids)
    :param before: a statement each process executes first
    :return: the exit code of each: 0 done, 1 an error came back, -9 killed
    """
    return answer(name, CALL_AT_ONCE.format(calls=json.dumps(calls), before=before))


def at_once(name, scripts):
    """Run a script in a process each, at the same time; all must end well."""
    here = instance.get()
    running = []
    for script in scripts:
        process = subprocess.Popen(
            here.command("shell", "-d", name, "--no-http", "--log-level=error"),
            env=here.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        process.stdin.write(script)
        process.stdin.close()
        running.append(process)
    for process in running:
        process.wait(timeout=300)
        assert process.returncode == 0, process.stderr.read()
