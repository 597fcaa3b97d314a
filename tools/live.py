"""Odoo as it runs for users: HTTP, and a cron thread that is woken by notifications.

For tests and benchmarks; `make run` is serve.py.
"""

import contextlib
import http.client
import socket
import subprocess
import tempfile
import time

from . import instance
from .report import Failure


@contextlib.contextmanager
def serving(name, cron_threads=1, workers=0, ready="/b2b/v1/openapi.json"):
    """The port of a server on a database; it ends with the block.

    :param ready: an address that answers 200 once it serves; stock Odoo has ``/web/health``
    """
    port = _free_port()
    # Not into a pipe: nobody reads it, it would fill up and stop the server.
    with tempfile.TemporaryFile("w+") as log:
        process = _start(name, port, log, "--max-cron-threads", cron_threads, "--workers", workers)
        try:
            _wait(port, process, log, ready)
            yield port
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(name, port, log, *options):
    here = instance.get()
    command = here.command(
        "-d", name, "--db-filter", f"^{name}$", "--http-interface", "127.0.0.1",
        "--http-port", port, "--gevent-port", _free_port(), "--log-level", "warn", *options,
    )  # fmt: skip
    return subprocess.Popen(command, env=here.environment, stdout=subprocess.DEVNULL, stderr=log)


def call(port, method, path, token=None, body=None, headers=None):
    """(status, headers, bytes) of one request to the API."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    sent = {"Authorization": f"Bearer {token}"} if token else {}
    if body is not None:
        sent["Content-Type"] = "application/json"
    connection.request(method, f"/b2b/v1{path}", body, sent | (headers or {}))
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, dict(response.getheaders()), content


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port, process, log, ready):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if process.poll() is not None:
            log.seek(0)
            raise Failure(f"The server did not come up:\n{log.read()[-2000:]}")
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("GET", ready)
            if connection.getresponse().status == 200:
                return
        time.sleep(0.3)
    raise Failure("The server did not come up.")
