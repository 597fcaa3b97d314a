"""The AS2 doors: a message is read, stored and answered by its receipt; receipts for ours come in."""

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..exchange.names import safe_name
from ..transports.as2 import mdn, message, mime
from ..transports.as2.errors import As2Error
from ..transports.as2.receipt_request import ReceiptRequest
from ..transports.errors import PermanentError
from ..transports.posting import host_of, url_problem
from .door import door, in_time
from .edi_http import MAX_BODY

MAX_RECEIPT = 1024 * 1024


class EdiAs2(http.Controller):
    """Who may come in is proven by the signature; nothing is stored of what is not signed rightly."""

    @door("/b2b/as2", max_content_length=MAX_BODY)
    def receive(self, **_parameters):
        """One AS2 message.

        :return: its receipt (MDN), positive only when the content is stored; empty when the sender
            wants it later
        """
        headers = dict(request.httprequest.headers)
        try:
            sender, receiver, _message_id = message.addresses(headers)
        except As2Error as error:
            return request.make_response(str(error), status=400)
        partner = self._partner(sender, receiver)
        if not partner:
            return request.make_response("Unknown stations.", status=403)
        if too_fast := in_time(
            partner, lambda text, status: request.make_response(text, status=status)
        ):
            return too_fast
        us, them = self._stations(partner)
        try:
            inbound = message.receive(headers, request.httprequest.get_data(cache=False), us, them)
        except As2Error as error:
            return self._receipt(partner, headers, mdn.make(headers, us, error=error), False)
        partner.env["b2b.edi.exchange"].receive(
            inbound.payload, safe_name(inbound.filename), partner, sender=inbound.message_id
        )
        return self._receipt(partner, headers, mdn.make(headers, us, inbound=inbound), True)

    @door("/b2b/as2/receipt", max_content_length=MAX_RECEIPT)
    def receive_receipt(self, **_parameters):
        """The receipt for a message of ours, which we asked to be sent later.

        :return: an empty answer, 503 while we do not know such a message: they try again
        """
        headers = dict(request.httprequest.headers)
        partner = self._partner(*mdn.partners_of(headers))
        if not partner:
            return request.make_response("Unknown stations.", status=403)
        _us, them = self._stations(partner)
        body = request.httprequest.get_data(cache=False)
        try:
            wanted = mdn.original_message_id(headers, body)
            exchange = partner.env["b2b.edi.exchange"].search(
                [("partner_id", "=", partner.id), ("receipt_id", "=", wanted)], limit=1
            )
            if not wanted or not exchange:
                return request.make_response("No such message.", status=503)
            mic, _comma, digest = (exchange.receipt_mic or "").partition(", ")
            sent = message.Outbound({}, b"", exchange.receipt_id, mic, digest)
            exchange._hear_receipt(mdn.read(headers, body, sent, them))
        except As2Error as error:
            return request.make_response(str(error), status=400)
        return request.make_response("")

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

    def _receipt(self, partner, said, receipt, is_proven):
        """The receipt in the answer, or kept to be sent where the sender wants it.

        To an address that a stranger names nothing is sent: then it is the partner's own server.
        """
        headers, body = receipt
        wanted = ReceiptRequest.of({name.lower(): value for name, value in said.items()})
        url = wanted.url if wanted else ""
        is_theirs = is_proven or (url and host_of(url) == host_of(partner.as2_url))
        if url and is_theirs and not url_problem(partner, url):
            content = mime.built(list(headers.items()), body)
            partner.env["b2b.edi.exchange"]._keep_receipt(partner, url, content)
            return request.make_response("")
        return request.make_response(body, list(headers.items()))
