"""OCA's addons for the same work, to measure beside ours: in a folder and a database of their own.

They are AGPL: nothing of ours depends on them, reads them or ships them.
"""

from . import database, instance, venv
from .paths import cache, short_digest
from .process import run
from .report import step

ADDONS = (
    "sale_exception",
    "sale_tier_validation",
    "sale_financial_risk",
    "partner_invoicing_mode",
    "account_credit_control",
)
# The addons above and what they stand on; without their own requirement of a package "odoo".
WHEELS = (
    "odoo-addon-sale-exception==19.0.1.0.1.1",
    "odoo-addon-base-exception==19.0.1.0.0.5",
    "odoo-addon-sale-tier-validation==19.0.1.0.0.3",
    "odoo-addon-base-tier-validation==19.0.1.4.6",
    "odoo-addon-sale-financial-risk==19.0.1.0.1",
    "odoo-addon-account-financial-risk==19.0.1.0.0.6",
    "odoo-addon-partner-invoicing-mode==19.0.1.0.0.4",
    "odoo-addon-base-partition==19.0.1.0.0.6",
    "odoo-addon-queue-job==19.0.2.4.0.1",
    "odoo-addon-account-credit-control==19.0.1.0.0.13",
    "openupgradelib==3.13.7",
)


def folder():
    """Where the wheels are unpacked; fetched once.

    :raises Failure: they cannot be fetched
    """
    place = cache("oca") / short_digest(",".join(WHEELS))
    if not (place / "complete").exists():
        pip = [venv.python(), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
        with step("Fetching OCA's addons"):
            run([*pip, "--target", place, *WHEELS], "Fetching OCA's addons")
        (place / "complete").touch()
    return place


def command(*words):
    """(command line, environment) of an Odoo that knows OCA's addons and none of ours."""
    here, place = instance.get(), folder()
    known = ",".join(map(str, (*here.odoo.addons, place / "odoo" / "addons")))
    environment = dict(here.environment)
    environment["PYTHONPATH"] = f"{environment.get('PYTHONPATH', '')}:{place}".strip(":")
    return here.command(*words, f"--addons-path={known}"), environment


def make(name):
    """A database with OCA's addons, named ``name``.

    :raises Failure: they cannot be fetched or installed
    """
    folder()
    database.clone(database.base(), name)
    line, environment = command("-d", name, "-i", ",".join(ADDONS), *database.QUIET)
    with step("Installing OCA's addons"):
        run(line, "Installing OCA's addons", env=environment)
