from odoo import api, models

from ..documents.problems import Undecodable


class IntakeDecoder(models.AbstractModel):
    """Bytes to purchase orders. One model per syntax, found by inheritance.

    A decoder is thin: it adapts a codec of pure Python, it knows no records.
    """

    _name = "b2b.intake.decoder"
    _inherit = "b2b.plugin"
    _description = "Reader of order documents"

    def _sniff(self, content, filename):
        """Override this: whether these bytes are for this decoder. Cheap, never raises."""
        raise NotImplementedError

    def _decode(self, content, filename):
        """Override this to return a tuple of ``PurchaseOrder``.

        :raises Undecodable: the bytes cannot be read, with the reason
        """
        raise NotImplementedError

    @api.model
    def _for(self, content, filename):
        """The first decoder that takes these bytes, or None."""
        return next((d for d in self._all() if d._sniff(content, filename)), None)

    @api.model
    def _read(self, content, filename):
        """The purchase orders in these bytes.

        :raises Undecodable: empty, of no known kind, or unreadable for its kind
        """
        if not content:
            raise Undecodable("empty", self.env._("The file is empty."))
        decoder = self._for(content, filename)
        if decoder is None:
            raise Undecodable(
                "unknown_format",
                self.env._(
                    "“%(file)s” is not a kind of order document we can read.", file=filename
                ),
            )
        return decoder._decode(content, filename)
