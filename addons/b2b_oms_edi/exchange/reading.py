"""The bytes of an exchange, read once, and what the list shows of them."""

import base64
import hashlib
import json

from odoo import models

from ..codecs import explanation
from ..syntaxes.syntax import kind_of

READING = "b2b_oms_edi.reading"
MOST_PROBLEMS = 200


class EdiReading(models.AbstractModel):
    """Adopted by ``b2b.edi.exchange``."""

    _name = "b2b.edi.reading"
    _description = "Reading of exchanges"

    def _bytes(self):
        """The file as it came, or as we wrote it."""
        source = self.parent_id or self
        return base64.b64decode(source.with_context(bin_size=False).content or b"")

    def _reading(self):
        """The ``Reading`` of the whole file; kept for the next part, one file at a time."""
        source = self.parent_id or self
        key = (source.id, self.partner_id.id)
        cached = self.env.cr.cache.get(READING)
        if cached and cached[0] == key:
            return cached[1]
        content = self._bytes()
        syntax = self.env["b2b.edi.syntax"]._for(content, self.filename)
        reading = syntax._interpret(content, self.partner_id._policy())
        self.env.cr.cache[READING] = (key, reading)
        return reading

    def _forget_reading(self):
        self.env.cr.cache.pop(READING, None)

    def _interchange(self):
        """The interchange this exchange stands for."""
        return self._reading().interchanges[max(self.part, 1) - 1]

    def _note_envelope(self, interchange):
        envelope = interchange.envelope
        messages = interchange.messages
        kinds = [kind_of(one.document) for one in messages if one.document is not None]
        is_heard = bool(interchange.acknowledgements)
        self.write(
            {
                "control": envelope.interchange[:200],
                "is_test": envelope.is_test,
                "digest": self._digest(interchange),
                "message_type": ", ".join(
                    dict.fromkeys(one.envelope.message_type[:20] for one in messages)
                )[:60]
                or ("TA1" if is_heard else ""),
                "kind": kinds[0] if kinds else "acknowledgement" if is_heard else "other",
                "number": ", ".join(_numbers(messages))[:100],
                "problems": self._said(interchange),
            }
        )

    def _digest(self, interchange):
        """A hash of what was said, whatever the line breaks; of the bytes where there are no segments."""
        raw = [interchange.header, *(message.raw for message in interchange.messages)]
        if not any(raw):
            return self.checksum
        return hashlib.sha256(json.dumps(raw).encode()).hexdigest()

    def _said(self, interchange):
        """What is wrong, each with its place, as the screen and programs show it."""
        alone = type(self._reading())(self.syntax or "", "", [interchange])
        said = explanation.of_reading(alone)
        problems = list(said["problems"])
        for message in said["messages"]:
            name = message["control_numbers"]["message"]
            problems += [
                {**problem, "message": f"{message['type']} {name}".strip()}
                for problem in message["problems"]
            ]
        return problems[:MOST_PROBLEMS]


def _numbers(messages):
    for message in messages:
        document = message.document
        number = getattr(document, "order_number", "") or getattr(document, "number", "")
        if number:
            yield number
