"""What left the warehouse as Peppol's Despatch Advice 3."""

from typing import NamedTuple

from ...documents.despatch_advice import Package, ShippedItem
from ..xml_write import valued
from . import write

# UNECE recommendation 21.
PACKAGE_TYPES = {"pallet": "PX", "carton": "CT"}
OUTSTANDING = "Not yet shipped"


class Place(NamedTuple):
    """One shipped item, the order it belongs to and the packages around it, outermost first."""

    order_number: str
    item: ShippedItem
    packages: tuple[Package, ...]


def encode(advice):
    """The bytes of a ``DespatchAdvice``: a line for each item in each package.

    :raises Unwritable: a fatal rule of Peppol would be broken
    """
    places = [place for order in advice.orders for place in _places(order)]
    _check(advice, places)
    ship_from = write.party_of(advice, "ship_from") or write.party_of(advice, "seller")
    ship_to = write.party_of(advice, "ship_to") or write.party_of(advice, "buyer")
    orders = {order.order_number for order in advice.orders}
    pairs = [
        ("cbc:ID", advice.number),
        ("cbc:IssueDate", advice.despatched_at.date()),
        ("cbc:IssueTime", advice.despatched_at.strftime("%H:%M:%S")),
        ("cbc:Note", advice.note),
        ("cac:OrderReference", [("cbc:ID", min(orders) if len(orders) == 1 else "")]),
        (
            "cac:DespatchSupplierParty",
            [("cac:Party", _party(ship_from, write.party_of(advice, "seller")))],
        ),
        (
            "cac:DeliveryCustomerParty",
            [("cac:Party", _party(ship_to, write.party_of(advice, "buyer")))],
        ),
        *_other_party(advice, "buyer", "cac:BuyerCustomerParty"),
        *_other_party(advice, "seller", "cac:SellerSupplierParty"),
        ("cac:Shipment", _shipment(advice)),
    ]
    pairs += [("cac:DespatchLine", _line(place, n)) for n, place in enumerate(places, 1)]
    return write.document("despatch_advice", pairs)


def _places(order):
    yield from (Place(order.order_number, item, ()) for item in order.items)
    for package in order.packages:
        yield from _packed(order.order_number, package, ())


def _packed(order_number, package, outside):
    around = (*outside, package)
    yield from (Place(order_number, item, around) for item in package.items)
    for inner in package.packages:
        yield from _packed(order_number, inner, around)


def _check(advice, places):
    rules = write.Rules()
    for role in ("seller", "buyer"):
        rules.party(write.party_of(advice, role), role)
    rules.check(advice.number, "missing_number", "despatch", "It has no number.")
    rules.check(places, "no_lines", "despatch", "Nothing was shipped.")
    for place in places:
        where = f"line {place.item.line_id}"
        rules.check(place.item.line_id, "no_line_id", where, "It answers no order line.")
        rules.check(place.order_number, "missing_number", where, "It names no order.")
        rules.check(
            place.item.quantity >= 0, "negative_quantity", where, "Less than nothing was shipped."
        )
    rules.enforce()


def _party(place, owner):
    """The place, reached by the electronic address of who owns it."""
    pairs = [
        pair for pair in write.full(place) if pair[0] not in ("cbc:EndpointID", "cac:PartyName")
    ]
    pairs = [pair for pair in pairs if pair[0] != "cac:PartyTaxScheme"]
    return [("cbc:EndpointID", valued(owner.code, schemeID=write.scheme(owner))), *pairs]


def _other_party(advice, role, name):
    party = write.party_of(advice, role)
    pairs = [
        ("cac:PartyIdentification", [("cbc:ID", valued(party.code, schemeID=write.scheme(party)))]),
        ("cac:PartyName", [("cbc:Name", party.name)]),
        ("cac:PostalAddress", write.address(party)),
    ]
    return [(name, [("cac:Party", pairs)])]


def _shipment(advice):
    return [
        ("cbc:ID", advice.bill_of_lading or "NA"),
        ("cbc:GrossWeightMeasure", valued(advice.gross_weight, unitCode="KGM")),
        ("cbc:TotalTransportHandlingUnitQuantity", advice.package_count),
        (
            "cac:Consignment",
            [
                ("cbc:ID", advice.tracking or advice.bill_of_lading or "NA"),
                (
                    "cac:CarrierParty",
                    [
                        ("cac:PartyIdentification", [("cbc:ID", advice.scac)]),
                        ("cac:PartyName", [("cbc:Name", advice.carrier)]),
                    ],
                ),
            ]
            if advice.carrier or advice.scac
            else [],
        ),
        (
            "cac:Delivery",
            [
                ("cbc:TrackingID", advice.tracking),
                ("cac:EstimatedDeliveryPeriod", [("cbc:StartDate", advice.delivery_date)]),
                (
                    "cac:Despatch",
                    [("cbc:ActualDespatchDate", advice.despatched_at.date())],
                ),
            ],
        ),
    ]


def _line(place, number):
    shipped = place.item
    return [
        ("cbc:ID", str(number)),
        ("cbc:DeliveredQuantity", write.quantity(shipped.quantity, shipped.unit)),
        (
            "cbc:OutstandingQuantity",
            write.quantity(shipped.outstanding_quantity or None, shipped.unit),
        ),
        (
            "cbc:OutstandingReason",
            (shipped.outstanding_reason or OUTSTANDING) if shipped.outstanding_quantity else "",
        ),
        (
            "cac:OrderLineReference",
            [
                ("cbc:LineID", shipped.line_id),
                ("cac:OrderReference", [("cbc:ID", place.order_number)]),
            ],
        ),
        ("cac:Item", write.item(shipped.item, *_instances(shipped))),
        ("cac:Shipment", _handling_unit(place.packages)),
    ]


def _instances(shipped):
    """Serial numbers one by one, else the lot and its date once."""
    lot = [("cbc:LotNumberID", shipped.lot)]
    serials = shipped.serials or ("",)
    return [
        (
            "cac:ItemInstance",
            [
                ("cbc:BestBeforeDate", shipped.best_before),
                ("cbc:SerialID", serial),
                ("cac:LotIdentification", lot),
            ],
        )
        for serial in serials
    ]


def _handling_unit(packages):
    if not packages:
        return []
    outer, *inner = packages
    return [
        ("cbc:ID", "NA"),
        (
            "cac:TransportHandlingUnit",
            [
                ("cbc:ID", valued(outer.sscc)),
                ("cbc:TransportHandlingUnitTypeCode", PACKAGE_TYPES[outer.kind]),
                *(("cac:Package", _package(package)) for package in inner),
            ],
        ),
    ]


def _package(package):
    return [("cbc:ID", package.sscc), ("cbc:PackagingTypeCode", PACKAGE_TYPES[package.kind])]
