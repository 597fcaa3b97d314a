"""Runs every test: databases, pytest with browser, then a look into the log."""

import os
import re
import shlex
import subprocess

from . import axe, browser, database, instance, sftp
from .paths import LOGS, OURS, ROOT
from .report import Failure, say, step

# Cloned for each test that needs a database of its own; nobody stays connected to it.
NAME = os.environ.get("B2B_TEST_DB", "b2b")  # another name lets two checkouts test at once
TEMPLATE = f"{NAME}_installed"
DATABASE = f"{NAME}_test"
# While writing: update these addons only ("none": take the databases as the last run left them).
UPDATE = os.environ.get("B2B_TEST_UPDATE", "")
BAD_LINE = re.compile(r" (WARNING|ERROR|CRITICAL) ")


def test(arguments):
    """Returns pytest's exit code, or 1 when the log or a skipped test speaks against it."""
    browser.check()
    here = instance.get()
    base = database.base()
    _databases(base)
    log = _fresh_log()
    code = subprocess.call(
        _pytest(here, log, arguments),
        cwd=ROOT,
        env=dict(
            here.environment,
            B2B_BASE_DB=base,
            B2B_TEMPLATE_DB=TEMPLATE,
            B2B_AXE=_had(axe.script),
            B2B_SFTP_SERVER=_had(sftp.server),
        ),
    )
    bad = bad_lines(log.read_text(errors="replace")) if log.exists() else []
    for line in bad[:40]:
        say(line)
    if bad:
        raise Failure(f"{len(bad)} log lines of our addons are WARNING or worse (see {log}).")
    return code


def _databases(base):
    """The template with our addons and the copy the tests run in."""
    known = UPDATE and database.exists(TEMPLATE) and database.exists(DATABASE)
    if known and UPDATE == "none":
        return
    if known:
        with step(f"Updating {UPDATE} in the test database"):
            database.install(TEMPLATE, *UPDATE.split(","), upgrade=True)
    else:
        with step("Installing the addons into the test database"):
            database.clone(base, TEMPLATE)
            database.install(TEMPLATE, *OURS)
    database.clone(TEMPLATE, DATABASE)


def _had(fetch):
    """Path of what a test wants besides, empty when this machine cannot have it: the test says so."""
    try:
        return str(fetch())
    except Failure as failure:
        say(str(failure))
        return ""


def _fresh_log():
    LOGS.mkdir(exist_ok=True)
    log = LOGS / "test.log"
    log.unlink(missing_ok=True)
    return log


def _pytest(here, log, arguments):
    config = here.config("test", logfile=log)
    workers = [] if "-n" in arguments else ["-n", os.environ.get("B2B_WORKERS", "2")]
    return [
        str(here.python),
        "-m",
        "pytest",
        f"--odoo-config={config}",
        f"--odoo-database={DATABASE}",
        "--odoo-http",
        "--odoo-log-level=info",
        *workers,
        "--dist=loadfile",
        *shlex.split(arguments),
    ]


def bad_lines(text):
    """Log lines of WARNING or worse that speak of our addons."""
    return [line for line in text.splitlines() if BAD_LINE.search(line) and "b2b_" in _said(line)]


def _said(line):
    """The line without the name of the database, which is ours by its nature."""
    return re.sub(r"(WARNING|ERROR|CRITICAL) b2b_\S+", r"\1", line)
