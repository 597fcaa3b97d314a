"""cXML of a buyer's procurement system to its meaning: orders, their changes, punch-out set-ups."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from odoo.addons.b2b_oms.documents.party import Delivery, Party, Reference
from odoo.addons.b2b_oms.documents.problems import Undecodable
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine, PurchaseOrder

from ...documents.envelope import Address, Envelope
from ...documents.order_change import ChangedLine, OrderChange
from ...documents.punch_out import PunchOutSetup
from .. import xml_safe
from ..xml_fields import Fields, duplicates
from ..xml_message import XmlMessage
from .credentials import Credential, Header

DOCTYPE = "cXML"
HEAD = "OrderRequestHeader"
REQUESTS = ("OrderRequest", "PunchOutSetupRequest")
ROLES = (("ship_to", "ShipTo/Address"), ("bill_to", "BillTo/Address"), ("buyer", "Contact"))
ADDRESS = {
    "name": ("Name",),
    "code": ("@addressID",),
    "contact": ("PostalAddress/DeliverTo",),
    "city": ("PostalAddress/City",),
    "state": ("PostalAddress/State",),
    "zip": ("PostalAddress/PostalCode",),
    "country": ("PostalAddress/Country/@isoCountryCode", "@isoCountryCode"),
    "email": ("Email",),
    "phone": ("Phone/TelephoneNumber/Number",),
}
LINE = {
    "line_id": ("@lineNumber",),
    "sku": ("ItemID/SupplierPartID",),
    "customer_code": ("ItemID/BuyerPartID",),
    "barcode": (
        "ItemDetail/ItemDetailIndustry/ItemDetailRetail/EANID",
        "ItemID/IdReference/@identifier",
    ),
    "manufacturer_code": ("ItemDetail/ManufacturerPartID",),
    "description": ("ItemDetail/Description", "ItemDetail/Description/ShortName"),
    "unit": ("ItemDetail/UnitOfMeasure",),
    "note": ("Comments",),
}
MONEY = "ItemDetail/UnitPrice/Money"
PRICE_BASIS = "ItemDetail/PriceBasisQuantity/@quantity"
RAW = {
    "lineNumber": "@lineNumber",
    "quantity": "@quantity",
    "SupplierPartAuxiliaryID": "ItemID/SupplierPartAuxiliaryID",
    "UnitPrice": MONEY,
    "UnitOfMeasure": "ItemDetail/UnitOfMeasure",
}
ORDER_TYPES = {"regular": "new", "release": "release", "blanket": "blanket"}


@dataclass(frozen=True)
class CxmlMessage(XmlMessage):
    """``header`` says who sends it and proves it; ``payload_id`` is repeated in the answer."""

    header: Header | None = None
    payload_id: str = ""


def reads(document):
    """Whether an opened XML document is cXML."""
    return document.name == "cXML"


def opened(content, limits=None):
    """As ``xml_safe.opened``; a bare cXML DOCTYPE is normal and is not fetched."""
    return xml_safe.opened(content, limits, DOCTYPE)


def read(document):
    """The message in an opened document.

    :return: ``CxmlMessage`` with a ``PurchaseOrder``, ``OrderChange`` or ``PunchOutSetup``
    :raises Undecodable: no request we can take
    """
    if not reads(document):
        raise Undecodable("unsupported_document", f"{document.name[:60]} is not cXML.")
    lines = []
    for element in xml_safe.stream(document, ("ItemOut",)):
        if element.getparent() is None:
            root = element
        else:
            lines.append(_line(element, len(lines) + 1))
    top = Fields(root, (), "/cXML")
    top.problems.extend(document.problems)
    name, request = _request(top)
    build = {"OrderRequest": _order_request, "PunchOutSetupRequest": _punch_out}
    header = read_header(top)
    envelope = _envelope(top, header, name)
    meaning = build[name](request, _without_duplicates(lines), header.origin.identity)
    if not header.sender.identity:
        top.problem("missing_credential", "The sender is not named.", "Header/Sender/Credential")
    return CxmlMessage(
        syntax="cXML",
        envelope=envelope,
        document=replace(meaning, problems=tuple(top.problems)),
        version=envelope.version,
        encoding=document.encoding,
        header=header,
        payload_id=envelope.interchange,
    )


def _request(top):
    for name in REQUESTS:
        path = f"Request/{name}"
        if found := top.all(path):
            return name, top.below(found[0], f"/cXML/{path}")
    requests = [child.tag for part in top.all("Request") + top.all("Message") for child in part]
    named = str(requests[0])[:60] if requests else "It"
    raise Undecodable("unsupported_document", f"{named} is no cXML request we can take.", "/cXML")


# === WHO === #


def read_header(top):
    """From, To and Sender; of several credentials the first counts, the shared secret wherever it is."""
    return Header(
        origin=_credential(top, "From"),
        receiver=_credential(top, "To"),
        sender=_credential(top, "Sender"),
        user_agent=top.text("Header/Sender/UserAgent"),
    )


def _credential(top, side):
    path = f"Header/{side}/Credential"
    return Credential(
        top.text(f"{path}/@domain"), top.text(f"{path}/Identity"), top.text(f"{path}/SharedSecret")
    )


def _envelope(top, header, name):
    if not top.text("@payloadID"):
        top.problem("missing_number", "The document has no payloadID.", "@payloadID")
    return Envelope(
        sender=Address(header.origin.identity, header.origin.domain),
        receiver=Address(header.receiver.identity, header.receiver.domain),
        interchange=top.text("@payloadID"),
        message_type=name,
        version=top.text("@version"),
        sent_at=_moment(top.text("@timestamp")),
        is_test=top.text("Request/@deploymentMode") == "test",
    )


def _moment(text):
    """The sender's clock, without its zone; None when it is written in no way of ISO."""
    try:
        return datetime.fromisoformat(text[:19])
    except ValueError:
        return None


