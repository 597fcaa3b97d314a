"""Databases: a base with what our addons depend on, and copies of it."""

import re
import shutil

from . import instance, postgres
from .paths import ADDONS, OURS, cache, digest_of, short_digest
from .process import run
from .report import Failure, step

DEPENDENCIES = (
    "sale_management",
    "sale_stock",
    "sale_loyalty",
    "account",
    "portal",
    "mail",
    "account_payment",
)
# Odoo's pretended payment provider: buyers of the demo can pay.
DEMO_ADDONS = ("payment_demo",)
QUIET = ("--stop-after-init", "--no-http", "--max-cron-threads=0")


def check_name(name):
    """Refuse names that would need quoting everywhere."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name):
        raise Failure(
            f"DB={name} is no good name for a database. Use small letters, digits and underscores."
        )
    return name


def exists(name):
    rows = instance.get().sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
    return bool(rows)


def drop(name):
    """Drop a database with whatever is connected to it, and its files."""
    instance.get().sql("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)


def rename(name, new):
    """Give a finished database its name; until then an interrupted one has another."""
    instance.get().sql("postgres", f'ALTER DATABASE "{name}" RENAME TO "{new}"')
    if filestore(name).exists():
        shutil.rmtree(filestore(new), ignore_errors=True)
        filestore(name).rename(filestore(new))


def filestore(name):
    """Where Odoo keeps the files of a database."""
    return cache("data", "filestore") / name


def clone(source, name):
    """A copy of a database nobody is connected to."""
    drop(name)
    here = instance.get()
    run(
        [postgres.program("createdb"), "-T", source, name],
        f"Copying the database {source}",
        env=here.environment,
    )
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(name))


def base():
    """Name of the database that has our dependencies and none of our addons; made once."""
    here = instance.get()
    version = "-".join(here.odoo.release) + str(here.odoo.python_path)
    name = f"b2b_base_{short_digest(version + ','.join(DEPENDENCIES))}"
    if not exists(name):
        half = f"{name}_half"
        drop(half)
        with step("Installing what our addons depend on"):
            here.run("Installing Odoo's addons", "-d", half, "-i", ",".join(DEPENDENCIES), *QUIET)
        rename(half, name)
    return name


def install(name, *addons, upgrade=False):
    """Install (or update) addons in a database."""
    option = "-u" if upgrade else "-i"
    here = instance.get()
    here.run("Installing our addons", "-d", name, option, ",".join(addons), *QUIET)


def digest():
    """What the installed addons were made of."""
    return digest_of(*(ADDONS / addon for addon in OURS))


def load_demo(name):
    """Load the demo data of our addons only; Odoo's own demo company stays out."""
    script = (instance.ROOT / "tools" / "in_odoo" / "load_demo.py").read_text()
    here = instance.get()
    here.run("Loading the demo data", "shell", "-d", name, "--no-http", script=script)


def remember(name):
    instance.get().run(
        "Noting the version",
        "shell",
        "-d",
        name,
        "--no-http",
        script=f"env['ir.config_parameter'].set_param('b2b_oms.made_of', '{digest()}')\n"
        "env.cr.commit()\n",
    )


def remembered(name):
    rows = instance.get().sql(
        name, "SELECT value FROM ir_config_parameter WHERE key = 'b2b_oms.made_of'"
    )
    return rows[0] if rows else ""


def demo(name):
    """Make the demo database if it is missing, update it if the addons changed."""
    if not exists(name):
        half = f"{name}_half"
        clone(base(), half)
        with step("Installing the addons"):
            install(half, *OURS, *DEMO_ADDONS)
        with step("Loading the demo distributor"):
            load_demo(half)
            remember(half)
        rename(half, name)
    elif remembered(name) != digest():
        with step("Updating the addons"):
            install(name, *OURS, upgrade=True)
            remember(name)
