from odoo import models
from odoo.tools import LazyTranslate

from ..codecs import ubl, xml_message
from ..codecs.ubl import despatch_advice, invoice, order_response

_lt = LazyTranslate(__name__)

ENCODERS = {
    "order_response": order_response.encode,
    "despatch_advice": despatch_advice.encode,
    "invoice": invoice.encode,
}


class Ubl(models.AbstractModel):
    """UBL as Peppol has it: the answer to an order is its only acknowledgement."""

    _name = "b2b.edi.syntax.ubl"
    _inherit = "b2b.edi.syntax"
    _description = "UBL"
    _code = "ubl"
    _label = _lt("UBL (Peppol)")
    _codec = "ubl"
    _sequence = 30
    _types = {
        "order_response": "OrderResponse",
        "despatch_advice": "DespatchAdvice",
        "invoice": "Invoice",
    }
    _extension = "xml"

    def _interpret(self, content, policy):
        del policy
        return xml_message.reading(ubl.decode(content))

    def _compose(self, kind, document, partner, envelope, replies_to=""):
        return ENCODERS[kind](document)
