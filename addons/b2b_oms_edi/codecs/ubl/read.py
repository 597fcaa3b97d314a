"""UBL documents of a buyer to their meaning: Order, OrderChange, OrderCancellation.

2.0, 2.1 and Peppol BIS 3 differ in which elements they use, not in their names: one reader serves
them. Lines are read while the document streams past, everything else from what is left of it.
"""

from dataclasses import replace
from datetime import datetime

from odoo.addons.b2b_oms.documents.party import PaymentTerms, Reference
from odoo.addons.b2b_oms.documents.problems import Undecodable
from odoo.addons.b2b_oms.documents.purchase_order import PurchaseOrder

from ...documents.envelope import Address, Envelope
from ...documents.order_change import ChangedLine, OrderChange
from .. import xml_safe
from ..xml_fields import Fields, duplicates
from ..xml_message import XmlMessage
from . import order_line
from .names import CBC, PREFIXES, READ, ROOT, TRANSACTION, cac
from .party import parties

TEXTS = {
    "number": "cbc:ID",
    "version": "cbc:UBLVersionID",
    "customization": "cbc:CustomizationID",
    "profile": "cbc:ProfileID",
    "sequence": "cbc:SequenceNumberID",
    "note": "cbc:Note",
    "order_number": "cac:OrderReference/cbc:ID",
    "incoterm": "cac:DeliveryTerms/cbc:ID",
    "reason": "cbc:CancellationNote",
}
ACCOUNT = ("cac:BuyerCustomerParty/cbc:SupplierAssignedAccountID",)
ENDPOINT = "cac:{}/cac:Party/cbc:EndpointID"
REFERENCES = (
    ("contract", "cac:Contract/cbc:ID"),
    ("quote", "cac:QuotationDocumentReference/cbc:ID"),
    ("project", "cac:ProjectReference/cbc:ID"),
    ("department", "cbc:CustomerReference"),
    ("order", "cac:OrderDocumentReference/cbc:ID"),
    ("other", "cac:OriginatorDocumentReference/cbc:ID"),
)
ORDER_TYPES = {"220": "new", "221": "blanket", "224": "rush", "226": "release", "227": "other"}
ACTIONS = {"1": "add", "2": "delete", "3": "change", "4": "none", "74": "replace"}
TOTAL = "cac:AnticipatedMonetaryTotal/cbc:LineExtensionAmount"


def reads(document):
    """Whether an opened XML document is one of ours."""
    return document.name in READ and document.namespace == ROOT.format(document.name)


def read(document):
    """The message in an opened document.

    :param document: ``xml_safe.Document``
    :return: ``XmlMessage`` with a ``PurchaseOrder`` or an ``OrderChange``
    :raises Undecodable: not one of these documents, or nothing of it can be used
    """
    if document.name in READ and document.namespace != ROOT.format(document.name):
        raise Undecodable(
            "wrong_namespace",
            f"{document.name} is of the namespace “{document.namespace[:100]}”; UBL 2 has "
            f"“{ROOT.format(document.name)}”.",
            f"/{document.name}",
        )
    if not reads(document):
        raise Undecodable(
            "unsupported_document", f"{document.name[:60]} is not a document we can take."
        )
    return _read(document)


def _read(document):
    lines, currency = [], ""
    for element in xml_safe.stream(document, (cac("OrderLine"),)):
        parent = element.getparent()
        if parent is None:
            root = element
        elif parent.getparent() is None:
            currency = currency or parent.findtext(f"{{{CBC}}}DocumentCurrencyCode", "").strip()
            lines.append(_line(element, f"/{document.name}/OrderLine[{len(lines) + 1}]", currency))
    head = Fields(root, PREFIXES, f"/{document.name}")
    head.problems.extend(document.problems)
    texts = {name: head.text(path) for name, path in TEXTS.items()}
    _check_customization(head, document.name, texts["customization"])
    if not texts["number"]:
        head.problem("missing_number", "The document has no number.", "cbc:ID")
    build = {"Order": _order, "OrderChange": _change, "OrderCancellation": _cancellation}
    return XmlMessage(
        syntax="UBL",
        envelope=_envelope(head, document.name, texts),
        document=build[document.name](head, texts, _without_duplicates(lines)),
        version=texts["version"] or "2",
        customization=texts["customization"],
        profile=texts["profile"],
        encoding=document.encoding,
    )


def _line(element, where, currency):
    """(line, status code) of an OrderLine element."""
    outer = Fields(element, PREFIXES, where)
    items = outer.all("cac:LineItem")
    fields = outer.below(items[0], f"{where}/LineItem") if items else outer
    if not items:
        outer.problem("missing_element", "The line has no LineItem.")
    line = order_line.order_line(fields, currency)
    note = line.note or outer.text("cbc:Note")
    return replace(line, where=where, note=note), fields.text("cbc:LineStatusCode")


