"""An AS2 message: bytes in an envelope of signature, encryption and compression.

Outwards it is compressed, then signed, then encrypted. Inwards the layers are taken off in
whatever order the partner put them on.
"""

import base64
import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import format_datetime

from . import cms, mime
from .errors import (
    DecompressionFailed,
    InsufficientSecurity,
    IntegrityFailed,
    Malformed,
    UnknownPartner,
    UnsupportedAlgorithm,
)
from .receipt_request import ReceiptRequest
from .station import check_valid, quoted, unquoted

MAX_LAYERS = 5
DIGEST_NAMES = {"sha256": "sha-256", "sha384": "sha-384", "sha512": "sha-512", "sha1": "sha1"}


@dataclass(frozen=True)
class Outbound:
    """What is POSTed, and what the receipt must repeat: ``message_id``, ``mic`` with ``digest``."""

    headers: dict
    body: bytes
    message_id: str
    mic: str
    digest: str


@dataclass(frozen=True)
class Inbound:
    """What was received. ``mic`` goes into the receipt; ``receipt`` says which one is wanted."""

    payload: bytes
    content_type: str
    filename: str
    message_id: str
    sender: str
    receiver: str
    mic: str
    digest: str
    is_signed: bool
    is_encrypted: bool
    receipt: ReceiptRequest | None
    subject: str = ""


def new_message_id(host="b2b-oms"):
    """A message id nobody else has, with its angle brackets."""
    return f"<{uuid.uuid4().hex}@{host}>"


def mic_of(content, digest):
    """The message integrity check: a digest in base64."""
    return base64.b64encode(hashlib.new(digest, content).digest()).decode()


# === OUT === #


def build(payload, content_type, filename, station, partner, subject="", now=None, message_id=""):
    """The message that carries these bytes to a partner.

    :return: :class:`Outbound`
    :raises As2Error: a header value that cannot be written, a certificate missing or ended
    """
    now = now or datetime.now(timezone.utc)
    safe_name = "".join(char for char in filename if char.isprintable() and char not in '"\\/')
    part = mime.built(
        [
            ("Content-Type", content_type),
            ("Content-Transfer-Encoding", "binary"),
            ("Content-Disposition", f'attachment; filename="{safe_name}"'),
        ],
        payload,
    )
    is_plain = not (partner.signs or partner.encrypts or partner.compresses)
    mic = mic_of(payload if is_plain else part, partner.digest)
    if partner.compresses:
        part = _smime("compressed-data", cms.compress(part))
        mic = mic_of(part, partner.digest) if partner.signs else mic
    if partner.signs:
        part = _signed(part, station, partner, now)
    if partner.encrypts:
        part = _smime("enveloped-data", cms.encrypt(part, _recipient(partner, now), partner.cipher))
    outer = mime.parse(part)
    message_id = message_id or new_message_id()
    headers = _headers(station, partner, subject, now, message_id) | {
        name: mime.checked(str(value)) for name, value in outer.headers.items()
    }
    return Outbound(headers, outer.body, message_id, mic, partner.digest)


def _headers(station, partner, subject, now, message_id):
    headers = {
        "AS2-Version": "1.2",
        "AS2-From": quoted(station.name),
        "AS2-To": quoted(partner.name),
        "Message-ID": mime.checked(message_id),
        "Date": format_datetime(now),
        "Subject": mime.checked(subject or "Business document"),
        "MIME-Version": "1.0",
    }
    if partner.wants_receipt:
        name = DIGEST_NAMES[partner.digest]
        headers["Disposition-Notification-To"] = quoted(station.name)
        headers["Disposition-Notification-Options"] = (
            f"signed-receipt-protocol=required, pkcs7-signature; "
            f"signed-receipt-micalg=required, {name}"
        )
        if partner.receipt_url:
            headers["Receipt-Delivery-Option"] = mime.checked(partner.receipt_url)
    return headers


def _smime(kind, der):
    name = "smime.p7z" if kind == "compressed-data" else "smime.p7m"
    return mime.built(
        [
            ("Content-Type", f'application/pkcs7-mime; smime-type={kind}; name="{name}"'),
            ("Content-Transfer-Encoding", "binary"),
            ("Content-Disposition", f'attachment; filename="{name}"'),
        ],
        der,
    )


def _signed(part, station, partner, now):
    return signed_part(part, station, partner.digest, now)


def signed_part(part, station, digest, now):
    """A multipart/signed of a raw part.

    :raises InsufficientSecurity: we have no key
    """
    if not station.keys:
        raise InsufficientSecurity("There is no key of ours to sign with.", "missing_key")
    key, certificate = station.keys[0]
    check_valid(certificate, now)
    signature = mime.built(
        [
            ("Content-Type", 'application/pkcs7-signature; name="smime.p7s"'),
            ("Content-Transfer-Encoding", "base64"),
            ("Content-Disposition", 'attachment; filename="smime.p7s"'),
        ],
        mime.wrapped_base64(cms.sign(part, key, certificate, digest, now)),
    )
    parameters = {"protocol": "application/pkcs7-signature", "micalg": DIGEST_NAMES[digest]}
    content_type, body = mime.multipart("signed", parameters, [part, signature])
    return mime.built([("Content-Type", content_type)], body)


