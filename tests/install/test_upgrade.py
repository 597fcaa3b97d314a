"""An upgrade from an earlier version of the addons leaves every order, amount and promise as it was.

The earlier version is what stood before the last merge of the history (``B2B_UPGRADE_FROM`` names
another commit): a release's users upgrade over at least that much.
"""

import os
import subprocess
import tarfile

import orders
import pytest

from tools import backup, database, instance
from tools.database import QUIET
from tools.paths import OURS, ROOT
from tools.test import bad_lines

NAME = "b2b_upgraded"


def _git(*words):
    """What git prints, or None where it has no answer."""
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return None if done.returncode else done.stdout


def _earlier():
    """The commit to upgrade from; skips where this checkout knows no earlier one."""
    if named := os.environ.get("B2B_UPGRADE_FROM"):
        return named
    merge = (_git("rev-list", "--first-parent", "--merges", "-n1", "HEAD") or b"").decode().strip()
    if not merge or _git("cat-file", "-e", f"{merge}^1:addons") is None:
        pytest.skip("machine: this checkout has no history to take an earlier version from")
    return f"{merge}^1"


@pytest.fixture
def earlier(tmp_path):
    """Folder with the addons of an earlier commit."""
    archive = tmp_path / "earlier.tar"
    archive.write_bytes(_git("archive", _earlier(), "addons"))
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    return tmp_path / "addons"


@pytest.fixture
def old_database(earlier):
    """A database of that version, with orders."""
    database.clone(os.environ["B2B_BASE_DB"], NAME)
    path = _path(earlier)
    found = [addon for addon in OURS if (earlier / addon).exists()]
    instance.get().run("Installing", "-d", NAME, path, "-i", ",".join(found), *QUIET)
    orders.make(NAME, path)
    yield NAME
    database.drop(NAME)


def _path(folder):
    return f"--addons-path={folder},{','.join(map(str, instance.get().odoo.addons))}"


def _upgrade(name):
    """Upgrade to this tree. Returns what Odoo logged."""
    here = instance.get()
    done = subprocess.run(
        here.command("-d", name, "-u", ",".join(OURS), *QUIET),
        env=here.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def test_orders_amounts_and_promises_outlive_an_upgrade(old_database, earlier):
    before = orders.picture(old_database, _path(earlier))
    assert {order[2] for order in before["orders"]} >= {"held", "released"}
    assert before["invoices"]
    told = "\n".join(bad_lines(_upgrade(old_database)))
    assert not told, told
    assert orders.picture(old_database) == before
    assert backup.audit(old_database) == []
    states = "SELECT DISTINCT state FROM ir_module_module WHERE name LIKE 'b2b_%'"
    assert instance.get().sql(old_database, states) == ["installed"]
