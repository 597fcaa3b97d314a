"""What is in an exchange goes where it belongs, and its sender hears of it."""

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs.reading import REJECTED
from ..syntaxes.syntax import kind_of
from .names import named


class EdiHandingOn(models.AbstractModel):
    """Adopted by ``b2b.edi.exchange``."""

    _name = "b2b.edi.handing.on"
    _description = "Handing on of exchanges"

    def _hand_on(self, interchange):
        """Orders and changes to the intake, acknowledgements to what they acknowledge.

        :raises Undecodable: a visit to the shop is asked for that cannot be
        """
        wanted = []
        for position, message in enumerate(interchange.messages, 1):
            kind = kind_of(message.document) if message.document is not None else ""
            if kind == "acknowledgement":
                self._hear(message.document)
            elif kind == "punch_out":
                self._offer_visit(message.document)
            elif kind in ("order", "order_change"):
                wanted.append((position, message))
        for heard in interchange.acknowledgements:
            self._hear(heard)
        if wanted:
            Intake = self.env["b2b.intake"].sudo()
            Intake.create([self._prepare_intake(*one) for one in wanted])

    def _offer_visit(self, setup):
        try:
            self.env["b2b.edi.punch.out"].sudo()._offer(self, setup)
        except UserError as error:
            raise Undecodable("punch_out_refused", str(error)) from error

    def _prepare_intake(self, position, message):
        document = message.document
        number = getattr(document, "order_number", "") or getattr(document, "number", "")
        return {
            "company_id": self.company_id.id,
            "channel": "edi",
            "edi_exchange_id": self.id,
            "part": position,
            "account_id": self.partner_id.account_id.id,
            "mail_id": self.mail_id.id,
            "filename": self.filename,
            "sender": named(message.envelope.sender)[:200],
            "reference": f"{self.control} {message.envelope.message}".strip()[:200],
            "checksum": self.digest,
            "number": number[:200] or False,
        }

    def _message_document(self, position):
        """The document of one message, as the intake reads it."""
        messages = self._interchange().messages
        document = messages[position - 1].document
        if document is None:
            raise Undecodable("rejected", self.env._("The message was rejected."))
        return document

    def _answer(self, syntax, interchange):
        """Write the acknowledgements; they are sent when this is committed."""
        partner = self.partner_id
        if partner.acknowledge == "never":
            return

        def due(verdict):
            return partner.acknowledge == "always" or verdict != "accepted"

        for message_type, content in syntax._answers(partner, interchange, due):
            number = self.env["b2b.edi.counter"]._next(partner, "file")
            self.create(
                self._prepare_written(partner, content)
                | {
                    "kind": "acknowledgement",
                    "message_type": message_type,
                    "filename": syntax._filename(partner, message_type, number),
                    "answers_id": self.id,
                }
            )

    def _conclude(self, interchange):
        if interchange.messages and all(one.verdict == REJECTED for one in interchange.messages):
            first = next(iter(self.problems or []), {})
            self._move("refused", "rejected", first.get("text") or self.env._("Rejected."))
            return
        if not interchange.messages and not interchange.acknowledgements:
            self._move("refused", "empty", self.env._("There is no message in it."))
            return
        count = len(self.intake_ids)
        rejected = sum(one.verdict == REJECTED for one in interchange.messages)
        words = [self.env._("Documents taken in: %(count)s.", count=count)] if count else []
        if rejected:
            words.append(self.env._("Rejected: %(count)s.", count=rejected))
        if self.punch_out_ids:
            words.append(self.env._("A visit to the shop was offered."))
        if not words:
            words = [self.env._("Acknowledgement noted.")]
        self._move("taken", "taken", " ".join(words))
