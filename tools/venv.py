"""One virtual environment in the cache for each content of the requirements files."""

import fcntl
import os
import shutil
from contextlib import contextmanager

from . import interpreter
from .paths import ROOT, cache, check_disk, short_digest
from .process import run
from .report import Failure, step


def python():
    """Path of the environment's interpreter; builds it when a requirement changed."""
    base = interpreter.find()
    wanted = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
    digest = short_digest(base + "".join(path.read_text() for path in wanted))
    folder = cache("venv") / digest
    if not (folder / "complete").exists():
        check_disk()
        with _alone(folder):
            if not (folder / "complete").exists():
                _build(base, folder, wanted)
    return folder / "bin" / "python"


@contextmanager
def _alone(folder):
    """Two checkouts of the same requirements share an environment: one makes it, the other waits."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(base, folder, wanted):
    if folder.exists():
        shutil.rmtree(folder)  # an interrupted set-up
    with step("Making the Python environment"):
        try:
            command = [base, "-m", "venv", folder]
            run(command, "Making the Python environment", env=_quiet_environment())
        except Failure as failure:
            raise Failure(
                f"{failure}\nOn Debian and Ubuntu install the package python3-venv, then try again."
            ) from failure
    with step("Installing Python packages"):
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-input"]
        arguments = [word for path in wanted for word in ("-r", path)]
        try:
            run(pip + arguments, "Installing Python packages", env=_quiet_environment())
        except Failure as failure:
            raise Failure(
                f"{failure}\nCheck the network (or pip's own settings) and try again."
            ) from failure
    (folder / "complete").touch()


def _quiet_environment():
    """The user's, without a PYTHONPATH that would mix other packages in."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return dict(kept, PIP_DISABLE_PIP_VERSION_CHECK="1")
