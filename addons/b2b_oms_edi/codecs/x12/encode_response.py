"""``OrderResponse`` to 855, or to 865 when it answers a change."""

from dataclasses import replace

from . import encode_common as common
from .writer import Profile, write

TYPES = {"accepted": "AD", "changed": "AC", "rejected": "RD", "on_hold": "AH", "received": "AK"}
TYPES_WITHOUT_LINES = {"accepted": "AT", "rejected": "RJ"}
STATUSES = {
    "accepted": "IA", "quantity_changed": "IQ", "price_changed": "IP", "date_changed": "DR",
    "backordered": "IB", "rejected": "IR", "substituted": "IS", "cancelled": "ID", "on_hold": "IH",
}  # fmt: skip
ACTIONS = {"add": "AI", "delete": "DI", "change": "CA", "replace": "RZ", "none": "NC", "": "CA"}


def encode(response, envelope, profile=None):
    """Bytes of the 855 or 865.

    :raises Unwritable: something in the answer has no place in X12
    """
    profile = profile or Profile()
    if response.change_sequence:
        return write("865", [_changed(response, profile)], envelope, profile)
    return write("855", [_new(response, profile)], envelope, profile)


def _type(response):
    if not response.lines:
        return TYPES_WITHOUT_LINES.get(response.status, TYPES[response.status])
    if response.status == "accepted" and any(
        not line.is_accepted_as_ordered for line in response.lines
    ):
        return "AC"
    return TYPES[response.status]


def _new(response, profile):
    order_date = common.day(response.order_date or response.response_date)
    bak = [
        "BAK", "00", _type(response), response.order_number, order_date, response.release, "", "",
        response.number, common.day(response.response_date),
    ]  # fmt: skip
    lines = [segment for line in response.lines for segment in _line(line, "PO1", profile)]
    return [bak, *_heading(response), *lines, *_totals(response)]


def _changed(response, profile):
    order_date = common.day(response.order_date or response.response_date)
    bca = [
        "BCA", "00", _type(response), response.order_number, response.release, response.change_sequence,
        order_date, "", "", response.number, common.day(response.response_date),
    ]  # fmt: skip
    lines = [segment for line in response.lines for segment in _line(line, "POC", profile)]
    return [bca, *_heading(response), *lines, *_totals(response)]


def _heading(response):
    notes = [["REF", "ZZ", "", response.note]] if response.note else []
    return [
        *common.currency(response.currency),
        *common.references(response.references),
        *notes,
        *common.parties(response.parties),
    ]


def _totals(response):
    return [["CTT", str(len(response.lines))]] if response.lines else []


def _line(line, tag, profile):
    quantity = common.number(line.quantity)
    price = common.price(line, profile)
    ids = common.item_ids(line.item)
    if tag == "PO1":
        yield ["PO1", line.line_id, quantity, line.unit, *price, *ids]
    else:
        action = ACTIONS.get(line.action, "CA")
        yield ["POC", line.line_id, action, quantity, "", line.unit, *price, *ids]
    for part in _parts(line, profile):
        yield _ack(part, line)
    yield from common.description(line.item)
    for reason in dict.fromkeys(part.reason for part in line.parts if part.reason):
        yield ["REF", "ZZ", "", reason]


def _parts(line, profile):
    """The parts, or one that stands for all where the partner takes one ACK a line."""
    if not profile.max_acks or len(line.parts) <= profile.max_acks:
        return line.parts
    shipped = [
        part for part in line.parts if part.status not in ("backordered", "rejected", "cancelled")
    ]
    if not shipped:
        return [replace(line.parts[0], quantity=sum(part.quantity for part in line.parts))]
    is_backordered = any(part.status == "backordered" for part in line.parts)
    status = "backordered_partly" if is_backordered else "quantity_changed"
    return [replace(shipped[0], status=status, quantity=sum(part.quantity for part in shipped))]


def _ack(part, line):
    status = STATUSES.get(part.status, "BP")
    promise = ["", ""]
    if part.ship_date:
        promise = ["068", common.day(part.ship_date)]
    elif part.delivery_date:
        promise = ["067", common.day(part.delivery_date)]
    ids = common.item_ids(part.substitute) if part.substitute else []
    return ["ACK", status, common.number(part.quantity), line.unit, *promise, "", *ids]
