"""Things of somebody else's addons: one file, one import, and they count (docs/developing.md)."""

import os
import subprocess
from pathlib import Path

from tools import database, instance
from tools.database import QUIET

ADDONS = {"b2b_test_check": 3, "b2b_test_strategy": 3, "b2b_test_codec": 3, "b2b_test_channel": 4}
FOLDER = Path(__file__).parent.parent / "addons"
NAME = "b2b_added_things"


def _odoo(*options):
    """Odoo with the folder of the test addons on its path."""
    here = instance.get()
    return subprocess.run(
        here.command("-d", NAME, f"--addons-path={FOLDER},{here.addons_path}", *options),
        env=here.environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_strategy_codec_and_channel_of_other_addons_are_found_and_used():
    database.clone(os.environ["B2B_TEMPLATE_DB"], NAME)
    tags = ",".join(f"/{addon}" for addon in ADDONS)
    try:
        done = _odoo("-i", ",".join(ADDONS), f"--test-tags={tags}", "--log-level=info", *QUIET)
        assert done.returncode == 0, done.stderr[-3000:]
        told = f"0 failed, 0 error(s) of {sum(ADDONS.values())} tests"
        assert told in done.stderr, done.stderr[-3000:]
    finally:
        database.drop(NAME)
