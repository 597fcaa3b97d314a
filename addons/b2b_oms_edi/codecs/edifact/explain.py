"""EDIFACT explained; of messages we only send, what their numbers and lines are."""

from .. import explanation
from . import party
from .reader import read
from .values import at

QUANTITIES = ("21", "12", "47", "1", "113")


def explain(content, filename=""):
    """See :func:`..registry.explain`.

    :raises Undecodable: no interchange can be told apart
    """
    del filename
    return explanation.of_reading(read(content), summary)


def summary(message):
    """Numbers, dates and lines of a message that is not taken in."""
    tree = message.tree
    references = {at(one.first("RFF"), 1): at(one.first("RFF"), 1, 1) for one in tree.turns("RFF")}
    lines = list(tree.turns("LIN"))
    for loop in ("CPS", "PGI"):
        lines += [lin for turn in tree.turns(loop) for lin in turn.turns("LIN")]
    found = {
        "number": at(tree.first("BGM"), 2),
        "po_number": references.get("ON", ""),
        "dates": {code: text for code, (_days, text) in party.dates(tree).items()},
        "parties": explanation.plain_value(party.parties(tree)),
        "lines": [_line(turn) for turn in lines],
    }
    return {name: value for name, value in found.items() if value}


def _line(turn):
    lin = turn.first("LIN")
    quantities = {at(qty, 1): qty for qty in turn.every("QTY")}
    quantity = next((quantities[code] for code in QUANTITIES if code in quantities), ())
    prices = [one.first("PRI") for one in turn.turns("PRI")]
    ids = [*lin[3:4], *(one for pia in turn.every("PIA") for one in pia[2:])]
    return {
        "line_id": at(lin, 1),
        "quantity": at(quantity, 1, 1),
        "unit": at(quantity, 1, 2),
        "price": at(prices[0], 1, 1) if prices else "",
        "ids": {(one[1] if len(one) > 1 else ""): one[0] for one in ids if one[0]},
    }
