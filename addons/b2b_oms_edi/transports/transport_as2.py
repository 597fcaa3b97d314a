"""AS2 over HTTPS: signed and encrypted both ways; receipts in the answer to the POST, or later."""

from odoo import models
from odoo.tools import LazyTranslate

from .as2 import mdn, message, mime
from .as2.errors import As2Error
from .as2.station import Partner, Station, certificates_of, key_of
from .errors import PermanentError, TransportError
from .posting import post, url_problem

_lt = LazyTranslate(__name__)

TIMEOUT = 60
KINDS = {"x12": "application/edi-x12", "edi": "application/edifact", "xml": "application/xml"}


class As2Transport(models.AbstractModel):
    """The inward half is ``controllers/edi_as2.py``.

    A document is sent when its receipt is right; where receipts come later, when it was taken.
    """

    _name = "b2b.edi.transport.as2"
    _inherit = "b2b.edi.transport"
    _description = "AS2"
    _code = "as2"
    _label = _lt("AS2")
    _sequence = 40

    def _sends(self, partner):
        return bool(partner.as2_url)

    def _problem(self, partner):
        try:
            self._stations(partner)
        except (As2Error, PermanentError) as error:
            return str(error)
        return url_problem(partner, partner.as2_url) if partner.as2_url else ""

    def _deliver(self, partner, parcel):
        try:
            us, them = self._stations(partner)
            kind = KINDS.get(parcel.name.rsplit(".", 1)[-1], "application/octet-stream")
            sent = message.build(parcel.content, kind, parcel.name, us, them)
        except As2Error as error:
            raise PermanentError(str(error)) from error
        answer = post(partner, partner.as2_url, sent.body, dict(sent.headers), TIMEOUT)
        self._check_status(answer)
        if them.receipt_url:
            return {"receipt_id": sent.message_id, "receipt_mic": f"{sent.mic}, {sent.digest}"}
        self._check_receipt(answer, sent, them)
        return None

    def _deliver_receipt(self, partner, url, content):
        """POST a receipt (header and body as they were made) where the partner wanted it.

        :raises TransportError: later perhaps
        :raises PermanentError: not an address we post to
        """
        part = mime.parse(content)
        headers = {name: str(value) for name, value in part.headers.items()}
        self._check_status(post(partner, url, part.body, headers, TIMEOUT))

    def _check_status(self, answer):
        if not answer.is_success():
            raise TransportError(self.env._("The partner answered %(code)s.", code=answer.status))

    def _check_receipt(self, answer, sent, them):
        """The receipt must be theirs, for this message, with the digest of what we sent."""
        try:
            receipt = mdn.read(answer.headers, answer.content, sent, them)
        except As2Error as error:
            raise TransportError(str(error)) from error
        if not receipt.is_success:
            raise PermanentError(receipt.text or self.env._("The partner could not read it."))

    def _stations(self, partner):
        """(our station, theirs) as set up.

        :raises As2Error: a key or certificate that is none
        :raises PermanentError: something is missing
        """
        needed = (partner.as2_our_name, partner.as2_their_name, partner.as2_certificate)
        if not all((*needed, partner.as2_private_key, partner.as2_own_certificate)):
            raise PermanentError(
                self.env._("AS2 needs both names, their certificate, our key and our certificate.")
            )
        key = key_of(partner.as2_private_key.encode())
        own = certificates_of(partner.as2_own_certificate.encode())[0]
        us = Station(partner.as2_our_name, ((key, own),))
        later = partner.as2_receipt == "later"
        them = Partner(
            partner.as2_their_name,
            certificates_of(partner.as2_certificate.encode()),
            receipt_url=f"{partner.get_base_url()}/b2b/as2/receipt" if later else "",
        )
        return us, them
