"""A database and its files as one zip, as Odoo itself makes and reads it, and back again."""

import json
import os
import tempfile
import zipfile
from pathlib import Path

from . import database, instance
from .report import Failure, say, step

AUDIT = (
    "import json\nfound = env['b2b.audit'].violations()\n"
    "print('AUDIT', json.dumps([one['message'] for one in found]))\n"
)


def backup(name):
    """Write the database and its filestore to B2B_FILE. Users may go on working meanwhile.

    The file has its name only when it is whole.
    """
    file = _file()
    if file.exists():
        raise Failure(f"{file} exists. Name another file: a backup is never overwritten.")
    if not database.exists(name):
        raise Failure(f"There is no database {name}.")
    half = file.with_name(f"{file.name}.half")
    try:
        with step(f"Backing up {name}"):
            instance.get().run("The backup", "db", *_options(), "dump", name, half)
        _check_whole(half)
        half.rename(file)
    finally:
        half.unlink(missing_ok=True)
    say(f"{file}: {file.stat().st_size / 1024**2:.1f} MB")


def restore(name):
    """Make a new database of B2B_FILE, and count broken promises in it.

    :raises Failure: the database exists, the file is not whole, or a promise is broken
    """
    file = _file()
    if database.exists(name):
        raise Failure(f"There is a database {name} already. Say DB=another to restore beside it.")
    _check_whole(file)
    half = f"{name}_half"
    database.drop(half)
    try:
        with step(f"Restoring {name}"):
            instance.get().run("The restoration", "db", *_options(), "load", half, file)
        database.rename(half, name)
    except Failure:
        database.drop(half)
        raise
    with step("Counting broken promises"):
        broken = audit(name)
    if broken:
        raise Failure(f"{name} is restored, but breaks promises:\n" + "\n".join(broken[:20]))
    say(f"{name} is restored; no promise is broken.")


def copy(source, name):
    """Make ``name`` a harmless copy of a database that people may be working in.

    No mail, webhook, EDI document or payment leaves it, and its scheduled actions are off
    (``odoo neutralize``). A database ``name`` there is from before is replaced.
    """
    if not database.exists(source):
        raise Failure(f"There is no database {source}.")
    here = instance.get()
    with tempfile.TemporaryDirectory() as folder, step(f"Copying {source}"):
        file = Path(folder) / "copy.zip"
        here.run("The copy", "db", *_options(), "dump", source, file)
        database.drop(name)
        here.run("The copy", "db", *_options(), "load", name, file)
        here.run("Neutralizing the copy", "neutralize", "-d", name)


def audit(name):
    """What ``b2b.audit`` says of a database: a list of sentences."""
    script = instance.get().run("The audit", "shell", "-d", name, "--no-http", script=AUDIT)
    told = next(line for line in script.splitlines() if line.startswith("AUDIT "))
    return json.loads(told.removeprefix("AUDIT "))


def _options():
    return ("-c", instance.get().config("dev"))


def _file():
    named = os.environ.get("B2B_FILE")
    if not named:
        raise Failure("Say which file: make backup FILE=orders.zip DB=production")
    return Path(named).resolve()


def _check_whole(file):
    """:raises Failure: what lies there is no backup, or lost a part on its way"""
    try:
        with zipfile.ZipFile(file) as archive:
            names, torn = set(archive.namelist()), archive.testzip()
    except (OSError, zipfile.BadZipFile) as error:
        raise Failure(f"{file} is no backup: {error}") from error
    if torn or not {"dump.sql", "manifest.json"} <= names:
        raise Failure(f"{file} is no whole backup. Take another one.")
