"""`make acceptance`: the evaluation of a buyer of this software, on a live server; ends with a report."""

import json
import os
import subprocess
import webbrowser

from . import backup, browser, database, instance
from .paths import LOGS, OURS, ROOT
from .report import say, step

NAME = "b2b_acceptance"
REPORT = LOGS / "acceptance.html"


def acceptance():
    """Play the evaluation in a database of its own, or in a copy of yours (``DB=``).

    In a copy, the promises are counted over your own data first; then the story is played by a
    company of its own beside yours. Your database is only read.

    :return: 0 when every claim held
    """
    browser.check()
    here = instance.get()
    own = os.environ.get("DB")
    if own:
        backup.copy(database.check_name(own), NAME)
        with step("Updating the addons in the copy"):
            # What is missing is installed, what is there upgraded, in one go.
            addons = ",".join(OURS)
            here.run("The update", "-d", NAME, "-i", addons, "-u", addons, *database.QUIET)
    else:
        with step("Installing the addons"):
            database.clone(database.base(), NAME)
            database.install(NAME, *OURS)
    with step("Making the distributor"):
        script = (ROOT / "tests" / "acceptance" / "company.py").read_text()
        answer = here.run("Making the distributor", "shell", "-d", NAME, "--no-http", script=script)
    LOGS.mkdir(exist_ok=True)
    job = {
        "database": NAME,
        "own": own,
        "ids": json.loads(answer.strip().splitlines()[-1]),
        "report": str(REPORT),
        "log": str(LOGS / "acceptance.log"),
    }
    done = subprocess.run(
        [str(here.python), "-m", "tests.acceptance.play"],
        cwd=ROOT,
        env=dict(
            here.environment,
            PYTHONPATH=os.pathsep.join(
                map(str, (here.odoo.python_path, ROOT, ROOT / "tests" / "concurrency"))
            ),
        ),
        input=json.dumps(job),
        text=True,
        check=False,
    )
    say(f"The report is {REPORT}, and as PDF beside it")
    if not os.environ.get("CI") and os.environ.get("DISPLAY"):
        webbrowser.open(REPORT.as_uri())
    return done.returncode
