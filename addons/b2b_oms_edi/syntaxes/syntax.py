from odoo import api, fields, models

from ..codecs import registry
from ..documents.acknowledgement import Acknowledgement
from ..documents.envelope import Envelope
from ..documents.order_change import OrderChange
from ..documents.punch_out import PunchOutSetup


class EdiSyntax(models.AbstractModel):
    """A syntax as trading partners use it: the codec, set up as agreed with one of them.

    To add one: a model inheriting this with ``_code``, ``_codec`` (its name among the codecs) and
    the two methods that read and write.
    """

    _name = "b2b.edi.syntax"
    _inherit = "b2b.plugin"
    _description = "Syntax of EDI"
    _label = None
    _codec = None
    # What the syntax calls the documents we send, by our word for them.
    _types = {}
    # Whether the other side acknowledges what it got, beside answering it.
    _has_acknowledgements = False
    _extension = "edi"
    # Whether documents say who sends them and to whom; else the channel must.
    _names_sides = True

    @api.model
    def _by_code(self, code):
        """The syntax of this code; None when it is not installed."""
        return next((syntax for syntax in self._all() if syntax._code == code), None)

    @api.model
    def _for(self, content, filename):
        """The syntax that takes these bytes; None when none does."""
        codec = registry.codec_for(content, filename)
        name = codec.__name__.rsplit(".", 1)[-1] if codec else None
        return next((syntax for syntax in self._all() if syntax._codec == name), None)

    # === READING === #

    def _is_told(self, content, filename):
        """Override this where other files look alike: whether these bytes are surely of the syntax."""
        return True

    def _interpret(self, content, policy):
        """Override this to return the ``Reading`` of these bytes.

        :raises Undecodable: nothing can be told apart in them
        """
        raise NotImplementedError

    def _is_proven(self, partner, content):
        """Override this where documents carry a secret: whether it is the partner's."""
        return True

    def _identity_problems(self, partner):
        """Override this to yield sentences: what of the partner's set-up cannot be written."""
        return ()

    def _repeated(self, interchange):
        """Override this to say in the interchange that its number was used for something else."""

    def _answers(self, partner, interchange, due):
        """Override this to yield (type, bytes) of the acknowledgements of an interchange.

        :param due: function of a verdict that says whether the partner wants to hear it
        """
        return ()

    # === WRITING === #

    def _has_to_say(self, kind, document):
        """Override this where the syntax has no words for some states of a document."""
        return kind in self._types

    def _compose(self, kind, document, partner, envelope, replies_to=""):
        """Override this to return the bytes of a document.

        :param replies_to: control number of the document it answers
        :raises Exception: one of the two ``Unwritable``, with what cannot be written
        """
        raise NotImplementedError

    def _envelope(self, partner, message_type):
        """An envelope from us to the partner under control numbers nobody got before."""
        number = str(self.env["b2b.edi.counter"]._next(partner, "interchange"))
        zone = partner.company_id.partner_id.tz or "UTC"
        now = fields.Datetime.context_timestamp(
            partner.with_context(tz=zone), fields.Datetime.now()
        )
        return Envelope(
            sender=partner._us(),
            receiver=partner._them(),
            interchange=number,
            group=number,
            message="1",
            message_type=message_type,
            version=partner.version or "",
            sent_at=now.replace(tzinfo=None),
            is_test=partner.is_test,
        )

    def _filename(self, partner, message_type, number):
        """A name no other document of ours has; only letters and digits of what others chose."""
        side = "".join(char for char in partner.their_id if char.isascii() and char.isalnum())
        return f"{message_type}_{side[:20] or 'partner'}_{number}.{self._extension}"


def kind_of(document):
    """Our word for what was read."""
    if isinstance(document, Acknowledgement):
        return "acknowledgement"
    if isinstance(document, OrderChange):
        return "order_change"
    if isinstance(document, PunchOutSetup):
        return "punch_out"
    if hasattr(document, "purpose"):
        return "order_change" if document.purpose in ("cancel", "change", "replace") else "order"
    return "other"
