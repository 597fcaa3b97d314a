"""Two folders of the machine, or of a disk all workers see; also what a VAN or an AS2 gateway fills."""

import contextlib
import os
import stat
import time
from pathlib import Path

from odoo import models
from odoo.tools import LazyTranslate, config

from .errors import PermanentError, TransportError
from .transport import MAX_BYTES, Parcel

_lt = LazyTranslate(__name__)

# A file is taken when nobody wrote to it for so long.
SETTLED_SECONDS = 10
UNFINISHED = (".tmp", ".part", ".filepart", ".writing")
MOST_FILES = 1000


class FolderTransport(models.AbstractModel):
    """A file becomes ours by being renamed: of several workers one succeeds."""

    _name = "b2b.edi.transport.folder"
    _inherit = "b2b.edi.transport"
    _description = "Folder"
    _code = "folder"
    _label = _lt("Folder")
    _sequence = 10
    _polls = True

    def _problem(self, partner):
        for folder in (partner.folder_in, partner.folder_out):
            try:
                self._folder(folder)
            except PermanentError as error:
                return str(error)
        return ""

    def _deliver(self, partner, parcel):
        folder = self._folder(partner.folder_out)
        target, draft = folder / parcel.name, folder / f".{parcel.name}.writing"
        try:
            with draft.open("wb") as file:
                file.write(parcel.content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise TransportError(self.env._("Not written: %(why)s", why=error.strerror)) from error

    def _fetch(self, partner):
        folder = self._folder(partner.folder_in)
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            raise TransportError(self.env._("Not readable: %(why)s", why=error.strerror)) from error
        for name in names[:MOST_FILES]:
            if self._is_settled(folder, name):
                found = self._take(folder, name)
                if found:
                    yield found

    def _is_settled(self, folder, name):
        """Whether it is a whole file: no draft, no link, not being written."""
        if name.startswith(".") or name.lower().endswith(UNFINISHED):
            return False
        try:
            found = os.lstat(folder / name)
        except OSError:
            return False  # gone between list and look
        if not stat.S_ISREG(found.st_mode):
            return False
        return abs(time.time() - found.st_mtime) >= SETTLED_SECONDS

    def _take(self, folder, name):
        """Read a file; it is put into ``taken`` when its bytes are stored."""
        try:
            handle = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return None  # another worker was faster, or no right to read
        with os.fdopen(handle, "rb") as file:
            content = file.read(MAX_BYTES + 1)

        def done():
            taken = folder / "taken"
            taken.mkdir(exist_ok=True)
            # Another worker may be faster: what both stored is told apart as the same.
            with contextlib.suppress(FileNotFoundError):
                os.replace(folder / name, taken / f"{time.time_ns()}_{name}"[:255])

        return Parcel(os.fsencode(name).decode("utf-8", "replace"), content), done

    def _folder(self, text):
        """A folder below those the server allows.

        :raises PermanentError: none, outside, or no folder
        """
        allowed = self._allowed()
        if not (text or "").strip():
            raise PermanentError(self.env._("Name both folders."))
        folder = Path(text).resolve()
        if not any(folder == root or root in folder.parents for root in allowed):
            raise PermanentError(
                self.env._(
                    "“%(folder)s” is not below a folder this server allows (option b2b_edi_folders).",
                    folder=text,
                )
            )
        if not folder.is_dir():
            raise PermanentError(self.env._("There is no folder “%(folder)s”.", folder=text))
        return folder

    def _allowed(self):
        """A manager of the shop is no administrator of the machine: roots stand in its configuration."""
        named = config.get("b2b_edi_folders") or ""
        roots = [Path(part.strip()).resolve() for part in named.split(",") if part.strip()]
        return roots or [Path(config["data_dir"]).resolve() / "edi"]
