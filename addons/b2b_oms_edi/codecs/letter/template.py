"""How one sender lays out its letters, learned from what a person accepted."""

import hashlib
from typing import NamedTuple

from odoo.addons.b2b_oms.documents.table import normalized

# How sure a field is: its place was learned from this sender, is called by a usual name, was joined
# from several cells, or stands in a sentence.
LEARNED, USUAL, JOINED, SPOKEN = 0.95, 0.7, 0.5, 0.6


class Template(NamedTuple):
    """``columns`` {field: normalized heading}, ``labels`` {field: normalized label}.

    ``fingerprint`` is that of the row of headings by which a letter of this layout is told; ``seen``
    are the normalized labels of all its days: a day under another label may be a wish of the buyer.
    """

    fingerprint: str
    columns: dict
    labels: dict
    seen: tuple = ()


def fingerprint(texts):
    """What two letters of one layout share: their row of headings."""
    words = "|".join(normalized(text) for text in texts)
    return hashlib.sha256(words.encode()).hexdigest()[:32]
