"""The addons as they are handed on: a zip each for Odoo's app store, a wheel each for pip."""

import ast
import shutil
import tempfile
import zipfile
from pathlib import Path

from . import venv
from .paths import ADDONS, OURS, ROOT
from .process import run
from .report import Failure, say, step

TARGET = ROOT / "build" / "release"
# The same bytes from the same files, whenever they are packed.
MOMENT = (2020, 1, 1, 0, 0, 0)


def release(target=TARGET):
    """Fill ``target`` with what git has of each addon. Returns the files.

    :raises Failure: something is not committed, or an addon's version is none of Odoo 19.0
    """
    _check_committed()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    files = [_zip(name, target) for name in OURS]
    with step("Building wheels"):
        files += [_wheel(name, target) for name in OURS]
    for file in files:
        say(f"{file}: {file.stat().st_size / 1024:.0f} KB")
    return files


def version(name):
    """The version in an addon's manifest."""
    manifest = ast.literal_eval((ADDONS / name / "__manifest__.py").read_text())
    if not manifest["version"].startswith("19.0."):
        raise Failure(f"{name} has version {manifest['version']}; it should begin with 19.0.")
    return manifest["version"]


def _check_committed():
    changed = run(["git", "status", "--porcelain", "addons"], "Looking for changes", cwd=ROOT)
    if changed.strip():
        raise Failure(f"Commit these first, a release is what git has:\n{changed.rstrip()}")


def _files(name):
    """What git has of an addon, as paths relative to ``addons``."""
    listed = run(["git", "ls-files", "-z", name], "Listing files", cwd=ADDONS)
    return sorted(filter(None, listed.split("\0")))


def _zip(name, target):
    """One folder with the addon's name, as the app store and ``addons_path`` want it."""
    file = target / f"{name}-{version(name)}.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(name):
            info = zipfile.ZipInfo(path, MOMENT)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, (ADDONS / path).read_bytes())
    return file


def _wheel(name, target):
    """The addon as ``odoo-addon-…``, built from a copy: the checkout stays clean."""
    with tempfile.TemporaryDirectory() as folder:
        for path in _files(name):
            copied = Path(folder) / path
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ADDONS / path, copied)
        pip = [venv.python(), "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", target]
        run([*pip, Path(folder) / name], f"Building the wheel of {name}")
    return next(target.glob(f"odoo_addon_{name}-*.whl"))
