from odoo import models
from odoo.tools import LazyTranslate

from ..codecs import edifact, judgement
from ..codecs.edifact import (
    encode_acknowledgement,
    encode_catalogue,
    encode_despatch,
    encode_invoice,
    encode_response,
)
from ..codecs.edifact.faults import fault
from ..codecs.edifact.reader import VERSIONS
from ..codecs.edifact.tokenizer import Separators
from ..codecs.edifact.writer import Profile

_lt = LazyTranslate(__name__)

ENCODERS = {
    "order_response": encode_response.encode,
    "despatch_advice": encode_despatch.encode,
    "invoice": encode_invoice.encode,
    "price_catalogue": encode_catalogue.encode,
}
USUAL_VERSION = "D:96A:UN:EAN008"
LONGEST_ID = 35


class Edifact(models.AbstractModel):
    """UN/EDIFACT: an interchange is acknowledged by one CONTRL."""

    _name = "b2b.edi.syntax.edifact"
    _inherit = "b2b.edi.syntax"
    _description = "EDIFACT"
    _code = "edifact"
    _label = _lt("EDIFACT")
    _codec = "edifact"
    _sequence = 20
    _has_acknowledgements = True
    _types = {
        "order_response": "ORDRSP",
        "despatch_advice": "DESADV",
        "invoice": "INVOIC",
        "price_catalogue": "PRICAT",
    }

    def _interpret(self, content, policy):
        return edifact.read(content, policy)

    def _identity_problems(self, partner):
        for name in (partner.their_id, partner.our_id):
            if len(name.strip()) > LONGEST_ID or not name.isascii():
                yield self.env._(
                    "“%(id)s” does not fit: an EDIFACT id has at most 35 plain characters.", id=name
                )
        if partner.version and not VERSIONS.fullmatch(partner.version):
            yield self.env._(
                "“%(version)s” is no version of EDIFACT; they look like D:96A:UN:EAN008.",
                version=partner.version,
            )

    def _repeated(self, interchange):
        number = interchange.envelope.interchange
        said = f"The control reference {number} was used for other content."
        interchange.faults.append(fault("duplicate_interchange", said, segment="UNB", element=6))
        interchange.verdict = judgement.REJECTED

    def _answers(self, partner, interchange, due):
        whole = judgement.of_interchange(interchange, frozenset({"CONTRL"}))
        if whole and due(whole.verdict):
            envelope = self._envelope(partner, "CONTRL")
            yield "CONTRL", encode_acknowledgement.encode(whole, envelope, self._profile(partner))

    def _compose(self, kind, document, partner, envelope, replies_to=""):
        return ENCODERS[kind](document, envelope, self._profile(partner))

    def _profile(self, partner):
        charset = partner.character_set or "UNOC"
        return Profile(
            syntax=charset,
            syntax_version="4" if charset == "UNOY" else "3",
            version=tuple((partner.version or USUAL_VERSION).split(":")),
            separators=Separators(
                component=partner.component_separator or ":",
                element=partner.element_separator or "+",
                segment=partner.segment_terminator or "'",
            ),
            line_end="\n" if partner.has_line_ends else "",
        )
