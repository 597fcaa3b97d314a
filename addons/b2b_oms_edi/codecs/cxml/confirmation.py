"""The seller's answer to an order as a cXML ConfirmationRequest."""

from odoo.addons.b2b_oms.documents.problems import Problem

from ..xml_write import Unwritable, Value
from . import write

# The whole order: its state in our words to the type of the confirmation.
TYPES = {"accepted": "accept", "rejected": "reject", "changed": "detail"}
LINE_TYPES = {
    "accepted": "accept",
    "quantity_changed": "detail",
    "price_changed": "detail",
    "date_changed": "detail",
    "substituted": "detail",
    "backordered": "backordered",
    "on_hold": "unknown",
    "rejected": "reject",
    "cancelled": "reject",
}


def encode(response, frame, order_payload_id="", operation="new"):
    """The bytes of a ConfirmationRequest for an ``OrderResponse``.

    :param order_payload_id: payloadID of the order that is confirmed
    :param operation: "new", or "update" for a confirmation sent again
    :raises Unwritable: lines that do not add up, or nothing to say yet
    """
    _check(response)
    kind = TYPES[response.status]
    head = {
        "confirmID": response.number,
        "noticeDate": write.moment(frame.sent_at),
        "operation": operation,
        "type": kind,
    }
    reference = {"orderID": response.order_number, "orderDate": write.moment(response.order_date)}
    document = [("DocumentReference", Value(None, {"payloadID": order_payload_id}))]
    pairs = [
        ("ConfirmationHeader", Value(_head(response), head)),
        ("OrderReference", Value(document if order_payload_id else [], reference)),
    ]
    if kind == "detail":
        pairs += [_item(line, response.currency) for line in response.lines]
    return write.request(frame, "ConfirmationRequest", pairs)


def _head(response):
    return [("Comments", write.described(response.note))]


def _check(response):
    broken = []
    if response.status not in ("accepted", "rejected", "changed"):
        broken.append(
            Problem("nothing_decided", "order", "Nothing is decided about the order yet.")
        )
    if response.status == "changed" and not response.lines:
        broken.append(Problem("no_lines", "order", "A change without lines."))
    for line in response.lines:
        if not line.is_balanced:
            where = f"line {line.line_id}"
            text = f"{where}: its parts do not add up to the order."
            broken.append(Problem("unbalanced_line", where, text))
    if broken:
        raise Unwritable(broken)


def _item(line, currency):
    content = [
        ("UnitOfMeasure", line.unit),
        *(_status(part, line, currency) for part in line.parts),
    ]
    attributes = {"quantity": line.quantity, "lineNumber": line.line_id}
    return ("ConfirmationItem", Value(content, attributes))


def _status(part, line, currency):
    attributes = {
        "type": LINE_TYPES[part.status],
        "quantity": part.quantity,
        "shipmentDate": write.moment(part.ship_date),
        "deliveryDate": write.moment(part.delivery_date),
    }
    price = (
        [write.money("UnitPrice", line.price, currency)] if part.status == "price_changed" else []
    )
    replaced = _substitute(part, line, currency) if part.substitute else []
    content = [
        ("UnitOfMeasure", line.unit),
        *(replaced or price),
        ("Comments", write.described(part.reason)),
    ]
    return ("ConfirmationStatus", Value(content, attributes))


def _substitute(part, line, currency):
    detail = [
        write.money("UnitPrice", line.price, currency),
        ("Description", write.described(part.substitute.description)),
        ("UnitOfMeasure", line.unit),
    ]
    item = [write.item_id(part.substitute), ("ItemDetail", detail)]
    return [("ItemIn", Value(item, {"quantity": part.quantity}))]
