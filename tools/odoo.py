"""Where Odoo is: the user's own, else Debian's package unpacked into the cache."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from . import debian
from .paths import cache, check_disk
from .report import Failure, say, step

TESTED = "19.0.0+dfsg-1"
PACKAGE = "odoo-19"
# Odoo's static files are links into these packages.
COMPANIONS = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
)
# Left out of Debian's package, and asked for by every backend page: an empty one serves.
MISSING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class Odoo(NamedTuple):
    """An Odoo tree: what goes on PYTHONPATH, and its folders of addons."""

    python_path: Path
    addons: tuple

    @property
    def release(self):
        text = (self.python_path / "odoo" / "release.py").read_text()
        return re.search(r"version_info\s*=\s*\((\d+),\s*(\d+)", text).groups()


def find():
    """The Odoo to run: ``ODOO_HOME``, else an ``odoo`` on the path, else fetched from Debian.

    :raises Failure: not an Odoo 19, or it cannot be fetched
    """
    home = os.environ.get("ODOO_HOME") or _on_path()
    found = _tree(Path(home)) if home else _from_debian()
    if found.release != ("19", "0"):
        raise Failure(
            f"{found.python_path} is Odoo {'.'.join(found.release)}; these addons are for Odoo 19.0. "
            "Point ODOO_HOME to an Odoo 19.0."
        )
    return found


def _tree(home):
    """Odoo below ``home``: a git checkout, an unpacked release, or the package itself."""
    for base in (home, home.parent, *home.glob("lib/python3*/site-packages")):
        package = base / "odoo"
        if (package / "release.py").is_file():
            addons = (base / "addons", package / "addons")
            return Odoo(base, tuple(path for path in addons if path.is_dir()))
    raise Failure(f"There is no Odoo in ODOO_HOME={home} (no odoo/release.py below it).")


def _on_path():
    """The folder of an installed ``odoo`` command's package, if there is one."""
    command = shutil.which("odoo") or shutil.which("odoo-bin")
    if not command:
        return None
    first = Path(command).read_text(errors="replace").partition("\n")[0]
    python = first[2:].split() if first.startswith("#!") else []
    if not python:
        return None
    code = "import odoo.release as r; print(r.__file__)"
    done = subprocess.run([*python, "-c", code], stdout=subprocess.PIPE, text=True, check=False)
    return Path(done.stdout.strip()).parent.parent if done.returncode == 0 else None


def _from_debian():
    target = cache("odoo") / "tree"
    if not (target / "complete").exists():
        check_disk()
        _fetch(target)
    base = target / "usr" / "lib" / "python3" / "dist-packages"
    return Odoo(base, (base / "odoo" / "addons",))


def _fetch(target):
    packages = cache("odoo") / "packages"
    if not list(packages.glob(f"{PACKAGE}_*.deb")):
        half = packages.with_name("packages.half")
        shutil.rmtree(half, ignore_errors=True)
        with step("Downloading Odoo 19 (120 MB)"):
            debian.download([PACKAGE, *COMPANIONS], half)
        shutil.rmtree(packages, ignore_errors=True)
        half.rename(packages)
    with step("Unpacking Odoo 19"):
        half = debian.unpack(packages, target)
        missing = half / "usr/lib/python3/dist-packages/odoo/addons" / MISSING
        missing.parent.mkdir(parents=True, exist_ok=True)
        missing.touch()
        (half / "complete").touch()
        shutil.rmtree(target, ignore_errors=True)
        half.rename(target)
    version = next(packages.glob(f"{PACKAGE}_*.deb")).name.split("_")[1]
    if version != TESTED:
        say(f"  Note: this is Odoo {version}; the addons were last tested with {TESTED}.")