def _without_duplicates(lines):
    """The lines, each that repeats a line id with a problem more."""
    found = duplicates([line for line, _code in lines])
    return [
        (replace(line, problems=(*line.problems, found[index])) if index in found else line, code)
        for index, (line, code) in enumerate(lines)
    ]


# === THE DOCUMENTS === #


def _order(head, texts, lines):
    lines = tuple(line for line, _code in lines)
    if not lines:
        raise Undecodable("no_lines", "The order has no lines.", head.where)
    is_copy = head.text("cbc:CopyIndicator") in ("true", "1")
    order_type = head.text("cbc:OrderTypeCode")
    values = _common(head, lines)
    return PurchaseOrder(
        lines=lines,
        number=texts["number"],
        purpose="duplicate" if is_copy else "original",
        order_type=ORDER_TYPES.get(order_type, "other") if order_type else "new",
        order_date=head.day("cbc:IssueDate"),
        cancel_after=head.day("cac:ValidityPeriod/cbc:EndDate"),
        incoterm=texts["incoterm"],
        note=texts["note"],
        **values,
        problems=tuple(head.problems),
    )


def _change(head, texts, lines):
    changed = tuple(_changed_line(line, code) for line, code in lines)
    if not changed:
        head.problem("no_lines", "The change has no lines.")
    return _order_change(head, texts, "change", changed)


def _cancellation(head, texts, _lines):
    return _order_change(head, texts | {"note": texts["reason"] or texts["note"]}, "cancel", ())


def _order_change(head, texts, purpose, lines):
    if not texts["order_number"]:
        head.problem("missing_number", "It names no order.", "cac:OrderReference/cbc:ID")
    return OrderChange(
        order_number=texts["order_number"],
        purpose=purpose,
        lines=lines,
        number=texts["number"],
        sequence=texts["sequence"] or "1",
        order_date=head.day("cac:OrderReference/cbc:IssueDate"),
        change_date=head.day("cbc:IssueDate"),
        cancel_after=head.day("cac:ValidityPeriod/cbc:EndDate"),
        note=texts["note"],
        **_common(head, [each.line for each in lines]),
        problems=tuple(head.problems),
    )


def _changed_line(line, code):
    action = ACTIONS.get(code, "change")
    if action in ("delete", "none"):  # their quantity says nothing
        problems = tuple(each for each in line.problems if not each.code.endswith("_quantity"))
        line = replace(line, problems=problems)
    return ChangedLine(action=action, line=line, detail=code)


# === WHAT THEY SHARE === #


def _common(head, lines):
    people = parties(head)
    deliveries = head.all("cac:Delivery")
    place = head.below(deliveries[0], f"{head.where}/Delivery") if deliveries else None
    days = order_line.dates(place) if place else {}
    total = head.number("amount", TOTAL)
    _check_total(head, lines, total)
    buyer = next((each for each in people if each.role == "buyer"), None)
    return days | {
        "account": head.text(*ACCOUNT) or (buyer.code if buyer else ""),
        "ship_to": order_line.ship_to(place) if place else "",
        "currency": head.currency("cbc:DocumentCurrencyCode"),
        "parties": people,
        "references": tuple(
            Reference(kind, number, path.split("/")[0][4:])
            for kind, path in REFERENCES
            if (number := head.text(path))
        ),
        "allowances": order_line.allowances(head),
        "terms": _terms(head),
        "total": total,
    }


def _terms(head):
    text = head.text("cac:PaymentTerms/cbc:Note")
    return PaymentTerms(text=text) if text else None


def _check_total(head, lines, total):
    amounts = [line.amount for line in lines]
    if total is None or not amounts or None in amounts:
        return
    if abs(sum(amounts) - total) > order_line.CENT:
        head.problem("wrong_total", f"The lines sum up to {sum(amounts)}, not {total}.", TOTAL)


def _check_customization(head, name, customization):
    """A Peppol document must be of the transaction its root says; other agreements are read as UBL."""
    if not customization.startswith(TRANSACTION):
        return
    known = READ[name]
    if customization != known and not customization.startswith((known + ":", known + ".")):
        sentence = f"“{customization[:100]}” is not what a {name} of Peppol is called here."
        head.problem("unknown_customization", sentence, "cbc:CustomizationID")


def _envelope(head, name, texts):
    day = head.day("cbc:IssueDate")
    return Envelope(
        sender=_address(head, "BuyerCustomerParty"),
        receiver=_address(head, "SellerSupplierParty"),
        interchange=texts["number"],
        message_type=name,
        version=texts["customization"] or texts["version"],
        message=head.text("cbc:UUID"),
        sent_at=datetime(day.year, day.month, day.day) if day else None,
    )


def _address(head, holder):
    path = ENDPOINT.format(holder)
    return Address(id=head.text(path), qualifier=head.text(f"{path}/@schemeID"))
