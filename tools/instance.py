"""Odoo as a program: its environment and its command line."""

import os
import subprocess
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from . import odoo, pdf, postgres, venv
from .paths import ADDONS, OURS, ROOT, cache, short_digest
from .report import Failure

START = ROOT / "tools" / "in_odoo" / "start.py"


class Instance:
    """Everything needed to run Odoo here. Making one sets up what is missing."""

    def __init__(self):
        self.odoo = odoo.find()
        self.python = venv.python()
        self.database_server = postgres.environment()
        self.pdf = pdf.folder()

    @property
    def addons_path(self):
        return ",".join(map(str, (ADDONS, *self.odoo.addons)))

    @property
    def environment(self):
        """Environment variables for Odoo's process."""
        folders = [self.pdf, Path(self.python).parent, postgres.program("psql").parent]
        path = os.pathsep.join([*(str(f) for f in folders if f), os.environ.get("PATH", "")])
        return dict(
            os.environ,
            **self.database_server,
            PATH=path,
            PYTHONPATH=str(self.odoo.python_path),
            PYTHONDONTWRITEBYTECODE="1",
        )

    def config(self, kind, **settings):
        """Path of a configuration file: the committed one and what this machine adds."""
        settings = {"addons_path": self.addons_path, "data_dir": cache("data"), **settings}
        text = (ROOT / "config" / f"odoo.{kind}.conf").read_text().rstrip()
        text += "".join(f"\n{key} = {value}" for key, value in settings.items()) + "\n"
        path = cache("config", short_digest(ROOT)) / f"odoo.{kind}.conf"
        path.write_text(text)
        return path

    def command(self, *words):
        """Odoo's command line: an optional subcommand ("shell", "i18n export"), then options."""
        subcommand = list(takewhile(lambda word: not str(word).startswith("-"), words))
        options = words[len(subcommand) :]
        words = [*subcommand, "-c", self.config("dev"), *options]
        return [str(self.python), str(START), *map(str, words)]

    def run(self, what, *words, script=None, variables=None):
        """Run Odoo to its end; its output comes back, a failure shows the end of it.

        :param variables: environment variables it has otherwise
        """
        done = subprocess.run(
            self.command(*words),
            env=self.environment | (variables or {}),
            input=script,
            stdin=subprocess.DEVNULL if script is None else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or " CRITICAL " in done.stderr:
            tail = "\n".join(done.stderr.strip().splitlines()[-25:])
            raise Failure(f"{what} failed:\n{tail}")
        return done.stdout

    def sql(self, database, statement):
        """Rows of a statement as psql prints them, unaligned."""
        done = subprocess.run(
            [postgres.program("psql"), "-X", "-d", database, "-Atc", statement],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failure(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.splitlines()


@lru_cache(maxsize=1)
def get():
    """The one instance of this run."""
    if missing := [name for name in OURS if not (ADDONS / name / "__manifest__.py").exists()]:
        raise Failure(f"This checkout is not whole: {', '.join(missing)} is missing.")
    return Instance()
