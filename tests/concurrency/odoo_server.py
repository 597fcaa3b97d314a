"""A real Odoo server with several worker processes, and clients that call it over HTTP."""

import os
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import zip_longest

import requests
from processes import answer

from tools import instance

HOST = "127.0.0.1"
# The master starts these; the one for the bus is another program and serves no calls.
WORKERS = 3
MAKE_KEY = """
import json
from datetime import timedelta
from odoo.fields import Datetime

key = env["res.users.apikeys"].with_user(2).sudo()._generate(
    "rpc", "load", Datetime.now() + timedelta(days=1))
env.cr.commit()
print(json.dumps(key))
"""


class ServerError(Exception):
    """The server did not do what was asked; ``status`` is None when it did not even answer."""

    def __init__(self, status, text):
        super().__init__(f"{status}: {text[:500]}")
        self.status = status


class Server:
    """Odoo with ``WORKERS`` processes on a database; a context manager.

    :param name: the database, which nobody else uses
    :param variables: PG* variables of another PostgreSQL than the usual one
    """

    def __init__(self, name, log, variables=None):
        self.name, self.log = name, log
        self.key = answer(name, MAKE_KEY, variables)
        self.port, bus = _free_port(), _free_port()
        here = instance.get()
        self._command = here.command(
            "-d", name, "--db-filter", f"^{name}$", "--http-interface", HOST,
            "--http-port", self.port, "--gevent-port", bus, "--workers", WORKERS,
            # A slow machine is no error: the limits that end workers are not what is tried here.
            "--limit-time-real", 1200, "--limit-time-cpu", 1200, "--limit-time-real-cron", 1200,
            "--max-cron-threads", 1, "--log-level", "warn", "--logfile", log,
        )  # fmt: skip
        # In production a proxy hands the workers whole requests; our threads may be slow to send.
        patience = {"ODOO_HTTP_SOCKET_TIMEOUT": "60"}
        self._environment = here.environment | (variables or {}) | patience
        # Odoo listens for eight a worker; who finds no place waits in front of it, as behind a proxy.
        self.places = threading.BoundedSemaphore(6 * WORKERS)
        self._stopping = threading.Event()
        self._start()
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)
        self._supervisor.start()

    def _start(self):
        self._process = subprocess.Popen(self._command, env=self._environment)

    def _supervise(self):
        """Odoo's master ends when it finds no database; as in docker-compose.yml it is restarted."""
        while not self._stopping.wait(0.5):
            if self._process.poll() is not None:
                self._start()

    def __enter__(self):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.url}/web/health", timeout=5).ok:
                    return self
            except requests.RequestException:
                time.sleep(0.2)
        self.__exit__()
        raise AssertionError(f"The server did not start: {self.log.read_text()[-2000:]}")

    def __exit__(self, *_error):
        self._stopping.set()
        self._supervisor.join()
        self._process.terminate()
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def url(self):
        return f"http://{HOST}:{self.port}"

    def workers(self):
        """Process ids of those that serve calls and crons."""
        rows = subprocess.check_output(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self._process.pid)], text=True
        )
        return [int(row.split()[0]) for row in rows.splitlines() if " gevent " not in row]

    def kill_a_worker(self, turn):
        """Kill one of them in the middle of whatever it does; the master starts another.

        :param turn: which one, counted round
        """
        workers = self.workers()
        if not workers:  # the master itself is being restarted
            return
        os.kill(workers[turn % len(workers)], signal.SIGKILL)

    def complaints(self):
        """Lines of the log that say ERROR or CRITICAL.

        Left out is a statement PostgreSQL refused because another transaction was first: Odoo logs
        it, runs the request again, and nobody sees anything of it.
        """
        lines = self.log.read_text(errors="replace").splitlines()
        return [
            line
            for line, following in zip_longest(lines, lines[1:], fillvalue="")
            if (" ERROR " in line or " CRITICAL " in line)
            and "could not serialize access" not in following
        ]


class Client:
    """Calls methods as another system does, over ``/json/2``."""

    def __init__(self, server):
        self._server, self._session = server, requests.Session()
        self._session.headers["Authorization"] = f"bearer {server.key}"

    def call(self, model, method, **arguments):
        """What the method returns.

        :raises ServerError: it answered with an error, or not at all
        """
        url = f"{self._server.url}/json/2/{model}/{method}"
        try:
            with self._server.places:
                response = self._session.post(url, json=arguments, timeout=600)
        except requests.RequestException as error:
            raise ServerError(None, repr(error)) from error
        if not response.ok:
            raise ServerError(response.status_code, response.text)
        return response.json()

    def order_stubbornly(self, values, troubles, patience=240):
        """Try until the order is known to be in, as a client of a server in trouble does.

        :param values: of ``sale.order``; its ``client_order_ref`` is no other order's
        :param troubles: a list that gets every :class:`ServerError` met on the way
        :param patience: seconds
        :return: id of the order
        """
        deadline = time.monotonic() + patience
        while True:
            try:
                return self._see_through(values)
            except ServerError as error:
                troubles.append(error)
                assert time.monotonic() < deadline, error
                time.sleep(0.5)

    def _see_through(self, values):
        domain = [["client_order_ref", "=", values["client_order_ref"]]]
        ids = self.call("sale.order", "search", domain=domain)
        ids = ids or self.call("sale.order", "create", vals_list=[values])
        [order] = self.call("sale.order", "read", ids=ids, fields=["b2b_state"])
        if order["b2b_state"] == "received":
            self.call("sale.order", "action_confirm", ids=ids)
        return order["id"]


@contextmanager
def hurting(hurt, seconds, times):
    """Call ``hurt(turn)`` every so many seconds, so many times, while the block runs."""
    over = threading.Event()

    def run():
        for turn in range(times):
            if over.wait(seconds):
                return
            hurt(turn)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def at_the_same_time(work, things, clients):
    """``work(thing)`` for each thing, by so many threads; the results in their order."""
    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(work, things))


def _free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
