from odoo import models

from ..codecs.flat import decode


class FlatDecoder(models.AbstractModel):
    """CSV and Excel files whose columns have usual names."""

    _name = "b2b.intake.decoder.flat"
    _inherit = "b2b.intake.decoder"
    _description = "CSV and Excel"
    _code = "flat"
    _sequence = 90  # the least specific syntax is asked last

    def _sniff(self, content, filename):
        return decode.sniff(content, filename)

    def _decode(self, content, filename):
        return decode.decode(content, filename)
