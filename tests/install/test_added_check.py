"""A check of somebody else's addon: one file, one import, one policy row, and it counts."""

import os
import subprocess
from pathlib import Path

from tools import database, instance
from tools.database import QUIET

ADDON = "b2b_test_check"
FOLDER = Path(__file__).parent.parent / "addons"
NAME = "b2b_added_check"


def _odoo(*options):
    """Odoo with the folder of the test addon on its path."""
    here = instance.get()
    return subprocess.run(
        here.command("-d", NAME, f"--addons-path={FOLDER},{here.addons_path}", *options),
        env=here.environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_of_another_addon_is_found_decided_by_policy_and_listed():
    database.clone(os.environ["B2B_TEMPLATE_DB"], NAME)
    try:
        done = _odoo("-i", ADDON, f"--test-tags=/{ADDON}", "--log-level=info", *QUIET)
        assert done.returncode == 0, done.stderr[-3000:]
        assert "0 failed, 0 error(s) of 3 tests" in done.stderr, done.stderr[-3000:]
    finally:
        database.drop(NAME)
