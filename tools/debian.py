"""Debian packages without touching the system: a private apt set-up, unpacked into the cache."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from .paths import cache
from .process import run
from .report import Failure

SUITE = "sid"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def download(packages, folder):
    """Fetch the newest ``packages`` of the suite as .deb files into ``folder``.

    :raises Failure: no apt here, or no network; the sentence names the way out
    """
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Failure(
            "Odoo 19 is fetched as a Debian package, and this machine has no apt. "
            "Say where your own Odoo 19 is instead: make run ODOO_HOME=/path/to/odoo"
        )
    options = _private_apt()
    _update(options)
    folder.mkdir(parents=True, exist_ok=True)
    run(["apt-get", *options, "download", *packages], "Downloading " + packages[0], cwd=folder)


def unpack(folder, target):
    """Unpack every .deb of ``folder`` below ``target``; safe to interrupt."""
    half = target.with_name(target.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for package in sorted(folder.glob("*.deb")):
        run(["dpkg-deb", "-x", package, half], f"Unpacking {package.name}")
    return half


def _update(options):
    try:
        run(["apt-get", *options, "update"], "Reading Debian's package list")
    except Failure as failure:
        raise Failure(
            f"{failure}\nCheck the network. Without one, say where your own Odoo 19 is: "
            "make run ODOO_HOME=/path/to/odoo"
        ) from failure


def _private_apt():
    home = cache("apt")
    for part in ("lists/partial", "archives/partial"):
        (home / part).mkdir(parents=True, exist_ok=True)
    sources = home / "sources.list"
    signed = f" [signed-by={KEYRING}]" if KEYRING.exists() else ""
    sources.write_text(f"deb{signed} {_mirror()} {SUITE} main\n")
    settings = {
        "Dir::State::Lists": home / "lists",
        "Dir::Cache": home,
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "-",
        "Acquire::Languages": "none",
    }
    options = [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]
    if os.geteuid() == 0:
        options += ["-o", "APT::Sandbox::User=root"]
    return options


def _mirror():
    """The address this machine already takes Debian packages from."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(REPO_URI)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    ).stdout
    for line in listed.splitlines():
        origin, _bar, address = line.partition("|")
        if origin == "Debian" and "security" not in address:
            return address
    for source in [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]:
        text = source.read_text() if source.is_file() else ""
        for address in re.findall(
            r"^(?:deb\s+(?:\[[^]]*\]\s+)?|URIs:\s*)(\S+)", text, re.MULTILINE
        ):
            if "debian" in address and "security" not in address:
                return address
    raise Failure(
        "No Debian package source is configured on this machine. "
        "Say where your own Odoo 19 is instead: make run ODOO_HOME=/path/to/odoo"
    )
