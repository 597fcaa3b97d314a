"""The demo distributor in the browser."""

import os
import signal
import socket
import subprocess

from . import database, instance
from .paths import ADDONS
from .report import Failure, say

HOST = "127.0.0.1"


def check_port(port):
    """Refuse a port somebody else listens on, before anything long is begun.

    :return: the port as a number
    """
    if not str(port).isdigit() or not 0 < int(port) < 65536:
        raise Failure(f"PORT={port} is no port. Use a number from 1024 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except OSError as error:
            raise Failure(
                f"Port {port} is taken ({error.strerror}). Stop what uses it, or say another: "
                f"make run PORT={int(port) + 1}"
            ) from error
    return int(port)


def serve(name, port):
    """Serve until Ctrl-C. Returns the exit code."""
    port = check_port(port)
    database.demo(name)
    here = instance.get()
    # PDFs made in the background fetch their style sheets and logo from this address.
    here.sql(
        name,
        f"UPDATE ir_config_parameter SET value = 'http://{HOST}:{port}' WHERE key = 'web.base.url'",
    )
    _announce(name, port)
    command = here.command(
        "-d", name, "--db-filter", f"^{name}$", "--http-interface", HOST, "--http-port", port
    )
    server = subprocess.Popen(command, env=here.environment)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.wait()  # Ctrl-C reached it too
        return 0


def _announce(name, port):
    say(f"\nThe demo distributor is at http://{HOST}:{port} (database {name}); Ctrl-C stops it.\n")
    logins = ADDONS / "b2b_oms" / "demo" / "logins.txt"
    rows = logins.read_text().splitlines() if logins.exists() else []
    for row in ["admin\tadmin\tadministrator", *rows]:
        login, password, role = row.split("\t")
        say(f"  {login:<12} {password:<12} {role}")
    say()
    if os.environ.get("CI"):
        return
    say("The private PostgreSQL keeps running for the next start; `make stop` ends it.\n")
