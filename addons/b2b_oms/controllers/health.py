import logging
import tempfile
from pathlib import Path

from odoo import http
from odoo.http import request
from odoo.tools import config

_logger = logging.getLogger(__name__)


class HealthController(http.Controller):
    """What load balancers and monitors ask. Open to all, so it tells no more than yes and no."""

    @http.route(
        "/b2b/health", type="http", auth="none", methods=["GET"], save_session=False, readonly=True
    )
    def health(self):
        """The process answers and has our addons: restart it if not."""
        return _told(200, {"status": "ok"})

    @http.route(
        "/b2b/ready", type="http", auth="none", methods=["GET"], save_session=False, readonly=False
    )
    def ready(self):
        """Whether this process can take orders now: 503 means send requests elsewhere."""
        checks = {
            "database": _is_writable(request.env),
            "addons": _is_settled(request.env),
            "filestore": _keeps_files(request.db),
        }
        ready = all(checks.values())
        if not ready:
            _logger.warning("Not ready: %s", [name for name, good in checks.items() if not good])
        return _told(200 if ready else 503, {"ready": ready, "checks": checks})


def _is_writable(env):
    """Not a replica, and not set to read only."""
    env.cr.execute("SELECT NOT pg_is_in_recovery(), current_setting('transaction_read_only')")
    primary, read_only = env.cr.fetchone()
    return primary and read_only == "off"


def _is_settled(env):
    """No addon waits for its installation or upgrade."""
    waiting = ("to install", "to upgrade", "to remove")
    modules = env["ir.module.module"].sudo()
    return not modules.search_count([("state", "in", waiting)], limit=1)


def _keeps_files(database):
    """A file can be written where attachments lie: the disk is there and has room."""
    folder = Path(config.filestore(database))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ready")
            file.flush()
    except OSError:
        return False
    return True


def _told(status, values):
    response = request.make_json_response(values, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
