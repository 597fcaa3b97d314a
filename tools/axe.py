"""axe-core, which looks for what people with a screen reader or a keyboard cannot use.

It is MPL-2.0, runs in our browser tests only, and is no part of what ships.
"""

import base64
import hashlib
import io
import shutil
import tarfile
import tempfile
from pathlib import Path

from .paths import cache
from .process import run
from .report import Failure, step

VERSION = "4.10.3"
# SHA-512 in base64, as npm writes it.
CHECKSUM = (
    "Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg=="
)


def script():
    """Path of ``axe.min.js``, fetched once from the npm registry this machine uses.

    :raises Failure: it cannot be had, or is another than the one we know
    """
    path = cache("axe") / f"axe-{VERSION}.min.js"
    if not path.exists():
        with step("Fetching axe-core"):
            half = path.with_suffix(".half")
            half.write_bytes(_unpacked(_package()))
            half.rename(path)
    return path


def _package():
    """The package's bytes; npm knows the registry, the proxy and the login of this machine."""
    if not shutil.which("npm"):
        raise Failure("The browser tests need axe-core: install npm (Debian: apt install npm).")
    with tempfile.TemporaryDirectory() as folder:
        pack = ["npm", "pack", "--silent", "--pack-destination", folder, f"axe-core@{VERSION}"]
        run(pack, "Fetching axe-core")
        content = next(Path(folder).glob("*.tgz")).read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != CHECKSUM:
        raise Failure(f"This is not the axe-core {VERSION} we know: its checksum differs.")
    return content


def _unpacked(package):
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        return archive.extractfile("package/axe.min.js").read()
