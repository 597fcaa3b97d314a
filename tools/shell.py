"""The Odoo shell on the demo database, and scripts in it."""

import os
import subprocess
import sys

from . import database, instance
from .paths import ADDONS
from .report import Failure


def shell(name):
    """Interactive at a terminal; otherwise standard input is a script. Returns its exit code."""
    database.demo(name)
    here = instance.get()
    command = here.command("shell", "-d", name, "--no-http", "--log-level=error")
    if sys.stdin.isatty():
        return subprocess.call(command, env=here.environment)
    return _script(here, command, sys.stdin.read())


def order(name):
    """Takes the file B2B_FILE of account B2B_ACCOUNT through the whole path."""
    if not os.environ.get("B2B_FILE"):
        raise Failure("Say which file: make order FILE=docs/examples/po-sample.csv ACCOUNT=…")
    database.demo(name)
    here = instance.get()
    command = here.command("shell", "-d", name, "--no-http", "--log-level=error")
    script = (ADDONS / "b2b_oms_edi" / "cli" / "order.py").read_text()
    return _script(here, command, script)


def _script(here, command, text):
    done = subprocess.run(command, env=here.environment, input=text, text=True, check=False)
    return done.returncode
