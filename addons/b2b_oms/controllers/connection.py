import time

from odoo import SUPERUSER_ID, http
from odoo.http import Response, request

from ..webhooks import signature

MOST = 256 * 1024


class ConnectionController(http.Controller):
    """Another system's webhook says that something changed: its feed is read at once."""

    @http.route(
        "/b2b/connection/<int:connection_id>/wake",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,  # signed, and no browser sends it
        save_session=False,
        max_content_length=MOST,
    )
    def wake(self, connection_id):
        """Only the signature counts; what the message says is read from the feed, not from here."""
        env = request.env(user=SUPERUSER_ID)
        connection = env["b2b.connection"].search([("id", "=", connection_id)])
        called = request.httprequest
        told = {name.lower(): value for name, value in called.headers.items()}
        secret = connection.wake_secret or ""
        if not signature.is_genuine(secret, told, called.get_data(), time.time()):
            return Response(status=404)  # also where there is no such connection
        env.ref("b2b_oms.cron_connections")._trigger()
        return Response(status=204)
