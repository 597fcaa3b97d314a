from odoo import models
from odoo.tools import LazyTranslate

from odoo.addons.b2b_oms.documents import table
from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs.flat.decode import ENDINGS, decode
from ..codecs.reading import ACCEPTED, WITH_ERRORS, Group, Interchange, Message, Reading
from ..documents.envelope import Address, Envelope

_lt = LazyTranslate(__name__)

NOBODY = Address("")


class Flat(models.AbstractModel):
    """CSV and Excel files in a partner's own layout. They say not whose they are: the channel does."""

    _name = "b2b.edi.syntax.flat"
    _inherit = "b2b.edi.syntax"
    _description = "CSV and Excel"
    _code = "flat"
    _label = _lt("CSV or Excel")
    _codec = "explain"
    _sequence = 50
    _names_sides = False

    def _is_told(self, content, filename):
        """From nobody we know, letters with a comma are no order."""
        if filename.lower().endswith(ENDINGS):
            return True
        try:
            return bool(decode(content, filename))
        except Undecodable:
            return False

    def _interpret(self, content, policy):
        kind = "XLSX" if table.is_excel(content) else "CSV"
        orders = decode(content, "", layout=policy.layout)
        messages = [_message(kind, number, order) for number, order in enumerate(orders, 1)]
        verdict = _worst(messages)
        envelope = Envelope(NOBODY, NOBODY, "", kind)
        groups = [Group(messages=messages, verdict=verdict)]
        one = Interchange(envelope, header=[], groups=groups, verdict=verdict)
        return Reading("flat", "", [one])


def _message(kind, number, order):
    has_problems = order.problems or any(line.problems for line in order.lines)
    return Message(
        Envelope(NOBODY, NOBODY, "", kind, message=str(number)),
        raw=[],
        document=order,
        verdict=WITH_ERRORS if has_problems else ACCEPTED,
    )


def _worst(messages):
    return ACCEPTED if all(one.verdict == ACCEPTED for one in messages) else WITH_ERRORS
