"""`make test-core`: Odoo's own tests with our addons installed; what fails, again without them."""

import json
import os
import shlex
import subprocess
from typing import NamedTuple

from . import browser, database, instance
from .paths import LOGS, OURS, ROOT
from .report import Failure, say, step

SUITES = ("sale", "sale_stock", "stock", "account", "portal")
WITH, WITHOUT = "b2b_core_with", "b2b_core_without"
CHANGED = ROOT / "tests" / "core" / "changed_on_purpose.txt"


class Verdict(NamedTuple):
    """What failed with our addons, sorted by whose doing it is."""

    whole: bool  # False: what is listed is what was seen until the run broke off
    passed: int
    ours: list
    purpose: dict
    anyway: list


def test_core(arguments):
    """Run everything with our addons, then what failed without them.

    :param arguments: words for pytest, and suites other than all five ("sale -k cancel")
    :return: 1 when a test fails only with our addons and ``changed_on_purpose.txt`` does not say why
    """
    browser.check()
    words = shlex.split(arguments)
    suites = [word for word in words if word in SUITES] or SUITES
    options = [word for word in words if word not in SUITES]
    LOGS.mkdir(exist_ok=True)
    try:
        verdict = _verdict([f"{suite}/tests" for suite in suites], options)
    finally:
        database.drop(WITH)
        database.drop(WITHOUT)
    _tell(verdict)
    return 1 if verdict.ours or not verdict.whole else 0


def _verdict(paths, options):
    with step("Installing the addons"):
        database.clone(database.base(), WITH)
        database.install(WITH, *OURS)
    result = _pytest(WITH, paths, options)
    passed, failed, anyway = result["passed"], result["failed"], []
    if failed:
        # Tours wait for a browser: on a busy machine some fail that pass by themselves.
        again = _pytest(WITH, failed, [])
        passed, failed = passed + again["passed"], again["failed"]
    if failed:
        database.clone(database.base(), WITHOUT)
        anyway = _pytest(WITHOUT, failed, [])["failed"]
    known = reasons(CHANGED.read_text())
    return judge(passed, failed, anyway, known)._replace(whole=result["whole"])


def judge(passed, failed, anyway, known):
    """A :class:`Verdict`.

    :param failed: node ids that failed with our addons
    :param anyway: those of them that failed without
    :param known: {node id: reason} of tests that state what we change on purpose
    """
    only = [test for test in failed if test not in set(anyway)]
    return Verdict(
        True,
        passed,
        [test for test in only if test not in known],
        {test: known[test] for test in only if test in known},
        sorted(anyway),
    )


def reasons(text):
    """{node id: reason} of lines "node id: reason"; what begins with # is a remark."""
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = dict(row.split(": ", 1) for row in rows)
    if empty := [test for test, reason in found.items() if not reason.strip()]:
        raise Failure(f"{CHANGED.name} gives no reason for {', '.join(empty)}.")
    return found


def _pytest(name, paths, options):
    """{"passed": number, "failed": node ids, "whole": it came to its end} of a run in a database."""
    here = instance.get()
    # Not begun in that folder: its `calendar` would be taken for Python's.
    folder = here.odoo.addons[-1]
    log, result = LOGS / f"{name}.log", LOGS / f"{name}.json"
    for old in (log, result):
        old.unlink(missing_ok=True)
    environment = dict(here.environment, B2B_CORE_RESULT=str(result))
    folders = (here.odoo.python_path, ROOT, ROOT / "tests" / "core")
    environment["PYTHONPATH"] = os.pathsep.join(map(str, folders))
    command = [
        here.python, "-m", "pytest", "-c", ROOT / "pytest.ini", f"--rootdir={folder}",
        "-p", "core_plugin", "--import-mode=importlib", "--tb=short",
        f"--odoo-config={here.config('test', logfile=log)}", f"--odoo-database={name}",
        "--odoo-http", "--odoo-log-level=error", "-n", os.environ.get("B2B_WORKERS", "2"),
        "--dist=loadfile", *options, *(f"{folder}/{path}" for path in paths),
    ]  # fmt: skip
    say(f"Odoo's tests in {name}")
    code = subprocess.call(list(map(str, command)), cwd=ROOT, env=environment)
    if not result.exists():
        raise Failure(f"Odoo's tests did not run to their end (see {log}).")
    return json.loads(result.read_text()) | {"whole": code in (0, 1)}


def _tell(verdict):
    if not verdict.whole:
        say("\nThe run broke off: this is what was seen until then.")
    say(f"\n{verdict.passed} of Odoo's own tests pass with our addons installed.")
    _list("Fail only with our addons", verdict.ours)
    _list("State what our addons change on purpose",
          [f"{test}: {reason}" for test, reason in verdict.purpose.items()])  # fmt: skip
    _list("Fail without our addons too", verdict.anyway)


def _list(title, rows):
    say(f"\n{title}: {len(rows)}")
    for row in rows:
        say(f"  {row}")
