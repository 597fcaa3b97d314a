"""Odoo as a program: its environment and its command line."""

import os
import subprocess
from functools import lru_cache
from pathlib import Path

from . import odoo, pdf, postgres, venv
from .paths import ADDONS, OURS, ROOT, cache
from .report import Failure


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

    def command(self, *words, config="dev"):
        """Odoo's command line; ``words`` come after the options we set."""
        if words and not words[0].startswith("-"):
            subcommand, words = [words[0]], words[1:]
        else:
            subcommand = []
        return [
            str(self.python),
            "-m",
            "odoo",
            *subcommand,
            "-c",
            str(ROOT / "config" / f"odoo.{config}.conf"),
            "--addons-path",
            self.addons_path,
            "--data-dir",
            str(cache("data")),
            *map(str, words),
        ]

    def run(self, what, *words, script=None, config="dev"):
        """Run Odoo to its end; its output comes back, a failure shows the end of it."""
        done = subprocess.run(
            self.command(*words, config=config),
            env=self.environment,
            input=script,
            stdin=subprocess.DEVNULL if script is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
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
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
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
