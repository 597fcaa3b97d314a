"""pytest plugin of `make test-core`: each worker a filestore of its own, and what failed as JSON."""

import json
import os
from pathlib import Path

# Odoo's own tests lie outside this checkout, so pytest does not find its conftest by itself.
from conftest import own_filestore  # noqa: F401 – pytest finds the fixture here


def pytest_sessionfinish(session):
    """Node ids that failed and how many ran, into the file ``B2B_CORE_RESULT``."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a worker; the controller counts
        return
    stats = reporter.stats
    failed = {report.nodeid for kind in ("failed", "error") for report in stats.get(kind, ())}
    result = {"passed": len(stats.get("passed", ())), "failed": sorted(failed)}
    Path(os.environ["B2B_CORE_RESULT"]).write_text(json.dumps(result))
