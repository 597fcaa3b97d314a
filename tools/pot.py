"""The translation templates of the addons."""

from . import database, instance
from .paths import ADDONS, OURS
from .report import step

DATABASE = "b2b_pot"


def write():
    """Export every addon's terms into its ``i18n`` folder. Returns 0."""
    here = instance.get()
    database.clone(database.base(), DATABASE)
    with step("Installing the addons"):
        database.install(DATABASE, *OURS)
    for addon in OURS:
        folder = ADDONS / addon / "i18n"
        folder.mkdir(exist_ok=True)
        with step(f"Exporting {addon}"):
            path = folder / f"{addon}.pot"
            words = ("-d", DATABASE, "-l", "pot", "-o", path, addon)
            here.run("Exporting", "i18n", "export", *words)
            _drop_dates(path)
    database.drop(DATABASE)
    return 0


def _drop_dates(path):
    """The moment of the export would make every file differ from the one before."""
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith('"POT-Creation-Date')))
