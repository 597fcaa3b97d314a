"""The door for partners' systems: a token each, bytes in, the acknowledgement as the answer."""

import base64
import binascii
from datetime import timezone

from werkzeug.exceptions import RequestEntityTooLarge

from odoo import SUPERUSER_ID, fields, http
from odoo.http import request

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs.cxml import response as cxml_response
from ..exchange.names import safe_name
from ..transports.transport import MAX_BYTES
from .door import door, in_time

MAX_BODY = min(MAX_BYTES, 64 * 1024 * 1024)
TYPES = {
    "x12": "application/edi-x12",
    "edifact": "application/edifact",
    "cxml": "application/xml; charset=utf-8",
}
# What a caller hears of what became of the document.
STATUSES = {"taken": 200, "duplicate": 200, "split": 200, "refused": 422, "received": 202}
FOR_A_PERSON = 202
OUTBOX = 100


class EdiHttp(http.Controller):
    """Nothing here tells a caller more than whether its own token and document were good."""

    @door("/b2b/edi/<int:partner_id>", max_content_length=MAX_BODY)
    def receive(self, partner_id, **_parameters):
        """One document in the body.

        :return: the acknowledgement where one is due at once, else JSON with the state
        """
        partner = self._partner(partner_id)
        if not partner and request.httprequest.headers.get("Authorization"):
            return self._denied()
        if request.httprequest.headers.get("Content-Encoding", "identity") != "identity":
            return self._said(415, "Send the document uncompressed.")
        content = self._body()
        if content is None:
            return self._said(413, "The document is too large.")
        partner = partner or self._by_secret(partner_id, content)
        if not partner:
            return self._denied()
        if too_fast := in_time(partner, lambda text, status: self._said(status, text)):
            return too_fast
        exchange = partner.env["b2b.edi.exchange"].receive(
            content, self._name(), partner, sender=request.httprequest.remote_addr or ""
        )
        return self._outcome(partner, exchange)

    @door("/b2b/edi/<int:partner_id>/outbox", "GET")
    def outbox(self, partner_id, **_parameters):
        """What lies here for the partner, oldest first, as JSON."""
        partner = self._partner(partner_id)
        if not partner:
            return self._denied()
        waiting = self._waiting(partner)
        rows = [
            {"id": one.id, "type": one.message_type, "name": one.filename, "size": one.size}
            for one in waiting
        ]
        return request.make_json_response({"documents": rows})

    @door("/b2b/edi/<int:partner_id>/outbox/<int:exchange_id>")
    def fetch(self, partner_id, exchange_id, **_parameters):
        """The bytes of one document; it then counts as sent."""
        partner = self._partner(partner_id)
        if not partner:
            return self._denied()
        exchange = self._waiting(partner).filtered(lambda one: one.id == exchange_id)
        if not exchange:
            return self._said(404, "There is no such document.")
        content = exchange._bytes()
        exchange._sent()
        return self._bytes(content, TYPES.get(partner.syntax, "application/xml"))

    # === WHO === #

    def _partner(self, partner_id):
        """The partner whose token this is; empty otherwise, whatever was wrong."""
        env = request.env(user=SUPERUSER_ID)
        partner = env["b2b.edi.partner"].search(
            [("id", "=", partner_id), ("transport", "=", "http")]
        )
        if not partner or not partner._is_token(self._token()):
            return env["b2b.edi.partner"]
        return partner.with_company(partner.company_id)

    def _by_secret(self, partner_id, content):
        """The partner whose shared secret is in the document: cXML systems often have nothing else."""
        env = request.env(user=SUPERUSER_ID)
        partner = env["b2b.edi.partner"].search(
            [
                ("id", "=", partner_id),
                ("transport", "=", "http"),
                ("syntax", "=", "cxml"),
                ("shared_secret", "!=", False),
            ]
        )
        try:
            proven = partner and partner._syntax()._is_proven(partner, content)
        except Undecodable:
            proven = False
        return partner.with_company(partner.company_id) if proven else partner.browse()

    def _token(self):
        kind, _blank, value = request.httprequest.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return value.strip()
        if kind.lower() == "basic":
            try:
                return base64.b64decode(value).decode().partition(":")[2]
            except (binascii.Error, UnicodeDecodeError):
                return ""
        return ""

    # === WHAT === #

    def _body(self):
        """The bytes of the body, None when there are more than the route allows."""
        try:
            return request.httprequest.get_data(cache=False)
        except RequestEntityTooLarge:
            return None

    def _name(self):
        said = request.httprequest.headers.get("Content-Disposition", "")
        return safe_name(said.partition("filename=")[2].strip('"; ') or "http")

    # === ANSWERS === #

    def _outcome(self, partner, exchange):
        status = STATUSES.get(exchange.state, FOR_A_PERSON)
        if partner.syntax == "cxml":
            return self._cxml(exchange)
        source = exchange.duplicate_of_id if exchange.state == "duplicate" else exchange
        answers = (source | source.child_ids).answer_ids
        content = b"".join(one._bytes() for one in answers)
        if not content:
            said = {"state": exchange.state, "reason": exchange.reason, "exchange": exchange.id}
            return request.make_json_response(said, status=status)
        answers.filtered(lambda one: one.state == "ready")._sent()
        return self._bytes(content, TYPES.get(partner.syntax, "application/xml"), status)

    def _cxml(self, exchange):
        """The Response cXML wants at once; a document that waits for a person was taken all the same."""
        code = {"refused": 400, "failed": 500, "dead": 500}.get(exchange.state, 200)
        if exchange.reason_code in ("sender_mismatch", "wrong_secret"):
            code = 401
        if exchange.reason_code == "punch_out_refused":
            code = 403
        if exchange.reason_code == "control_reused":
            code = 409
        content = cxml_response.encode(
            f"{exchange.id}.response@{request.httprequest.host}",
            fields.Datetime.now().replace(tzinfo=timezone.utc),
            code,
            exchange.reason if code != 200 else "",
            self._start_page(exchange) if code == 200 else "",
        )
        return self._bytes(content, TYPES["cxml"])

    def _start_page(self, exchange):
        """Where a punch-out begins; the same request again gets a new address for the same visit."""
        visits = (exchange.duplicate_of_id or exchange).punch_out_ids
        offered = visits.filtered(lambda visit: visit.state == "offered")
        return offered._start_page() if offered else ""

    def _waiting(self, partner):
        return partner.env["b2b.edi.exchange"].search(
            [("partner_id", "=", partner.id), ("direction", "=", "out"), ("state", "=", "ready")],
            order="id",
            limit=OUTBOX,
        )

    def _bytes(self, content, kind, status=200):
        return request.make_response(content, [("Content-Type", kind)], status=status)

    def _said(self, status, text):
        return request.make_json_response({"reason": text}, status=status)

    def _denied(self):
        answer = self._said(401, "The token is not valid here.")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
