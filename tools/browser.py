"""Chromium, in which the browser tests run."""

import os
import shutil
import subprocess

from .process import run
from .report import Failure, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def check():
    """Make sure there is one; as root on Debian it is installed.

    :raises Failure: there is none and it cannot be installed here
    """
    if any(shutil.which(name) for name in NAMES):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Installing Chromium"):
            env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
            subprocess.run(["apt-get", "update"], stdout=subprocess.DEVNULL, env=env, check=False)
            install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
            run([*install, "fonts-dejavu-core"], "Installing Chromium", env=env)
        return
    raise Failure(
        "The browser tests need Chromium. Install it (Debian and Ubuntu: apt install chromium) "
        "and try again."
    )
