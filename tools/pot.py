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
            here.run(
                "Exporting", "i18n", "export", "-d", DATABASE, addon, "-l", "pot",
                "-o", folder / f"{addon}.pot",
            )  # fmt: skip
    database.drop(DATABASE)
    return 0
