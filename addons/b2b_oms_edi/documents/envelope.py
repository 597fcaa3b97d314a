"""Who sends a document to whom, under which numbers, whatever the syntax calls them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Address:
    """One side of an exchange: ``id`` in the list named by ``qualifier`` (X12 "01", EDIFACT "14").

    ``application`` is the inner address (GS02/GS03, UNG) when it differs from ``id``.
    """

    id: str
    qualifier: str = ""
    application: str = ""


@dataclass(frozen=True)
class Envelope:
    """What stands around one message.

    ``interchange`` is ISA13, the UNB reference, the cXML payloadID or the UBL ID; ``group`` is
    GS06 or the UNG reference, ``message`` is ST02 or the UNH reference; both empty where the
    syntax has no such level. ``version`` is the syntax' word ("004010", "D:96A:UN:EAN008").
    ``sent_at`` has no time zone, as in the wire formats: the sender's clock.
    """

    sender: Address
    receiver: Address
    interchange: str
    message_type: str
    version: str = ""
    group: str = ""
    message: str = ""
    sent_at: datetime | None = None
    is_test: bool = False
    wants_acknowledgement: bool = False
