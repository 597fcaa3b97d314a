import logging
from typing import NamedTuple

from odoo import api, models

from .errors import PermanentError

_logger = logging.getLogger(__name__)

# Bytes of one document that are taken from outside.
MAX_BYTES = 150_000_000


class Parcel(NamedTuple):
    """A file on its way: ``name`` is a name, never a path."""

    name: str
    content: bytes


class EdiTransport(models.AbstractModel):
    """How bytes come from a partner and go there. Knows nothing of what is in them.

    To add one: a model inheriting this with ``_code`` and the methods of the ways it has.
    """

    _name = "b2b.edi.transport"
    _inherit = "b2b.plugin"
    _description = "Way of EDI"
    _label = None
    _polls = False

    @api.model
    def _by_code(self, code):
        """The transport of this code; None when there is none."""
        return next((transport for transport in self._all() if transport._code == code), None)

    def _sends(self, partner):
        """Whether we bring documents to the partner; else it fetches them."""
        return True

    def _deliver(self, partner, parcel):
        """Override this to bring a parcel to the partner. The same twice leaves one there.

        :return: values to keep on the exchange, None: none
        :raises TransportError: later perhaps
        :raises PermanentError: a person must change something first
        """
        raise NotImplementedError

    def _deliver_receipt(self, partner, url, content):
        """Override this where receipts are sent on their own: bring one where it was wanted.

        :raises TransportError: as above
        """
        raise PermanentError(self.env._("This way has no receipts."))

    def _fetch(self, partner):
        """Override this to yield (parcel, done): ``done()`` is called when the bytes are stored.

        :raises TransportError: as above
        """
        return ()

    def _problem(self, partner):
        """Override this to say what is missing in the partner's set-up; empty: nothing."""
        return ""
