"""Over HTTPS: partners call us with their token; ours go to their address, or they fetch them here."""

from odoo import models
from odoo.tools import LazyTranslate

from .errors import PermanentError, TransportError
from .posting import post, url_problem

_lt = LazyTranslate(__name__)

TIMEOUT = 30
# Answers that say "not now".
BUSY = (408, 425, 429)


class HttpTransport(models.AbstractModel):
    """The inward half is ``controllers/edi_http.py``."""

    _name = "b2b.edi.transport.http"
    _inherit = "b2b.edi.transport"
    _description = "HTTP"
    _code = "http"
    _label = _lt("HTTPS")
    _sequence = 30

    def _sends(self, partner):
        return bool(partner.http_url)

    def _problem(self, partner):
        if not partner.has_token:
            return self.env._("The partner has no token yet.")
        return url_problem(partner, partner.http_url) if partner.http_url else ""

    def _deliver(self, partner, parcel):
        headers = {
            "Content-Type": "application/xml"
            if parcel.name.endswith(".xml")
            else "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{parcel.name}"',
        }
        if partner.http_token:
            headers["Authorization"] = f"Bearer {partner.http_token}"
        answer = post(partner, partner.http_url, parcel.content, headers, TIMEOUT)
        if answer.is_success():
            return
        text = self.env._("The partner answered %(code)s.", code=answer.status)
        is_final = 300 <= answer.status < 500 and answer.status not in BUSY
        raise (PermanentError if is_final else TransportError)(text)
