"""X12 explained; of documents we only send, what their numbers and lines are."""

from .. import explanation
from . import party
from .party import at
from .reader import read

# Where each document has its own number, the order's number, and its lines.
NUMBERS = {
    "855": ("BAK", 8, 3), "865": ("BCA", 9, 3), "856": ("BSN", 2, 0), "810": ("BIG", 2, 4),
    "846": ("BIA", 3, 0), "832": ("BCT", 2, 0), "850": ("BEG", 0, 3), "860": ("BCH", 0, 3),
}  # fmt: skip
LINES = {"855": "PO1", "865": "POC", "810": "IT1", "850": "PO1", "860": "POC"}
QUANTITY_AT = {"PO1": 2, "IT1": 2, "POC": 3}


def explain(content, filename=""):
    """See :func:`..registry.explain`.

    :raises Undecodable: no interchange can be told apart
    """
    del filename
    return explanation.of_reading(read(content), summary)


def summary(message):
    """Numbers, dates and lines of a message that is not taken in."""
    kind = message.envelope.message_type
    if kind not in NUMBERS:
        return {}
    tag, own, order = NUMBERS[kind]
    first = message.tree.first(tag)
    found = {"number": own and at(first, own), "po_number": order and at(first, order)}
    found["parties"] = explanation.plain_value(party.parties(message.tree))
    found["dates"] = party.dates(message.tree)
    loop = LINES.get(kind)
    if loop:
        found["lines"] = [_line(turn.first(loop), loop) for turn in message.tree.turns(loop)]
    return {name: value for name, value in found.items() if value}


def _line(segment, loop):
    start = QUANTITY_AT[loop]
    quantity = start
    rest = start + (2 if loop == "POC" else 1)
    ids = segment[rest + 3 :]
    return {
        "line_id": at(segment, 1),
        "quantity": at(segment, quantity),
        "unit": at(segment, rest),
        "price": at(segment, rest + 1),
        "ids": dict(zip(ids[::2], ids[1::2], strict=False)),
    }
