"""Odoo as it runs for users: HTTP, and a cron thread that is woken by notifications."""

import contextlib
import http.client
import socket
import subprocess
import time

from tools import instance


@contextlib.contextmanager
def serving(name, cron_threads=1):
    """The port of a server on a database; it ends with the block."""
    here, port = instance.get(), _free_port()
    process = subprocess.Popen(
        here.command(
            "-d", name, "--db-filter", f"^{name}$", "--http-interface", "127.0.0.1",
            "--http-port", port, "--gevent-port", _free_port(), "--workers", 0,
            "--max-cron-threads", cron_threads, "--log-level", "warn",
        ),
        env=here.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def call(port, method, path, token=None, body=None, headers=None):
    """(status, headers, bytes) of one request."""
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


def _wait(port, process):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert process.poll() is None, process.stderr.read()
        with contextlib.suppress(OSError):
            if call(port, "GET", "/openapi.json")[0] == 200:
                return
        time.sleep(0.3)
    raise AssertionError("The server did not come up.")