def _recipient(partner, now):
    if not partner.certificates:
        raise InsufficientSecurity("There is no certificate of the partner.", "missing_certificate")
    certificate = partner.certificates[-1]
    check_valid(certificate, now)
    return certificate


# === IN === #


def addresses(headers):
    """(sender, receiver, message id) of a POST, to find the partnership before reading it.

    :raises Malformed: one of them is missing
    """
    fields = {name.lower(): value for name, value in headers.items()}
    found = tuple(unquoted(fields.get(name)) for name in ("as2-from", "as2-to"))
    message_id = (fields.get("message-id") or "").strip()
    if not all(found) or not message_id:
        raise Malformed("AS2-From, AS2-To or Message-ID is missing.")
    if any(ord(char) < 32 for char in message_id) or len(message_id) > 998:
        raise Malformed("The Message-ID is none.")
    return (*found, message_id)


def receive(headers, body, station, partner, now=None):
    """What a partner sent us.

    :param headers: mapping of the HTTP header fields
    :return: :class:`Inbound`
    :raises As2Error: of the kind that its receipt must name
    """
    sender, receiver, message_id = addresses(headers)
    if (sender, receiver) != (partner.name, station.name):
        raise UnknownPartner("The message is between other stations.")
    fields = {name.lower(): value for name, value in headers.items()}
    receipt = ReceiptRequest.of(fields)
    layers = _Layers(mime.of_headers(headers, body), station, partner, now)
    layers.open()
    digest = layers.digest or (receipt.digest if receipt else "") or partner.digest
    return Inbound(
        payload=layers.part.decoded(),
        content_type=layers.part.kind,
        filename=str(layers.part.headers.get_filename() or ""),
        message_id=message_id,
        sender=sender,
        receiver=receiver,
        mic=mic_of(layers.mic_content(), digest),
        digest=digest,
        is_signed=layers.is_signed,
        is_encrypted=layers.is_encrypted,
        receipt=receipt,
        subject=str(fields.get("subject") or ""),
    )


class _Layers:
    """Takes signature, encryption and compression off a part, and keeps what the MIC is of."""

    def __init__(self, part, station, partner, now):
        self.part = part
        self.is_signed = self.is_encrypted = self.is_compressed = False
        self.digest = ""
        self._signed_content = None
        self._station, self._partner, self._now = station, partner, now

    def open(self):
        for _layer in range(MAX_LAYERS):
            if self.part.kind == "multipart/signed":
                self._take_signature()
            elif self.part.kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
                self._take_envelope()
            else:
                break
        else:
            raise Malformed("More layers than any message needs.")
        if self._partner.requires_signature and not self.is_signed:
            raise InsufficientSecurity("The message is not signed.", "unsigned")
        if self._partner.requires_encryption and not self.is_encrypted:
            raise InsufficientSecurity("The message is not encrypted.", "unencrypted")

    def mic_content(self):
        """What was signed; else the part with its header, or its bare bytes if nothing protects it."""
        if self._signed_content is not None:
            return self._signed_content
        return self.part.raw if self.is_encrypted or self.is_compressed else self.part.decoded()

    def _take_signature(self):
        content, self.digest, self.part = verified(self.part, self._partner.certificates, self._now)
        self._signed_content, self.is_signed = content, True

    def _take_envelope(self):
        der = self.part.decoded()
        kind = cms.kind_of(der)
        if kind == "enveloped_data":
            self.part = mime.parse(cms.decrypt(der, self._station.keys))
            self.is_encrypted = True
        elif kind == "compressed_data":
            if self.is_compressed:
                raise DecompressionFailed("It is compressed twice.")
            self.part = mime.parse(cms.decompress(der))
            self.is_compressed = True
        else:
            raise UnsupportedAlgorithm(f"A layer of {kind} is not taken.")


def verified(part, certificates, now=None):
    """(signed bytes, digest, inner part) of a multipart/signed.

    Some senders sign lines that end in CR LF and send LF: then the canonical form is what fits.
    """
    parts = mime.children(part)
    if len(parts) != 2:
        raise Malformed("A signed message has two parts.")
    content, signature = parts[0].raw, parts[1].decoded()
    canonical = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    try:
        return content, cms.verify(content, signature, certificates, now), parts[0]
    except IntegrityFailed:
        if canonical == content:
            raise
        return canonical, cms.verify(canonical, signature, certificates, now), parts[0]
