from datetime import timezone

from odoo import fields, models
from odoo.tools import LazyTranslate

from ..codecs import cxml, xml_message
from ..codecs.cxml import confirmation, invoice, ship_notice
from ..codecs.cxml.credentials import Credential
from ..codecs.cxml.write import Frame

_lt = LazyTranslate(__name__)

# States of an order about which a confirmation can say something.
DECIDED = ("accepted", "changed", "rejected")


class Cxml(models.AbstractModel):
    """cXML: the Response to the POST is the acknowledgement; answers refer to the payloadID."""

    _name = "b2b.edi.syntax.cxml"
    _inherit = "b2b.edi.syntax"
    _description = "cXML"
    _code = "cxml"
    _label = _lt("cXML")
    _codec = "cxml"
    _sequence = 40
    _types = {
        "order_response": "ConfirmationRequest",
        "despatch_advice": "ShipNoticeRequest",
        "invoice": "InvoiceDetailRequest",
    }
    _extension = "xml"

    def _interpret(self, content, policy):
        del policy
        return xml_message.reading(cxml.decode(content))

    def _is_proven(self, partner, content):
        """The shared secret, where one was agreed."""
        agreed = partner.sudo().shared_secret
        if not agreed:
            return True
        known = Credential("", "", agreed)
        return known.proves(cxml.decode(content).header.sender.secret)

    def _has_to_say(self, kind, document):
        if kind == "order_response":
            return document.status in DECIDED
        return super()._has_to_say(kind, document)

    def _compose(self, kind, document, partner, envelope, replies_to=""):
        frame = self._frame(partner, envelope)
        if kind == "order_response":
            operation = "update" if document.change_sequence else "new"
            return confirmation.encode(document, frame, replies_to, operation)
        if kind == "despatch_advice":
            ids = {order.order_number: replies_to for order in document.orders if replies_to}
            return ship_notice.encode(document, frame, ids)
        return invoice.encode(document, frame, replies_to)

    def _frame(self, partner, envelope):
        us = Credential(
            partner.our_qualifier or "NetworkId",
            partner.our_id,
            partner.sudo().shared_secret or "",
        )
        them = Credential(partner.their_qualifier or "NetworkId", partner.their_id)
        return Frame(
            origin=us,
            receiver=them,
            sender=us,
            payload_id=envelope.interchange,
            sent_at=fields.Datetime.now().replace(tzinfo=timezone.utc),
            is_test=partner.is_test,
        )

    def _envelope(self, partner, message_type):
        """A payloadID is unique in the world, not only between us two."""
        envelope = super()._envelope(partner, message_type)
        where = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return envelope.__class__(
            **{**vars(envelope), "interchange": f"{partner.id}.{envelope.interchange}@{where}"}
        )
