"""Where a webhook goes, and that it goes nowhere else. No Odoo in here.

A name is resolved once; every address behind it must be public, and the connection is made to the
address that was looked at. Redirects are not followed: they would lead past that.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from typing import NamedTuple
from urllib.parse import urlsplit

TIMEOUT = 10  # seconds for the whole exchange
KEPT = 1000  # bytes of the answer that are kept for the log
MOST = 64 * 1024


class BadTarget(ValueError):
    """This address is not posted to. The text says why."""


class Target(NamedTuple):
    """A checked address: ``host`` as it was written, ``path`` with the query."""

    scheme: str
    host: str
    port: int
    path: str

    def host_header(self):
        usual = 443 if self.scheme == "https" else 80
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == usual else f"{name}:{self.port}"


class Reply(NamedTuple):
    """What a target answered: ``status`` 0 when it did not, ``text`` then says why.

    ``headers`` and ``content`` are the answer itself, ``text`` its beginning for a log.
    """

    status: int
    text: str
    headers: dict = {}  # noqa: RUF012 (nobody changes it)
    content: bytes = b""

    def is_success(self):
        return 200 <= self.status < 300


def parse(url, private=False):
    """The target of a URL.

    :param private: whether http and addresses of the own network are allowed
    :raises BadTarget: not a URL we post to
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadTarget("This is not a web address.") from error
    schemes = ("https", "http") if private else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        raise BadTarget(f"The address must begin with {' or '.join(s + '://' for s in schemes)}.")
    if parts.username or parts.password:
        raise BadTarget("A name and password in the address would be logged; use the signature.")
    if parts.fragment or any(char <= " " or char == "\x7f" for char in url):
        raise BadTarget("This is not a web address.")
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    default = 443 if parts.scheme == "https" else 80
    return Target(parts.scheme, parts.hostname, port or default, path + query)


def resolve(target, private=False):
    """The address to connect to.

    :raises BadTarget: the name leads into a network that is not public, or nowhere
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise BadTarget(f"{target.host} is not known.") from error
    addresses = list(dict.fromkeys(info[4][0] for info in found))
    bad = [address for address in addresses if not private and not is_public(address)]
    if bad:
        raise BadTarget(f"{target.host} leads to {bad[0]}, which is not a public address.")
    return addresses[0]


def is_public(address):
    """Whether an address is of the public internet, also when it is wrapped into another."""
    found = ipaddress.ip_address(address.split("%")[0])
    if found.version == 6:
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if not inner and found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.ip_address(int(found) & 0xFFFFFFFF)
        if inner and not is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast


class Line:
    """A connection to one target, kept open between posts."""

    def __init__(self, url, private=False, most=MOST):
        """:param most: bytes of an answer that are read; one that is longer is none"""
        self._target = parse(url, private)
        self._private = private
        self._most = most
        self._connection = None

    def post(self, body, headers, timeout=TIMEOUT):
        """Post and read the answer. Never raises for what the other side does.

        :return: :class:`Reply`
        """
        return self.send("POST", self._target.path, body, headers, timeout)

    def send(self, method, path, body, headers, timeout=TIMEOUT):
        """As :meth:`post`, with another method and another path of the same server."""
        reused = self._connection is not None
        asked = (method, path, body, headers)
        reply = self._try(asked, timeout)
        if reply is None and reused:
            reply = self._try(asked, timeout)  # it had been closed while idle
        return reply or Reply(0, "The connection was closed without an answer.")

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _try(self, asked, timeout):
        """A reply; None when the connection was closed before a byte of the answer came."""
        watch = None
        try:
            if self._connection is None:
                self._connection = self._connect(timeout)
            # Time is for all of it: an answer may come byte by byte.
            watch = threading.Timer(timeout, _hang_up, [self._connection.sock])
            watch.daemon = True
            watch.start()
            return self._exchange(*asked)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            return Reply(0, "No answer in time.") if watch and not watch.is_alive() else None
        except BadTarget as error:
            self.close()
            return Reply(0, str(error))
        except TimeoutError:
            self.close()
            return Reply(0, "No answer in time.")
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            late = watch and not watch.is_alive()
            return Reply(
                0, "No answer in time." if late else f"{type(error).__name__}: {error}"[:300]
            )
        finally:
            if watch:
                watch.cancel()

    def _connect(self, timeout):
        target = self._target
        address = resolve(target, self._private)
        plain = socket.create_connection((address, target.port), timeout=timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if target.scheme == "https":
            context = ssl.create_default_context()
            plain = context.wrap_socket(plain, server_hostname=target.host)
        connection = http.client.HTTPConnection(target.host, target.port, timeout=timeout)
        connection.auto_open = 0  # it would resolve the name a second time
        connection.sock = plain
        return connection

    def _exchange(self, method, path, body, headers):
        connection = self._connection
        connection.request(
            method,
            path,
            body,
            {
                "Host": self._target.host_header(),
                "Content-Type": "application/json",
                "User-Agent": "b2b-oms-webhooks/1",
            }
            | headers,
        )
        response = connection.getresponse()
        content = response.read(self._most)
        if response.will_close or not response.isclosed():
            self.close()
        text = content[:KEPT].decode("utf-8", "replace").replace("\x00", "")
        if 300 <= response.status < 400:
            text = "Redirects are not followed."
        return Reply(response.status, text, dict(response.getheaders()), content)


def _hang_up(sock):
    with contextlib.suppress(OSError):  # it may be over already
        sock.shutdown(socket.SHUT_RDWR)
