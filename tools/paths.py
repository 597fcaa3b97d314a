"""Where things are: the checkout, and the cache outside it."""

import hashlib
import os
import shutil
from pathlib import Path

from .report import Failure

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
OURS = ("b2b_oms", "b2b_oms_edi", "b2b_portal")
LOGS = ROOT / "logs"
NEEDED_BYTES = 3 * 1024**3


def cache(*parts):
    """A folder of the cache, made if missing: ``$XDG_CACHE_HOME`` or ``~/.cache``, then b2b-oms."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "b2b-oms"
    folder = base.joinpath(*parts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Failure(
            f"Cannot write to {folder} ({error.strerror}). "
            "Point XDG_CACHE_HOME to a folder of yours and try again."
        ) from error
    return folder


def check_disk(needed=NEEDED_BYTES):
    """Refuse to begin a set-up that would fill the disk."""
    free = shutil.disk_usage(cache()).free
    if free < needed:
        raise Failure(
            f"Set-up needs {needed / 1024**3:.0f} GB in {cache()}, only {free / 1024**3:.1f} GB are "
            "free. Make room, or point XDG_CACHE_HOME to a larger disk."
        )


def short_digest(text):
    """Eight characters that stand for a text in the name of a folder or database."""
    return hashlib.sha256(str(text).encode()).hexdigest()[:8]


def digest_of(*folders, skip=("tests", "__pycache__")):
    """One digest over the names and contents of all files below folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and not set(skip) & set(path.relative_to(folder).parts):
                digest.update(str(path.relative_to(folder)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
