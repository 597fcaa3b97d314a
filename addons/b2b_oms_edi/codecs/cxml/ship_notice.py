"""What left the warehouse as a cXML ShipNoticeRequest."""

from odoo.addons.b2b_oms.documents.problems import Problem

from ..xml_write import Unwritable, Value
from . import write


def encode(advice, frame, order_payload_ids=None):
    """The bytes of a ShipNoticeRequest for a ``DespatchAdvice``.

    :param order_payload_ids: {order number: payloadID of that order}
    :raises Unwritable: nothing was shipped
    """
    if not any(_items(order) for order in advice.orders):
        raise Unwritable([Problem("no_lines", "shipment", "shipment: nothing was shipped.")])
    known = order_payload_ids or {}
    head = {
        "shipmentID": advice.number,
        "noticeDate": write.moment(frame.sent_at),
        "shipmentDate": write.moment(advice.despatched_at),
        "deliveryDate": write.moment(advice.delivery_date),
    }
    pairs = [
        ("ShipNoticeHeader", Value([("Comments", write.described(advice.note))], head)),
        ("ShipControl", _control(advice)),
        *(_portion(order, known.get(order.order_number, "")) for order in advice.orders),
    ]
    return write.request(frame, "ShipNoticeRequest", pairs)


def _control(advice):
    carriers = [("SCAC", advice.scac), ("companyName", advice.carrier)]
    found = [
        ("CarrierIdentifier", Value(name, {"domain": domain})) for domain, name in carriers if name
    ]
    return [*found, ("ShipmentIdentifier", advice.tracking)] if found and advice.tracking else []


def _portion(order, payload_id):
    attributes = {"orderID": order.order_number, "orderDate": write.moment(order.order_date)}
    document = [("DocumentReference", Value(None, {"payloadID": payload_id}))] if payload_id else []
    items = [_item(shipped, packages) for shipped, packages in _items(order)]
    return ("ShipNoticePortion", [("OrderReference", Value(document, attributes)), *items])


def _items(order):
    """Each shipped item with the packages around it."""
    found = [(item, ()) for item in order.items]
    for package in order.packages:
        found += _packed(package, ())
    return found


def _packed(package, outside):
    around = (*outside, package)
    inner = [pair for each in package.packages for pair in _packed(each, around)]
    return [(item, around) for item in package.items] + inner


def _item(shipped, packages):
    content = [
        write.item_id(shipped.item),
        ("UnitOfMeasure", shipped.unit),
        *(_packaging(package, level) for level, package in enumerate(packages, 1)),
        ("Batch", [("SupplierBatchID", shipped.lot)]),
    ]
    attributes = {"quantity": shipped.quantity, "lineNumber": shipped.line_id}
    return ("ShipNoticeItem", Value(content, attributes))


def _packaging(package, level):
    return (
        "Packaging",
        [
            ("PackagingCode", write.described(package.kind)),
            ("PackagingLevelCode", f"{level:04d}"),
            ("ShippingContainerSerialCode", package.sscc),
            ("PackageTrackingID", package.tracking),
        ],
    )
