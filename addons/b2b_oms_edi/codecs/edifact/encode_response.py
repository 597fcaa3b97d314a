"""``OrderResponse`` to ORDRSP: the answer to an order and to its change alike."""

from . import encode_common as common
from .writer import Profile, write

FUNCTIONS = {"accepted": "29", "changed": "4", "rejected": "27", "on_hold": "4", "received": "9"}
RESPONSES = {"received": "AB", "on_hold": "AB", "rejected": "RE"}
WITHOUT_STOCK = ("backordered",)
REFUSED = ("rejected", "cancelled")


def encode(response, envelope, profile=None):
    """Bytes of the ORDRSP.

    :raises Unwritable: something in the answer has no place in EDIFACT
    """
    profile = profile or Profile()
    return write("ORDRSP", [_body(response, profile)], envelope, profile)


def _body(response, profile):
    number = common.Numbers(profile.separators)
    yield ["BGM", "231", response.number or response.order_number, FUNCTIONS[response.status],
           RESPONSES.get(response.status, "")]  # fmt: skip
    yield from common.dtm("137", response.response_date)
    yield from common.text(response.note)
    yield from common.rff("ON", response.order_number, response.order_date)
    yield from common.references(response.references)
    yield from common.parties(response.parties)
    if response.currency:
        yield ["CUX", ("2", response.currency, "9")]
    for line in response.lines:
        yield from _line(line, number)
    yield ["UNS", "S"]
    if response.lines:
        yield ["CNT", ("2", str(len(response.lines)))]


def _action(line):
    statuses = {part.status for part in line.parts}
    if statuses <= set(REFUSED):
        return "7"
    return "5" if statuses == {"accepted"} else "3"


def _line(line, number):
    yield from common.item(line.line_id[:6], _action(line), line.item)
    substitute = next((part.substitute for part in line.parts if part.substitute), None)
    if substitute:
        code = (substitute.sku, "SA") if substitute.sku else (substitute.barcode, "EN")
        yield ["PIA", "3", code]
    yield from common.description(line.item)
    yield from _quantities(line, number)
    yield from _promises(line)
    yield from common.text(
        "; ".join(dict.fromkeys(part.reason for part in line.parts if part.reason))
    )
    yield from common.price("AAA", line.price, line.price_basis, line.unit, number)
    if len(line.line_id) > 6:
        yield ["RFF", ("LI", line.line_id)]


def _quantities(line, number):
    """What was ordered, what comes and what comes later."""
    yield from common.qty("21", line.quantity, line.unit, number)
    coming = sum(p.quantity for p in line.parts if p.status not in (*WITHOUT_STOCK, *REFUSED))
    if coming != line.quantity:
        yield from common.qty("113", coming, line.unit, number)
    later = sum(p.quantity for p in line.parts if p.status in WITHOUT_STOCK)
    if later:
        yield from common.qty("83", later, line.unit, number)


def _promises(line):
    """The first day of each kind; EDIFACT has one of a kind for a line."""
    for qualifier, name in (("69", "delivery_date"), ("79", "ship_date")):
        days = [getattr(part, name) for part in line.parts if getattr(part, name)]
        if days:
            yield from common.dtm(qualifier, min(days))
