"""One document as it was read from XML: what stands around it, and what it means."""

from dataclasses import dataclass
from typing import Any

from ..documents.envelope import Envelope
from .reading import ACCEPTED, WITH_ERRORS, Group, Interchange, Message, Reading


@dataclass(frozen=True)
class XmlMessage:
    """``document`` is of :mod:`documents`; its problems include those of the bytes.

    ``syntax`` is "UBL" or "cXML", ``version`` that of the syntax, ``customization`` and
    ``profile`` the agreements the sender names (UBL), ``encoding`` that of the bytes.
    """

    syntax: str
    envelope: Envelope
    document: Any
    version: str = ""
    customization: str = ""
    profile: str = ""
    encoding: str = "utf-8"

    @property
    def problems(self):
        """Those of the document and of its lines."""
        lines = [getattr(line, "line", line) for line in self.document.lines]
        return (*self.document.problems, *(each for line in lines for each in line.problems))


def reading(message):
    """The message in the form all syntaxes share: a file with one interchange of one message."""
    verdict = WITH_ERRORS if message.problems else ACCEPTED
    inner = Message(message.envelope, raw=[], document=message.document, verdict=verdict)
    one = Interchange(
        message.envelope,
        header=[],
        groups=[Group(messages=[inner], verdict=verdict)],
        verdict=verdict,
    )
    return Reading(message.syntax, message.encoding, [one])
