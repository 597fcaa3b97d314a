"""cXML of the seller: the frame, and what its documents share."""

from datetime import datetime, timezone
from typing import NamedTuple

from ..xml_write import Value, valued, written
from .credentials import Credential

VERSION = "1.2.050"
DTD = "http://xml.cxml.org/schemas/cXML/{}/{}.dtd"
AGENT = "b2b_oms"


class Frame(NamedTuple):
    """What stands around a document: from whom, to whom, under which id, when (with zone)."""

    origin: Credential
    receiver: Credential
    sender: Credential
    payload_id: str
    sent_at: datetime
    is_test: bool = False


def request(frame, name, pairs, attributes=None, dtd="Fulfill"):
    """The bytes of a Request with one document in it."""
    mode = "test" if frame.is_test else "production"
    body = ("Request", Value([(name, Value(pairs, attributes or {}))], {"deploymentMode": mode}))
    return _document(frame, [_header(frame), body], dtd)


def message(frame, name, pairs):
    """The bytes of a Message with one document in it."""
    return _document(frame, [_header(frame), ("Message", [(name, pairs)])], "cXML")


def bare(payload_id, sent_at, pairs):
    """The bytes of a document without header, as responses are."""
    return _serialized(payload_id, sent_at, pairs, "cXML")


def _document(frame, pairs, dtd):
    return _serialized(frame.payload_id, frame.sent_at, pairs, dtd)


def _serialized(payload_id, sent_at, pairs, dtd):
    attributes = {"payloadID": payload_id, "timestamp": moment(sent_at), "version": VERSION}
    doctype = f'<!DOCTYPE cXML SYSTEM "{DTD.format(VERSION, dtd)}">'
    return written("cXML", pairs, {}, attributes=attributes, doctype=doctype)


def _header(frame):
    return (
        "Header",
        [
            ("From", [_credential(frame.origin)]),
            ("To", [_credential(frame.receiver)]),
            ("Sender", [_credential(frame.sender, frame.sender.secret), ("UserAgent", AGENT)]),
        ],
    )


def _credential(credential, secret=""):
    content = [("Identity", credential.identity), ("SharedSecret", secret)]
    return ("Credential", Value(content, {"domain": credential.domain}))


def moment(when):
    """A time with its zone, as cXML wants it; a day is its first moment in UTC."""
    if when is None:
        return ""
    if not isinstance(when, datetime):
        when = datetime(when.year, when.month, when.day)
    if when.tzinfo is None:
        when = when.replace(tzinfo=timezone.utc)
    return when.isoformat(timespec="seconds")


def money(name, number, currency):
    """A named element with Money in it."""
    return (name, [("Money", valued(number, currency=currency))])


def item_id(item):
    """The item by the seller's and the buyer's code."""
    return (
        "ItemID",
        [("SupplierPartID", Value(item.sku or None, {})), ("BuyerPartID", item.customer_code)],
    )


def described(text):
    """A text in the language of the documents."""
    return valued(text, **{"{http://www.w3.org/XML/1998/namespace}lang": "en"})
