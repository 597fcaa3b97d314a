"""The answer to an order as Peppol's Order Response 3 (and its advanced one for changes)."""

from decimal import Decimal

from ..xml_write import valued
from . import write

# What Peppol calls the state of the order, and of a line.
CODES = {"received": "AB", "on_hold": "AB", "accepted": "AP", "changed": "CA", "rejected": "RE"}
ACCEPTED, CHANGED, REJECTED, ADDED = "5", "3", "7", "1"
COMING = ("accepted", "quantity_changed", "price_changed", "date_changed", "substituted")
GONE = ("rejected", "cancelled")


def encode(response):
    """The bytes of an ``OrderResponse``.

    Peppol wants lines in a conditional answer and in no other: an order accepted, rejected or
    merely received is answered without them.

    :raises Unwritable: a fatal rule of Peppol would be broken
    """
    code = CODES[response.status]
    _check(response, code)
    kind = "order_response_advanced" if response.change_sequence else "order_response"
    seller, buyer = write.party_of(response, "seller"), write.party_of(response, "buyer")
    pairs = [
        ("cbc:ID", _number(response)),
        ("cbc:SalesOrderID", response.number),
        ("cbc:IssueDate", response.response_date),
        ("cbc:OrderResponseCode", code),
        ("cbc:Note", response.note),
        ("cbc:DocumentCurrencyCode", response.currency),
        ("cac:OrderReference", [("cbc:ID", response.order_number)]),
        ("cac:SellerSupplierParty", [("cac:Party", write.brief(seller))]),
        ("cac:BuyerCustomerParty", [("cac:Party", write.brief(buyer))]),
    ]
    lines = response.lines if code == "CA" else ()
    pairs += [("cac:OrderLine", _line(line, response.currency)) for line in lines]
    return write.document(kind, pairs)


def _number(response):
    return f"{response.number}-{response.change_sequence}".rstrip("-")


def _check(response, code):
    rules = write.Rules()
    for role in ("seller", "buyer"):
        rules.party(write.party_of(response, role), role)
    rules.check(response.number, "missing_number", "answer", "It has no number.")
    rules.check(response.order_number, "missing_number", "answer", "It names no order.")
    rules.check(code != "CA" or response.lines, "no_lines", "answer", "A change without lines.")
    ids = [line.line_id for line in response.lines]
    rules.check(len(ids) == len(set(ids)), "duplicate_line_id", "answer", "A line id stands twice.")
    for line in response.lines:
        where = f"line {line.line_id}"
        rules.check(line.line_id, "no_line_id", where, "It has no id.")
        rules.check(
            line.is_balanced, "unbalanced_line", where, "Its parts do not add up to the order."
        )
        rules.check(
            code != "AP" or line.is_accepted_as_ordered,
            "inconsistent_status", where, "The order is accepted, this line is not.",
        )  # fmt: skip
        rules.check(line.price is None or response.currency, "missing_currency", where, "A price.")
    rules.enforce()


def _line(line, currency):
    substitutes = [part for part in line.parts if part.substitute]
    return [
        ("cac:LineItem", _line_item(line, currency)),
        *(
            ("cac:SellerSubstitutedLineItem", _substitute(part, number))
            for number, part in enumerate(substitutes[:1], 1)
        ),
        ("cac:OrderLineReference", [("cbc:LineID", line.line_id)]),
    ]


def _line_item(line, currency):
    coming = _sum(line, COMING)
    waiting = _sum(line, ("backordered", "on_hold"))
    return [
        ("cbc:ID", line.line_id),
        ("cbc:Note", _note(line)),
        ("cbc:LineStatusCode", _status(line)),
        ("cbc:Quantity", write.quantity(coming, line.unit)),
        ("cbc:MaximumBackorderQuantity", write.quantity(waiting or None, line.unit)),
        ("cac:Delivery", [("cac:PromisedDeliveryPeriod", _period(line))]),
        ("cac:Price", write.price(line, currency)),
        ("cac:Item", write.item(line.item)),
    ]


def _status(line):
    if line.action == "add" and line.is_accepted_as_ordered:
        return ADDED
    if all(part.status in GONE for part in line.parts):
        return REJECTED
    return ACCEPTED if line.is_accepted_as_ordered else CHANGED


def _sum(line, statuses):
    return sum((part.quantity for part in line.parts if part.status in statuses), Decimal(0))


def _note(line):
    reasons = dict.fromkeys(part.reason for part in line.parts if part.reason)
    dates = [
        f"{part.quantity:f} {line.unit} {part.delivery_date.isoformat()}"
        for part in line.parts
        if part.status == "backordered" and part.delivery_date
    ]
    return " ".join((*reasons, *dates))


def _period(line):
    """From the first to the last promise for what is coming; backorders are promised in the note."""
    days = sorted(
        part.delivery_date for part in line.parts if part.delivery_date and part.status in COMING
    )
    return [("cbc:StartDate", days[0]), ("cbc:EndDate", days[-1])] if days else []


def _substitute(part, number):
    return [
        ("cbc:ID", str(number)),
        ("cbc:Quantity", valued(part.quantity)),
        ("cac:Item", write.item(part.substitute)),
    ]
