"""Order-X: UN/CEFACT's Cross Industry Order, as it travels inside PDF files, to its meaning."""

from datetime import date

from odoo.addons.b2b_oms.documents.problems import Undecodable
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine, PurchaseOrder

from .. import xml_safe
from ..xml_fields import Fields

NAME = "SCRDMCCBDACIOMessageStructure"
ROOT = f"urn:un:unece:uncefact:data:{NAME}:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:128"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:128"
PREFIXES = (("rsm", ROOT), ("ram", RAM), ("udt", UDT))
ORDER = "220"  # 230 changes one, 231 answers one
PURPOSES = {"1": "cancel", "4": "change", "5": "replace", "7": "duplicate", "6": "confirmation"}
DEAL = "rsm:SupplyChainTradeTransaction"
LINE = f"{DEAL}/ram:IncludedSupplyChainTradeLineItem"
DELIVERY = f"{DEAL}/ram:ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{DEAL}/ram:ApplicableHeaderTradeSettlement"
WANTED_ON = "ram:RequestedDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"
ITEM = {
    "line_id": "ram:AssociatedDocumentLineDocument/ram:LineID",
    "sku": "ram:SpecifiedTradeProduct/ram:SellerAssignedID",
    "customer_code": "ram:SpecifiedTradeProduct/ram:BuyerAssignedID",
    "barcode": "ram:SpecifiedTradeProduct/ram:GlobalID",
    "description": "ram:SpecifiedTradeProduct/ram:Name",
    "unit": "ram:SpecifiedLineTradeDelivery/ram:RequestedQuantity/@unitCode",
    "note": "ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content",
}
QUANTITY = "ram:SpecifiedLineTradeDelivery/ram:RequestedQuantity"
PRICE = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"
BASIS = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity"


def reads(document):
    """Whether an opened XML document is one of these."""
    return document.name == NAME and document.namespace == ROOT


def read(document):
    """The ``PurchaseOrder`` in an opened document. Accounts are the channel's matter, not its.

    :param document: ``xml_safe.Document``
    :raises Undecodable: no order of this kind, or without lines
    """
    head = Fields(xml_safe.tree(document), PREFIXES, f"/{NAME}")
    head.problems.extend(document.problems)
    kind = head.text("rsm:ExchangedDocument/ram:TypeCode")
    if kind != ORDER:
        raise Undecodable("unsupported_document", f"A document of type {kind[:10]} is no order.")
    lines = tuple(
        _line(head.below(element, f"{head.where}/Line[{number}]"))
        for number, element in enumerate(head.all(LINE), 1)
    )
    if not lines:
        raise Undecodable("no_lines", "The order has no lines.", head.where)
    number = head.text("rsm:ExchangedDocument/ram:ID")
    if not number:
        head.problem("missing_number", "The document has no number.", "ram:ID")
    return PurchaseOrder(
        lines=lines,
        number=number,
        purpose=PURPOSES.get(head.text("rsm:ExchangedDocument/ram:PurposeCode"), "original"),
        order_date=_day(head, "rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString"),
        requested_date=_day(head, f"{DELIVERY}/{WANTED_ON}"),
        ship_to=head.text(
            f"{DELIVERY}/ram:ShipToTradeParty/ram:ID",
            f"{DELIVERY}/ram:ShipToTradeParty/ram:GlobalID",
            f"{DELIVERY}/ram:ShipToTradeParty/ram:Name",
        ),
        currency=head.currency(f"{SETTLEMENT}/ram:OrderCurrencyCode"),
        note=head.text("rsm:ExchangedDocument/ram:IncludedNote/ram:Content"),
        problems=tuple(head.problems),
    )


def _line(fields):
    fields.problems = []
    values = {name: fields.text(path) for name, path in ITEM.items()}
    price, basis = fields.price(PRICE), fields.number("quantity", BASIS)
    line = {
        "quantity": fields.ordered(QUANTITY),
        "price": price / basis if price is not None and basis else price,
        "requested_date": _day(fields, f"ram:SpecifiedLineTradeDelivery/{WANTED_ON}"),
    }
    if not any(values[name] for name in ("sku", "customer_code", "barcode")):
        fields.problem("no_item", "No item number is given.", "ram:SpecifiedTradeProduct")
    return OrderLine(
        where=fields.where,
        raw={name: text for name, text in values.items() if text},
        problems=tuple(fields.problems),
        **values,
        **line,
    )


def _day(fields, path):
    """A date of format 102 (CCYYMMDD); None when empty or none (then with a problem)."""
    text = fields.text(path)
    if not text:
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        fields.problem("bad_date", f"“{text[:20]}” is not a date.", path)
        return None
