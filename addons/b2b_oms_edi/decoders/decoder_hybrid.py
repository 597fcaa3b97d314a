from odoo import models

from ..codecs import xml_in_pdf


class HybridDecoder(models.AbstractModel):
    """PDF files that carry the order as XML (Order-X, UBL): that is read, not their text."""

    _name = "b2b.intake.decoder.hybrid"
    _inherit = "b2b.intake.decoder"
    _description = "PDF with XML"
    _code = "hybrid"
    _sequence = 15

    def _sniff(self, content, filename):
        return xml_in_pdf.find(content) is not None

    def _decode(self, content, filename):
        return (xml_in_pdf.decode(xml_in_pdf.find(content)),)
