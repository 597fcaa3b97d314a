"""The receipt (MDN): made for what we received, read for what we sent."""

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import format_datetime
from hmac import compare_digest

from . import mime
from .errors import AuthenticationFailed, Malformed, UnsupportedMic
from .message import DIGEST_NAMES, new_message_id, signed_part, verified
from .receipt_request import ReceiptRequest, normalized
from .station import quoted, unquoted

AGENT = "b2b_oms"
PROCESSED = "processed"
MODE = "automatic-action/MDN-sent-automatically"


@dataclass(frozen=True)
class Receipt:
    """A receipt as read. ``is_success`` is true only when the partner got our very bytes.

    ``reason`` is the partner's word for what failed ("decryption-failed"), or ours
    ("mic_mismatch"); ``text`` what the partner wrote for a person.
    """

    original_message_id: str
    disposition: str
    is_success: bool
    is_signed: bool
    reason: str = ""
    mic: str = ""
    digest: str = ""
    text: str = ""
    has_warning: bool = False


# === MADE === #


def make(headers, station, inbound=None, error=None, now=None):
    """(headers, body) of the receipt for a POST.

    :param headers: of the message that is answered, also when it could not be read
    :param inbound: what was received, when it could be
    :param error: the ``As2Error``, when it could not
    """
    now = now or datetime.now(timezone.utc)
    fields = {name.lower(): str(value) for name, value in headers.items()}
    request = ReceiptRequest.of(fields)
    if request and request.is_impossible and not error:
        error = UnsupportedMic("The digest wanted for the receipt is not made here.")
    disposition = error.disposition if error else PROCESSED
    text = str(error) if error else "The message was received and its content taken."
    report = _report(fields, station, inbound if not error else None, disposition, text)
    if request and request.is_signed and station.keys:
        report = signed_part(report, station, request.digest or "sha256", now)
    outer = mime.parse(report)
    return {
        "AS2-Version": "1.2",
        "AS2-From": quoted(station.name),
        "AS2-To": _echo(fields.get("as2-from")),
        "Message-ID": new_message_id(),
        "Date": format_datetime(now),
        "Subject": "Message disposition notification",
        "MIME-Version": "1.0",
        **{name: str(value) for name, value in outer.headers.items()},
    }, outer.body


def _report(fields, station, inbound, disposition, text):
    said = [
        ("Reporting-UA", AGENT),
        ("Original-Recipient", f"rfc822; {quoted(station.name)}"),
        ("Final-Recipient", f"rfc822; {quoted(station.name)}"),
        ("Original-Message-ID", _echo(fields.get("message-id"))),
        ("Disposition", f"{MODE}; {disposition}"),
    ]
    if inbound:
        said.append(("Received-Content-MIC", f"{inbound.mic}, {DIGEST_NAMES[inbound.digest]}"))
    human = mime.built(
        [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")],
        f"{text}\r\n".encode(),
    )
    machine = mime.built(
        [
            ("Content-Type", "message/disposition-notification"),
            ("Content-Transfer-Encoding", "7bit"),
        ],
        mime.built(said, b"")[:-2],
    )
    parameters = {"report-type": "disposition-notification"}
    content_type, body = mime.multipart("report", parameters, [human, machine])
    return mime.built([("Content-Type", content_type)], body)


def _echo(value):
    """A header of the partner's in one of ours: one line, printable, of bounded length."""
    return re.sub(r"[^\x20-\x7e]", "", value or "")[:998]


# === READ === #


def read(headers, body, outbound, partner, now=None, requires_signature=True):
    """The receipt for a message of ours.

    :param outbound: the ``Outbound`` that was sent (``message_id``, ``mic`` and ``digest`` count)
    :raises Malformed: no receipt, or of another message
    :raises AuthenticationFailed: unsigned where it must be, or signed by another
    """
    part, is_signed = mime.of_headers(headers, body), False
    if part.kind == "multipart/signed":
        _content, _digest, part = verified(part, partner.certificates, now)
        is_signed = True
    if requires_signature and not is_signed:
        raise AuthenticationFailed("The receipt is not signed.", "unsigned_receipt")
    text, fields = _fields(part)
    original = (fields.get("Original-Message-ID") or "").strip()
    if original.strip("<>") != outbound.message_id.strip("<>"):
        raise Malformed("The receipt is for another message.", "wrong_message")
    return _judged(fields, text, original, outbound, is_signed)


def original_message_id(headers, body):
    """The id of the message a receipt is for, to find it; nothing is verified by this.

    :raises Malformed: no receipt
    """
    part = mime.of_headers(headers, body)
    if part.kind == "multipart/signed":
        part = mime.children(part)[0]
    return (_fields(part)[1].get("Original-Message-ID") or "").strip()


def partners_of(headers):
    """(sender, receiver) of a receipt."""
    fields = {name.lower(): value for name, value in headers.items()}
    return unquoted(fields.get("as2-from")), unquoted(fields.get("as2-to"))


def _fields(part):
    if part.kind != "multipart/report":
        raise Malformed("This is no receipt.")
    text, fields = "", None
    for child in mime.children(part):
        if child.kind == "text/plain":
            text = child.decoded().decode("utf-8", "replace").strip()[:2000]
        elif child.kind == "message/disposition-notification":
            fields = mime.parse(child.decoded().strip() + b"\r\n\r\n").headers
    if fields is None:
        raise Malformed("A receipt without its machine-readable part.")
    return text, fields


def _judged(fields, text, original, outbound, is_signed):
    disposition = str(fields.get("Disposition") or "").partition(";")[2].strip()
    action, _slash, modifier = disposition.partition("/")
    level, _colon, reason = modifier.partition(":")
    mic, _comma, name = str(fields.get("Received-Content-MIC") or "").partition(",")
    mic, digest = mic.strip(), normalized(name)
    has_failed = action.strip().lower() != PROCESSED or level.strip().lower() in (
        "error",
        "failure",
    )
    if not has_failed and not compare_digest(mic.encode(), outbound.mic.encode()):
        has_failed, reason = True, "mic_mismatch"
    return Receipt(
        original_message_id=original,
        disposition=disposition,
        is_success=not has_failed,
        is_signed=is_signed,
        reason=(reason.strip() or (disposition if has_failed else "")),
        mic=mic,
        digest=digest,
        text=text,
        has_warning=level.strip().lower() == "warning",
    )
