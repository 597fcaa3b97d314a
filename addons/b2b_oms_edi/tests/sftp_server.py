"""An SFTP server on loopback, over a folder of this machine: SSH for real, two keys, one user.

What is asked of the files is answered by paramiko, or by OpenSSH's own sftp-server.
"""

import io
import os
import socket
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

USER, PASSWORD = "distributor", "correct horse"


def new_key():
    """(key of paramiko, its private half as text) nobody has."""
    text = (
        ed25519.Ed25519PrivateKey.generate()
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        )
        .decode()
    )
    return paramiko.Ed25519Key.from_private_key(io.StringIO(text)), text


class _Login(paramiko.ServerInterface):
    def __init__(self, public_key):
        self._public_key = public_key

    def get_allowed_auths(self, username):
        return "password,publickey"

    def check_auth_password(self, username, password):
        fits = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if fits else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username, key):
        fits = username == USER and key == self._public_key
        return paramiko.AUTH_SUCCESSFUL if fits else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    def stat(self):
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


def _tried(method):
    def inner(self, *args):
        try:
            return method(self, *args)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    return inner


def _folder_of(root):
    class Folder(paramiko.SFTPServerInterface):
        def _real(self, path):
            return str(root) + self.canonicalize(path)

        @_tried
        def list_folder(self, path):
            folder = self._real(path)
            found = []
            for name in os.listdir(folder):
                entry = paramiko.SFTPAttributes.from_stat(os.lstat(os.path.join(folder, name)))
                entry.filename = name
                found.append(entry)
            return found

        @_tried
        def stat(self, path):
            return paramiko.SFTPAttributes.from_stat(os.stat(self._real(path)))

        lstat = stat

        @_tried
        def open(self, path, flags, attr):
            descriptor = os.open(self._real(path), flags, 0o644)
            writes = flags & (os.O_WRONLY | os.O_RDWR)
            handle = _Handle(flags)
            file = os.fdopen(descriptor, "r+b" if flags & os.O_RDWR else "wb" if writes else "rb")
            handle.filename, handle.readfile, handle.writefile = path, file, file
            return handle

        @_tried
        def remove(self, path):
            os.remove(self._real(path))
            return paramiko.SFTP_OK

        @_tried
        def rename(self, old, new):
            if os.path.exists(self._real(new)):
                return paramiko.SFTP_FAILURE
            os.rename(self._real(old), self._real(new))
            return paramiko.SFTP_OK

        @_tried
        def posix_rename(self, old, new):
            os.replace(self._real(old), self._real(new))
            return paramiko.SFTP_OK

    return Folder


class _OpenSsh(paramiko.SubsystemHandler):
    """Bytes of the session to OpenSSH's sftp-server and back."""

    def __init__(self, channel, name, server, program, root):
        super().__init__(channel, name, server)
        self._command = [program, "-d", str(root)]

    def start_subsystem(self, name, transport, channel):
        pipe = subprocess.PIPE
        with subprocess.Popen(self._command, stdin=pipe, stdout=pipe, bufsize=0) as process:
            threading.Thread(target=self._feed, args=(channel, process.stdin), daemon=True).start()
            while said := process.stdout.read(1 << 15):
                channel.sendall(said)

    def _feed(self, channel, pipe):
        with pipe:
            while asked := channel.recv(1 << 15):
                pipe.write(asked)


class Server:
    """``port`` is where it listens, ``host_key`` what a partner would tell us."""

    def __init__(self, root, public_key, program=""):
        self._root, self._public_key, self._program = Path(root), public_key, program
        self._key, _text = new_key()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open = []
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def host_key(self):
        return f"{self._key.get_name()} {self._key.get_base64()}"

    def _serve(self):
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self._key)
            handler = (paramiko.SFTPServer, _folder_of(self._root))
            if self._program:
                handler = (_OpenSsh, self._program, self._root)
            transport.set_subsystem_handler("sftp", *handler)
            self._open.append(transport)
            try:
                transport.start_server(server=_Login(self._public_key))
            except (paramiko.SSHException, EOFError):
                transport.close()

    def close(self):
        self._socket.close()
        for transport in self._open:
            transport.close()


@contextmanager
def serving(root, public_key=None, program=""):
    """A server while the block runs.

    :param program: path of OpenSSH's sftp-server; folders then have their full paths
    """
    server = Server(root, public_key, program)
    try:
        yield server
    finally:
        server.close()
