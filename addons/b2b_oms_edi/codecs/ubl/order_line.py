"""One order line of UBL to the meaning of it. What stands where is a table."""

import re
from dataclasses import replace
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import AllowanceCharge, Delivery
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine

ITEM = {
    "sku": ("cac:Item/cac:SellersItemIdentification/cbc:ID",),
    "customer_code": ("cac:Item/cac:BuyersItemIdentification/cbc:ID",),
    "barcode": ("cac:Item/cac:StandardItemIdentification/cbc:ID",),
    "manufacturer_code": ("cac:Item/cac:ManufacturersItemIdentification/cbc:ID",),
    "description": ("cac:Item/cbc:Name", "cac:Item/cbc:Description"),
}
LINE = {
    "line_id": ("cbc:ID",),
    "unit": ("cbc:Quantity/@unitCode",),
    "note": ("cbc:Note",),
}
RAW = {
    "ID": "cbc:ID",
    "Quantity": "cbc:Quantity",
    "unitCode": "cbc:Quantity/@unitCode",
    "PriceAmount": "cac:Price/cbc:PriceAmount",
    "LineExtensionAmount": "cbc:LineExtensionAmount",
    "Item": "cac:Item/cbc:Name",
}
PRICE = "cac:Price/cbc:PriceAmount"
BASE = "cac:Price/cbc:BaseQuantity"
AMOUNT = "cbc:LineExtensionAmount"
REQUESTED = "cac:RequestedDeliveryPeriod"
CENT = Decimal("0.01")
UNIT = re.compile(r"[A-Za-z0-9]{2,4}")  # as in UN/ECE 20 and 21; our unit for it is looked up later


def order_line(fields, currency=""):
    """The line in a LineItem.

    :param fields: ``Fields`` of the LineItem
    :param currency: of the document, for amounts that name another one
    """
    values = {name: fields.text(*paths) for name, paths in (ITEM | LINE).items()}
    basis = fields.number("quantity", BASE) or Decimal(1)
    if basis <= 0:
        fields.problem("bad_quantity", "A price for less than one unit.", BASE)
        basis = Decimal(1)
    price = fields.price(PRICE)
    line = OrderLine(
        where=fields.where,
        quantity=fields.ordered("cbc:Quantity"),
        price=price if price is None else price / basis,
        price_basis=basis,
        amount=fields.number("amount", AMOUNT),
        allowances=allowances(fields),
        raw={name: text for name, path in RAW.items() if (text := fields.text(path))},
        **values,
        **_delivery(fields),
    )
    _check(fields, line, currency)
    return replace(line, problems=tuple(fields.problems)) if fields.problems else line


def _check(fields, line, currency):
    if not line.item_text:
        fields.problem("no_item", "No item is named.", "cac:Item")
    if not line.line_id:
        fields.problem("no_line_id", "The line has no id to answer to.", "cbc:ID")
    if line.unit and not UNIT.fullmatch(line.unit):
        sentence = f"“{line.unit[:40]}” is no unit code of UN/ECE."
        fields.problem("bad_unit", sentence, "cbc:Quantity/@unitCode")
    for path in (PRICE, AMOUNT):
        other = fields.text(f"{path}/@currencyID")
        if currency and other and other != currency:
            fields.problem("currency_differs", f"{other[:20]} in an order in {currency}.", path)
    _check_amount(fields, line)


def _check_amount(fields, line):
    """The line's sum is price times quantity, with what is put on and taken off."""
    if None in (line.amount, line.price, line.quantity):
        return
    extra = [each.amount for each in line.allowances]
    if None in extra:
        return
    signs = [1 if each.is_charge else -1 for each in line.allowances]
    expected = line.price * line.quantity + sum(
        sign * amount for sign, amount in zip(signs, extra, strict=True)
    )
    if abs(expected - line.amount) > max(CENT, abs(line.amount) * Decimal("0.0001")):
        sentence = f"{line.quantity} × {line.price} is {expected.normalize():f}, not {line.amount}."
        fields.problem("wrong_line_amount", sentence, AMOUNT)


def allowances(fields):
    """Allowances and charges directly below an element."""
    found = []
    for element in fields.all("cac:AllowanceCharge"):
        inner = fields.below(element, f"{fields.where}/AllowanceCharge")
        found.append(
            AllowanceCharge(
                is_charge=inner.text("cbc:ChargeIndicator") in ("true", "1"),
                amount=inner.number("amount", "cbc:Amount"),
                percent=inner.number("percentage", "cbc:MultiplierFactorNumeric"),
                base=inner.number("amount", "cbc:BaseAmount"),
                code=inner.text("cbc:AllowanceChargeReasonCode"),
                text=inner.text("cbc:AllowanceChargeReason"),
            )
        )
    return tuple(found)


# === WHERE AND WHEN === #


def _delivery(fields):
    """Dates and places of a line; several deliveries split its quantity."""
    places = [
        fields.below(element, f"{fields.where}/Delivery[{number}]")
        for number, element in enumerate(fields.all("cac:Delivery"), 1)
    ]
    if len(places) > 1:
        return {"deliveries": tuple(_part(place) for place in places)}
    return dates(places[0]) | {"ship_to": ship_to(places[0])} if places else {}


def _part(place):
    return Delivery(
        quantity=place.number("quantity", "cbc:Quantity"),
        ship_to=ship_to(place),
        requested_date=dates(place)["requested_date"],
    )


def ship_to(delivery):
    """The code of the place in a Delivery, empty when it is only an address."""
    return delivery.text(
        "cac:DeliveryLocation/cbc:ID", "cac:DeliveryParty/cac:PartyIdentification/cbc:ID"
    )


def dates(delivery):
    """{requested_date, earliest_date, latest_date} of a Delivery: a period is wanted by its end."""
    start = delivery.day(f"{REQUESTED}/cbc:StartDate")
    end = delivery.day(f"{REQUESTED}/cbc:EndDate", "cbc:LatestDeliveryDate")
    if start and end and end < start:
        delivery.problem("bad_period", f"It ends ({end}) before it begins ({start}).", REQUESTED)
        start = None
    return {"requested_date": end or start, "earliest_date": start, "latest_date": end}
