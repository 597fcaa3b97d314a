"""Folders of a partner's SFTP server. Only the server whose key was agreed is spoken to."""

import base64
import binascii
import io
import socket
import stat
import time
from contextlib import contextmanager, suppress

from odoo import models
from odoo.tools import LazyTranslate

from .errors import PermanentError, TransportError
from .transport import MAX_BYTES, Parcel
from .transport_folder import MOST_FILES, SETTLED_SECONDS, UNFINISHED

try:
    import paramiko
except ImportError:  # optional: who has no SFTP partner needs none
    paramiko = None

_lt = LazyTranslate(__name__)

TIMEOUT = 20
CHUNK = 1 << 16


class SftpTransport(models.AbstractModel):
    """A file is read, stored here, and only then removed there; ours are renamed when complete."""

    _name = "b2b.edi.transport.sftp"
    _inherit = "b2b.edi.transport"
    _description = "SFTP"
    _code = "sftp"
    _label = _lt("SFTP")
    _sequence = 20
    _polls = True

    def _problem(self, partner):
        try:
            self._host_key(partner)
        except PermanentError as error:
            return str(error)
        if not (partner.sftp_host and partner.sftp_user):
            return self.env._("Name the server and the user.")
        if not (partner.sftp_password or partner.sftp_private_key):
            return self.env._("Enter a password or a private key.")
        return ""

    def _deliver(self, partner, parcel):
        with self._session(partner) as sftp:
            folder = partner.folder_out or "."
            draft = f"{folder}/.{parcel.name}.tmp"
            with sftp.open(draft, "wb") as file:
                file.set_pipelined(True)
                file.write(parcel.content)
            if sftp.stat(draft).st_size != len(parcel.content):
                raise TransportError(self.env._("The server did not keep the whole file."))
            self._rename(sftp, draft, f"{folder}/{parcel.name}")

    def _rename(self, sftp, draft, target):
        """In place of an older copy of the same, where the server can."""
        try:
            sftp.posix_rename(draft, target)
        except OSError:
            with suppress(OSError):
                sftp.remove(target)
            sftp.rename(draft, target)

    def _fetch(self, partner):
        with self._session(partner) as sftp:
            folder = partner.folder_in or "."
            # What the server says the time is: its clock may differ from ours.
            entries = sorted(sftp.listdir_attr(folder), key=lambda entry: entry.filename)
            for entry in entries[:MOST_FILES]:
                if self._is_settled(entry):
                    found = self._take(sftp, folder, entry)
                    if found:
                        yield found

    def _is_settled(self, entry):
        name = entry.filename
        if name.startswith(".") or name.lower().endswith(UNFINISHED):
            return False
        if not stat.S_ISREG(entry.st_mode or 0):
            return False
        return abs(time.time() - (entry.st_mtime or 0)) >= SETTLED_SECONDS

    def _take(self, sftp, folder, entry):
        path = f"{folder}/{entry.filename}"
        try:
            content = self._content(sftp, path)
        except FileNotFoundError:
            return None  # gone between list and look
        if len(content) < min(entry.st_size or 0, MAX_BYTES):
            raise TransportError(self.env._("The connection dropped in the middle of a file."))

        def done():
            with suppress(FileNotFoundError):
                sftp.remove(path)

        return Parcel(entry.filename, content), done

    def _content(self, sftp, path):
        content = bytearray()
        with sftp.open(path, "rb") as file:
            while len(content) <= MAX_BYTES and (chunk := file.read(CHUNK)):
                content += chunk
        return bytes(content)

    # === SESSION === #

    @contextmanager
    def _session(self, partner):
        """An open session with the server that was agreed, and no other."""
        key = self._host_key(partner)
        client = None
        try:
            sock = socket.create_connection((partner.sftp_host, partner.sftp_port), TIMEOUT)
            client = paramiko.Transport(sock)
            client.banner_timeout = client.auth_timeout = TIMEOUT
            client.connect(
                hostkey=key,
                username=partner.sftp_user,
                password=partner.sftp_password or None,
                pkey=self._private_key(partner),
            )
            sftp = paramiko.SFTPClient.from_transport(client)
            sftp.get_channel().settimeout(TIMEOUT)
            yield sftp
        except paramiko.AuthenticationException as error:
            raise PermanentError(self.env._("The server does not let us in.")) from error
        except paramiko.SSHException as error:
            if "host key" in str(error).lower():
                text = self.env._("The server has another key than agreed. Ask the partner.")
                raise PermanentError(text) from error
            raise TransportError(
                self.env._("The session broke: %(why)s", why=str(error)[:120])
            ) from error
        except PermissionError as error:
            raise PermanentError(self.env._("The server does not allow it.")) from error
        except (OSError, EOFError) as error:
            why = str(error)[:120] or type(error).__name__
            raise TransportError(
                self.env._("%(host)s: %(why)s", host=partner.sftp_host, why=why)
            ) from error
        finally:
            if client:
                client.close()

    def _host_key(self, partner):
        """:raises PermanentError: no library, or no key that could be one"""
        if paramiko is None:
            raise PermanentError(self.env._("SFTP needs the Python package paramiko."))
        parts = (partner.sftp_host_key or "").split()
        if len(parts) < 2:
            raise PermanentError(
                self.env._("Enter the server's host key, e.g. “ssh-ed25519 AAAA…”.")
            )
        try:
            return paramiko.PKey.from_type_string(
                parts[0], base64.b64decode(parts[1], validate=True)
            )
        except (paramiko.SSHException, binascii.Error, ValueError, IndexError) as error:
            raise PermanentError(self.env._("The host key is no key of SSH.")) from error

    def _private_key(self, partner):
        text = partner.sftp_private_key
        if not text:
            return None
        kinds = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)
        for kind in kinds:
            with suppress(paramiko.SSHException, ValueError):
                return kind.from_private_key(io.StringIO(text))
        raise PermanentError(self.env._("The private key cannot be read."))
