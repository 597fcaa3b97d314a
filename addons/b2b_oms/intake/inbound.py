"""What a channel hands over: the bytes and what is known about their way, nothing interpreted."""

import hashlib
from typing import Any, NamedTuple


class InboundDocument(NamedTuple):
    """One submission.

    ``account`` is the ``res.partner`` that sent it when the channel knows, else None; ``sender``
    is how the sender named itself (mail address, EDI id, login), ``reference`` the channel's own
    reference of the submission (message id, control number).
    """

    content: bytes
    filename: str
    channel: str
    account: Any = None
    sender: str = ""
    reference: str = ""

    @property
    def checksum(self):
        """SHA-256 of the bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()