# === ORDERS === #


def _order_request(request, lines, account):
    heads = request.all(HEAD)
    if not heads:
        raise Undecodable("missing_element", f"There is no {HEAD}.", request.where)
    head = request.below(heads[0], f"{request.where}/{HEAD}")
    kind = head.text("@type") or "new"
    if not head.text("@orderID"):
        head.problem("missing_number", "The order has no orderID.", "@orderID")
    if kind not in ("new", "update", "delete"):
        head.problem("unknown_type", f"An order of type “{kind[:20]}”.", "@type")
    if kind in ("update", "delete"):
        return _change(head, kind, lines, account)
    if not lines:
        raise Undecodable("no_lines", "The order has no lines.", request.where)
    return PurchaseOrder(
        lines=tuple(lines),
        number=head.text("@orderID"),
        order_type=ORDER_TYPES.get(head.text("@orderType") or "regular", "other"),
        release=head.text("@releaseID"),
        account=account,
        order_date=head.day("@orderDate"),
        **_common(head, lines),
    )


def _change(head, kind, lines, account):
    """An update repeats the whole order as it shall be; a delete takes it back."""
    is_delete = kind == "delete"
    return OrderChange(
        order_number=head.text("@orderID"),
        purpose="cancel" if is_delete else "replace",
        lines=() if is_delete else tuple(ChangedLine("replace", line) for line in lines),
        number=head.text("DocumentReference/@payloadID"),
        sequence=head.text("@orderVersion") or "1",
        account=account,
        change_date=head.day("@orderDate"),
        **_common(head, lines),
    )


def _common(head, lines):
    currency = head.currency("Total/Money/@currency")
    _check_sums(head, lines, currency)
    parties = tuple(party for role, path in ROLES if (party := _party(head, role, path)))
    ship_to = next((party.code for party in parties if party.role == "ship_to"), "")
    return {
        "currency": currency,
        "total": head.number("amount", "Total/Money"),
        "requested_date": head.day("@requestedDeliveryDate"),
        "ship_to": ship_to,
        "parties": parties,
        "note": head.text("Comments"),
        "references": tuple(
            Reference("other", text, each.get("name", ""))
            for each in head.all("Extrinsic")
            if (text := " ".join((each.text or "").split()))
        ),
    }


