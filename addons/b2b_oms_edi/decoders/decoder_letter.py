from odoo import models

from odoo.addons.b2b_oms.const import READ_FOR

from ..codecs.letter import decode


class LetterDecoder(models.AbstractModel):
    """Text of mails, and PDF files with text: by the sender's layout where it was learned."""

    _name = "b2b.intake.decoder.letter"
    _inherit = "b2b.intake.decoder"
    _description = "Letters and PDF"
    _code = "letter"
    _sequence = 20

    def _sniff(self, content, filename):
        return decode.is_pdf(content) or decode.is_html(content, filename)

    def _decode(self, content, filename):
        account = self.env["res.partner"].browse(self.env.context.get(READ_FOR) or ())
        templates = self.env["b2b.letter.layout"].sudo()._templates(account, self.env.company)
        return decode.decode(content, filename, templates)
