"""The AS2 door: the message is read, stored and answered by its receipt."""

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..exchange.names import safe_name
from ..transports.as2 import mdn, message
from ..transports.as2.errors import As2Error
from ..transports.errors import PermanentError
from .edi_http import MAX_BODY


class EdiAs2(http.Controller):
    """Who may come in is proven by the signature; nothing is stored of what is not signed rightly."""

    @http.route(
        "/b2b/as2",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=MAX_BODY,
    )
    def receive(self, **_parameters):
        """One AS2 message.

        :return: its receipt (MDN), positive only when the content is stored
        """
        headers = dict(request.httprequest.headers)
        try:
            sender, receiver, _message_id = message.addresses(headers)
        except As2Error as error:
            return request.make_response(str(error), status=400)
        partner = self._partner(sender, receiver)
        if not partner:
            return request.make_response("Unknown stations.", status=403)
        if partner._is_too_fast():
            return request.make_response("Too many documents.", [("Retry-After", "60")], status=429)
        us, them = self._stations(partner)
        try:
            inbound = message.receive(headers, request.httprequest.get_data(cache=False), us, them)
        except As2Error as error:
            return self._receipt(mdn.make(headers, us, error=error))
        partner.env["b2b.edi.exchange"].receive(
            inbound.payload, safe_name(inbound.filename), partner, sender=inbound.message_id
        )
        return self._receipt(mdn.make(headers, us, inbound=inbound))

    def _partner(self, sender, receiver):
        env = request.env(user=SUPERUSER_ID)
        partner = env["b2b.edi.partner"].search(
            [
                ("transport", "=", "as2"),
                ("as2_their_name", "=", sender),
                ("as2_our_name", "=", receiver),
            ],
            limit=1,
        )
        if not partner or not self._stations(partner):
            return partner.browse()
        return partner.with_company(partner.company_id)

    def _stations(self, partner):
        """(our station, theirs); None while they are not set up."""
        try:
            return partner.env["b2b.edi.transport"]._by_code("as2")._stations(partner)
        except (As2Error, PermanentError):
            return None

    def _receipt(self, receipt):
        headers, body = receipt
        return request.make_response(body, list(headers.items()))
