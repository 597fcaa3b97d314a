"""axe-core, which looks for what people with a screen reader or a keyboard cannot use.

It is MPL-2.0, runs in our browser tests only, and is no part of what ships.
"""

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
from urllib.error import URLError
from urllib.request import urlopen

from .paths import cache
from .report import Failure, step

VERSION = "4.10.3"
INTEGRITY = "Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg=="  # SHA-512, as npm writes it
REGISTRY = "https://registry.npmjs.org/"


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
    url = f"{_registry().rstrip('/')}/axe-core/-/axe-core-{VERSION}.tgz"
    try:
        with urlopen(url, timeout=60) as answer:
            content = answer.read()
    except (URLError, OSError) as error:
        raise Failure(
            f"Cannot fetch {url} ({error}). Point npm to a registry you reach "
            "(npm config set registry …) and try again."
        ) from error
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != INTEGRITY:
        raise Failure(f"{url} is not the axe-core {VERSION} we know: its checksum differs.")
    return content


def _registry():
    """The registry npm is set to; npm's own without npm."""
    if not shutil.which("npm"):
        return REGISTRY
    done = subprocess.run(
        ["npm", "config", "get", "registry"], capture_output=True, text=True, check=False
    )
    told = done.stdout.strip()
    return told if told.startswith("http") else REGISTRY


def _unpacked(package):
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        return archive.extractfile("package/axe.min.js").read()
