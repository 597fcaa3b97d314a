"""Settings of the test run that pytest-odoo leaves open."""

import os
import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_filestore(request):
    """A filestore for each worker: Odoo collects files that *its* database does not know.

    pytest-odoo gives every worker a database of its own and one filestore to all.
    """
    import odoo

    if not request.config.getoption("--odoo-database"):
        yield
        return
    request.getfixturevalue("load_registry")
    shared = odoo.tools.config.filestore
    if not hasattr(shared, "return_value"):  # a single process: the filestore is its own
        yield
        return
    common = Path(shared.return_value)
    own = common.with_name(f"{common.name}-{os.environ['PYTEST_XDIST_WORKER']}")
    shutil.rmtree(own, ignore_errors=True)
    if common.exists():
        shutil.copytree(common, own)
    shared.return_value = str(own)
    yield
    shutil.rmtree(own, ignore_errors=True)


def pytest_sessionfinish(session):
    """A skipped test is a failed run, unless the machine is the reason and the test says so."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a worker; the controller counts
        return
    reasons = [str(report.longrepr) for report in reporter.stats.get("skipped", ())]
    if unexplained := [reason for reason in reasons if "machine:" not in reason]:
        reporter.write_line(
            f"Skipped without the machine being the reason: {unexplained}", red=True
        )
        session.exitstatus = session.exitstatus or 1
