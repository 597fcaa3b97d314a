from odoo import models

from ..codecs.letter import decode


class LetterDecoder(models.AbstractModel):
    """Text of mails, and PDF files with text: always compared by a person."""

    _name = "b2b.intake.decoder.letter"
    _inherit = "b2b.intake.decoder"
    _description = "Letters and PDF"
    _code = "letter"
    _sequence = 20

    def _sniff(self, content, filename):
        return decode.is_pdf(content) or decode.is_html(content, filename)

    def _decode(self, content, filename):
        return decode.decode(content, filename)
