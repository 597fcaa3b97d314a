from contextlib import suppress
from dataclasses import replace

from odoo import models
from odoo.tools import LazyTranslate

from ..codecs import judgement, x12
from ..codecs.x12 import (
    encode_acknowledgement,
    encode_catalogue,
    encode_despatch,
    encode_invoice,
    encode_response,
)
from ..codecs.x12.faults import fault
from ..codecs.x12.messages import ACKNOWLEDGING
from ..codecs.x12.reader import VERSION
from ..codecs.x12.tokenizer import Separators
from ..codecs.x12.writer import Profile, Unwritable

_lt = LazyTranslate(__name__)

ENCODERS = {
    "order_response": encode_response.encode,
    "despatch_advice": encode_despatch.encode,
    "invoice": encode_invoice.encode,
    "inventory": encode_catalogue.encode_inventory,
    "price_catalogue": encode_catalogue.encode_catalogue,
}
LONGEST_ID = 15


class X12(models.AbstractModel):
    """ANSI ASC X12: groups are acknowledged by 997 or 999, interchanges by TA1."""

    _name = "b2b.edi.syntax.x12"
    _inherit = "b2b.edi.syntax"
    _description = "X12"
    _code = "x12"
    _label = _lt("X12")
    _codec = "x12"
    _sequence = 10
    _has_acknowledgements = True
    _types = {
        "order_response": "855",
        "despatch_advice": "856",
        "invoice": "810",
        "inventory": "846",
        "price_catalogue": "832",
    }
    _extension = "x12"

    def _interpret(self, content, policy):
        return x12.read(content, policy)

    def _identity_problems(self, partner):
        for name in (partner.their_id, partner.our_id):
            if len(name.strip()) > LONGEST_ID or not name.isascii():
                yield self.env._(
                    "“%(id)s” does not fit: an X12 id has at most 15 plain characters.", id=name
                )
        for name in (partner.their_qualifier, partner.our_qualifier):
            if name and len(name) != 2:
                yield self.env._("“%(qualifier)s” is no qualifier of X12.", qualifier=name)
        if partner.version and not VERSION.fullmatch(partner.version):
            yield self.env._("“%(version)s” is no release of X12.", version=partner.version)

    def _repeated(self, interchange):
        number = interchange.envelope.interchange
        said = f"The control number {number} was used for other content."
        interchange.faults.append(fault("duplicate_interchange", said, segment="ISA", element=13))
        interchange.verdict = judgement.REJECTED

    def _answers(self, partner, interchange, due):
        whole = judgement.of_interchange(interchange, ACKNOWLEDGING)
        broken = any(one.level == "interchange" for one in interchange.faults)
        if whole and (broken or interchange.envelope.wants_acknowledgement) and due(whole.verdict):
            envelope = self._envelope(partner, "TA1")
            yield (
                "TA1",
                encode_acknowledgement.encode_ta1(
                    whole, interchange.envelope, envelope, self._profile(partner)
                ),
            )
        for group in judgement.of_groups(interchange, ACKNOWLEDGING):
            if due(group.verdict):
                kind = partner.acknowledgement_type or "997"
                yield kind, self._acknowledgement(partner, group, kind)

    def _acknowledgement(self, partner, group, kind):
        """In the release the group came in; in ours where that cannot be written."""
        envelope, profile = self._envelope(partner, kind), self._profile(partner)
        if VERSION.fullmatch(group.version or ""):
            theirs = replace(profile, release=group.version)
            with suppress(Unwritable):
                return encode_acknowledgement.encode(group, envelope, theirs, kind)
        return encode_acknowledgement.encode(group, envelope, profile, kind)

    def _compose(self, kind, document, partner, envelope, replies_to=""):
        return ENCODERS[kind](document, envelope, self._profile(partner))

    def _profile(self, partner):
        release = partner.version or "004010"
        usual = Separators("*", ">", "~", "^" if release[:5] >= "00403" else "")
        return Profile(
            release=release,
            separators=Separators(
                partner.element_separator or usual.element,
                partner.component_separator or usual.component,
                partner.segment_terminator or usual.segment,
                partner.repetition_separator or usual.repetition,
            ),
            line_end="\n" if partner.has_line_ends else "",
            max_acks=int(partner.max_acks or 0),
            sscc_digits=int(partner.sscc_digits or 20),
        )
