from odoo import models

from .. import till


class TillDecoder(models.AbstractModel):
    """Orders of tills; the reading itself is ``till.py``."""

    _name = "b2b.intake.decoder.till"
    _inherit = "b2b.intake.decoder"
    _description = "Till"
    _code = "till"
    _sequence = 20

    def _sniff(self, content, filename):
        return till.sniff(content)

    def _decode(self, content, filename):
        return (till.decode(content),)
