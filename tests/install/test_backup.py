"""A backup is worth what comes back from it."""

import os
import zipfile

import orders
import pytest

from tools import backup, database, instance
from tools.report import Failure

NAME, BACK = "b2b_backed_up", "b2b_restored"


@pytest.fixture(scope="module")
def company():
    """A database with orders and a file."""
    database.clone(os.environ["B2B_TEMPLATE_DB"], NAME)
    orders.make(NAME)
    yield NAME
    database.drop(NAME)


@pytest.fixture(scope="module")
def saved(company, tmp_path_factory):
    """The zip of it."""
    file = tmp_path_factory.mktemp("backup") / "company.zip"
    os.environ["B2B_FILE"] = str(file)
    backup.backup(company)
    return file


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch):
    """No test leaves a restored database, nor the file of another test."""
    monkeypatch.delenv("B2B_FILE", raising=False)
    yield
    database.drop(BACK)


def test_everything_is_in_the_restored_database_and_no_promise_is_broken(
    company, saved, monkeypatch
):
    monkeypatch.setenv("B2B_FILE", str(saved))
    before = orders.picture(company)
    assert {order[2] for order in before["orders"]} >= {"held", "released"}
    assert before["file"] == 4000
    backup.restore(BACK)
    assert orders.picture(BACK) == before


def test_restoring_never_replaces_a_database(company, saved, monkeypatch):
    monkeypatch.setenv("B2B_FILE", str(saved))
    with pytest.raises(Failure, match="already"):
        backup.restore(company)
    assert database.exists(company)


def test_a_copy_has_everything_and_sends_nothing(company):
    before = orders.picture(company)
    backup.copy(company, BACK)
    assert orders.picture(BACK) == before == orders.picture(company)
    neutral = "SELECT value FROM ir_config_parameter WHERE key = 'database.is_neutralized'"
    active = "SELECT count(*) FROM ir_cron WHERE active AND cron_name LIKE 'B2B%'"
    assert instance.get().sql(BACK, neutral) == ["true"]
    assert instance.get().sql(company, neutral) == []
    assert instance.get().sql(BACK, active) == ["0"]


def test_a_backup_is_never_overwritten(company, saved, monkeypatch):
    monkeypatch.setenv("B2B_FILE", str(saved))
    size = saved.stat().st_size
    with pytest.raises(Failure, match="never overwritten"):
        backup.backup(company)
    assert saved.stat().st_size == size


def test_a_torn_file_is_refused_and_makes_no_database(saved, tmp_path, monkeypatch):
    content = saved.read_bytes()
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", "no backup")
    (tmp_path / "torn.zip").write_bytes(content[: len(content) // 2])
    (tmp_path / "empty.zip").touch()
    for name in ("torn.zip", "empty.zip", "other.zip", "missing.zip"):
        monkeypatch.setenv("B2B_FILE", str(tmp_path / name))
        with pytest.raises(Failure, match="is no"):
            backup.restore(BACK)
        assert not database.exists(BACK)
        assert not database.exists(f"{BACK}_half")
