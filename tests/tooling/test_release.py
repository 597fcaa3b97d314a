"""What is handed on is whole, and nothing else is in it."""

import ast
import subprocess
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from tools import release
from tools.paths import ADDONS, OURS, ROOT
from tools.report import Failure


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """{file name: ZipFile} of a release of this checkout; not committed work does not hinder it."""
    check, release._check_committed = release._check_committed, lambda: None
    try:
        files = release.release(tmp_path_factory.mktemp("release") / "out")
    finally:
        release._check_committed = check
    return {file.name: zipfile.ZipFile(file) for file in files}


def committed(addon):
    """What git knows of an addon."""
    done = subprocess.run(
        ["git", "ls-files", addon], cwd=ADDONS, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines())


@pytest.mark.parametrize("addon", OURS)
def test_zip_is_one_folder_with_every_committed_file(built, addon):
    archive = built[f"{addon}-{release.version(addon)}.zip"]
    assert set(archive.namelist()) == committed(addon)
    assert archive.testzip() is None


@pytest.mark.parametrize("addon", OURS)
def test_wheel_has_the_addon_below_odoo_and_names_what_it_needs(built, addon):
    wheel = next(one for name, one in built.items() if name.startswith(f"odoo_addon_{addon}-"))
    names = set(wheel.namelist())
    code = {path for path in committed(addon) if path.endswith((".py", ".xml", ".csv", ".js"))}
    assert {f"odoo/addons/{path}" for path in code} <= names
    told = next(name for name in names if name.endswith("/METADATA"))
    metadata = message_from_bytes(wheel.read(told))
    assert metadata["Name"].replace("-", "_") == f"odoo_addon_{addon}"
    assert metadata["Version"].startswith("19.0.1")
    manifest = ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())
    needed = " ".join(metadata.get_all("Requires-Dist")).replace("-", "_")
    for other in set(manifest["depends"]) & set(OURS):
        assert f"odoo_addon_{other}" in needed
    for package in manifest.get("external_dependencies", {}).get("python", ()):
        assert package.split("=")[0].replace("-", "_").lower() in needed.lower()


def test_two_releases_of_the_same_files_have_the_same_zips(built, tmp_path):
    for addon in OURS:
        name = f"{addon}-{release.version(addon)}.zip"
        again = release._zip(addon, tmp_path)
        assert again.read_bytes() == Path(built[name].filename).read_bytes()


def test_work_that_is_not_committed_is_not_released():
    stray = ADDONS / OURS[0] / "stray_of_a_test.txt"
    stray.write_text("not committed")
    try:
        with pytest.raises(Failure, match="stray_of_a_test"):
            release.release(ROOT / "build" / "never")
    finally:
        stray.unlink()
    assert not (ROOT / "build" / "never").exists()