def _check_sums(head, lines, currency):
    """One currency throughout; the total is that of the lines, unless something unpriced is in it."""
    if any(line.raw.get("currency", currency) != currency for line in lines):
        head.problem("currency_differs", f"A line in an order in {currency} has another.", "Total")
    total = head.number("amount", "Total/Money")
    amounts = [line.amount for line in lines]
    if total is None or not amounts or None in amounts:
        return
    extras = (head.number("amount", f"{name}/Money") for name in ("Shipping", "Tax"))
    known = {sum(amounts), sum(amounts) + sum(extra or 0 for extra in extras)}
    if all(abs(total - each) > Decimal("0.01") for each in known):
        head.problem(
            "wrong_total", f"The lines sum up to {sum(amounts)}, not {total}.", "Total/Money"
        )


def _party(head, role, path):
    found = head.all(path)
    if not found:
        return None
    address = head.below(found[0], f"{head.where}/{path}")
    street = tuple(
        text
        for each in address.all("PostalAddress/Street")
        if (text := " ".join((each.text or "").split()))
    )
    values = {name: address.text(*paths) for name, paths in ADDRESS.items()}
    kind = "buyer" if values["code"] else ""
    return Party(role, street=street, code_kind=kind, source_role=path.split("/")[0], **values)


def _line(element, position):
    fields = Fields(element, (), f"/cXML/Request/OrderRequest/ItemOut[{position}]")
    values = {name: fields.text(*paths) for name, paths in LINE.items()}
    basis = fields.number("quantity", PRICE_BASIS) or Decimal(1)
    price, quantity = fields.price(MONEY), fields.ordered("@quantity")
    if price is not None and basis > 0:
        price = price / basis
    if not any(values[name] for name in ("sku", "customer_code", "barcode", "description")):
        fields.problem("no_item", "No item is named.", "ItemID")
    if not values["line_id"]:
        fields.problem("no_line_id", "The line has no lineNumber to answer to.", "@lineNumber")
    raw = {name: text for name, path in RAW.items() if (text := fields.text(path))}
    if code := fields.currency(f"{MONEY}/@currency"):
        raw["currency"] = code
    return OrderLine(
        where=fields.where,
        quantity=quantity,
        price=price,
        price_basis=basis,
        amount=None if None in (price, quantity) else price * quantity,
        requested_date=fields.day("@requestedDeliveryDate"),
        ship_to=fields.text("ShipTo/Address/@addressID"),
        deliveries=_schedule(fields),
        raw=raw,
        problems=tuple(fields.problems),
        **values,
    )


def _schedule(fields):
    parts = (
        fields.below(element, f"{fields.where}/ScheduleLine[{number}]")
        for number, element in enumerate(fields.all("ScheduleLine"), 1)
    )
    return tuple(
        Delivery(
            quantity=part.number("quantity", "@quantity"),
            requested_date=part.day("@requestedDeliveryDate"),
        )
        for part in parts
    )


def _without_duplicates(lines):
    found = duplicates(lines)
    return [
        replace(line, problems=(*line.problems, found[index])) if index in found else line
        for index, line in enumerate(lines)
    ]


# === PUNCH-OUT === #


def _punch_out(request, lines, _account):
    extra = {
        each.get("name", ""): " ".join((each.text or "").split())
        for each in request.all("Extrinsic")
    }
    setup = PunchOutSetup(
        operation=request.text("@operation") or "create",
        cookie=request.text("BuyerCookie"),
        return_url=request.text("BrowserFormPost/URL"),
        user=request.text("Contact/Name") or extra.get("UniqueName", ""),
        email=request.text("Contact/Email") or extra.get("UserEmail", ""),
        parties=tuple(party for role, path in ROLES[:1] if (party := _party(request, role, path))),
        lines=tuple(lines),
        extra=extra,
    )
    if not setup.cookie:
        request.problem("missing_element", "There is no BuyerCookie to give back.", "BuyerCookie")
    if not setup.return_url.lower().startswith(("https://", "http://")):
        sentence = "There is no web address to return the basket to."
        request.problem("bad_url", sentence, "BrowserFormPost/URL")
    return setup
