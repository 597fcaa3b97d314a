"""One document as it was read from XML: what stands around it, and what it means."""

from dataclasses import dataclass
from typing import Any

from ..documents.envelope import Envelope


@dataclass(frozen=True)
class XmlMessage:
    """``document`` is of :mod:`documents`; its problems are its own and include those of the bytes.

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
