"""The Python that Odoo runs on: 3.10 to 3.13."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .report import Failure

SUPPORTED = ((3, 10), (3, 13))


def find():
    """Path of a supported interpreter: this one if it fits, else the newest that is found.

    :raises Failure: there is none
    """
    if _fits(sys.version_info[:2]):
        # Of a virtual environment the Python it was made from; links resolved, so that it has one name.
        return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    for candidate in _candidates():
        if _fits(_version(candidate)):
            return candidate
    low, high = (".".join(map(str, version)) for version in SUPPORTED)
    found = ".".join(map(str, sys.version_info[:2]))
    raise Failure(
        f"Python {low} to {high} is needed, this is {found}. Install one of them "
        "(Debian and Ubuntu: apt install python3.11 python3.11-venv) and try again."
    )


def _candidates():
    for minor in range(SUPPORTED[1][1], SUPPORTED[0][1] - 1, -1):
        on_path = shutil.which(f"python3.{minor}")
        if on_path:
            yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    yield from (str(path) for path in sorted(pyenv.glob("3.1*/bin/python"), reverse=True))


def _fits(version):
    return SUPPORTED[0] <= tuple(version) <= SUPPORTED[1]


def _version(python):
    code = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], stdout=subprocess.PIPE, text=True, check=False)
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else (0, 0)
