"""OpenSSH's sftp-server, which judges our SFTP in the tests: the machine's own, or its package."""

import shutil
import subprocess
from pathlib import Path

from .debian import unpack
from .paths import cache
from .process import run
from .report import Failure, step

PACKAGE = "openssh-sftp-server"
OWN = (
    "/usr/lib/openssh/sftp-server",
    "/usr/libexec/openssh/sftp-server",
    "/usr/lib/ssh/sftp-server",
    "/usr/libexec/sftp-server",
)


def server():
    """Path of the program.

    :raises Failure: it is not here and cannot be had
    """
    own = next((path for path in OWN if Path(path).is_file()), None)
    if own:
        return own
    target = cache("openssh") / "tree"
    program = target / OWN[0].lstrip("/")
    if not program.exists():
        with step("Fetching OpenSSH's sftp-server"):
            _fetch(target)
    if subprocess.run([program, "-h"], capture_output=True, check=False).returncode > 1:
        raise Failure("OpenSSH's sftp-server does not run on this machine.")
    return str(program)


def _fetch(target):
    """Of the machine's own release: a newer one would want newer libraries."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Failure(f"The SFTP tests want OpenSSH's sftp-server: install {PACKAGE}.")
    packages = cache("openssh", "packages")
    run(["apt-get", "download", PACKAGE], f"Downloading {PACKAGE}", cwd=packages)
    half = unpack(packages, target)
    shutil.rmtree(target, ignore_errors=True)
    half.rename(target)
