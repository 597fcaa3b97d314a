"""Over HTTPS: partners call us with their token; ours go to their address, or they fetch them here."""

import requests

from odoo import models
from odoo.tools import LazyTranslate

from .errors import PermanentError, TransportError

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
        if partner.http_url and not partner.http_url.startswith(("https://", "http://")):
            return self.env._("“%(url)s” is no address to send to.", url=partner.http_url)
        return ""

    def _deliver(self, partner, parcel):
        headers = {
            "Content-Type": "application/xml"
            if parcel.name.endswith(".xml")
            else "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{parcel.name}"',
        }
        if partner.http_token:
            headers["Authorization"] = f"Bearer {partner.http_token}"
        try:
            answer = requests.post(
                partner.http_url,
                data=parcel.content,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise TransportError(
                self.env._("%(url)s cannot be reached.", url=partner.http_url)
            ) from error
        if 200 <= answer.status_code < 300:
            return
        text = self.env._("The partner answered %(code)s.", code=answer.status_code)
        is_final = 300 <= answer.status_code < 500 and answer.status_code not in BUSY
        raise (PermanentError if is_final else TransportError)(text)
