"""The two sides of an AS2 partnership: their names, certificates, and what they agreed on."""

import re
from dataclasses import dataclass
from datetime import datetime, timezone

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from .errors import As2Error, AuthenticationFailed

NAME = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]{1,128}")


@dataclass(frozen=True)
class Station:
    """Our side. ``keys`` are pairs (private key, certificate); the first signs, all decrypt."""

    name: str
    keys: tuple = ()


@dataclass(frozen=True)
class Partner:
    """Their side and the agreement.

    ``certificates`` verify their signatures, any of them, so that a new one can be announced
    before the old one ends; the last valid one encrypts for them. ``digest`` and ``cipher`` are
    used in what we send; ``receipt_url`` asks for the MDN to be sent there later, empty: in the
    answer to the POST.
    """

    name: str
    certificates: tuple = ()
    signs: bool = True
    encrypts: bool = True
    compresses: bool = False
    requires_signature: bool = True
    requires_encryption: bool = True
    digest: str = "sha256"
    cipher: str = "aes256_cbc"
    wants_receipt: bool = True
    receipt_url: str = ""


def certificates_of(pem):
    """The certificates in these bytes (PEM or DER).

    :raises As2Error: with code ``bad_certificate``
    """
    try:
        if b"-----BEGIN" in pem:
            return tuple(x509.load_pem_x509_certificates(pem))
        return (x509.load_der_x509_certificate(pem),)
    except ValueError as error:
        raise As2Error("This is no certificate (PEM or DER).", "bad_certificate") from error


def key_of(pem, password=None):
    """A private key (PEM, encrypted or not).

    :raises As2Error: with code ``bad_key``
    """
    try:
        return serialization.load_pem_private_key(pem, password)
    except (ValueError, TypeError) as error:
        raise As2Error("This is no private key, or not its password.", "bad_key") from error


def check_valid(certificate, now=None):
    """:raises AuthenticationFailed: the certificate has ended or has not begun."""
    now = now or datetime.now(timezone.utc)
    if now > certificate.not_valid_after_utc:
        raise AuthenticationFailed(
            f"The certificate ended on {certificate.not_valid_after_utc:%Y-%m-%d}.",
            "certificate_expired",
        )
    if now < certificate.not_valid_before_utc:
        raise AuthenticationFailed(
            f"The certificate begins on {certificate.not_valid_before_utc:%Y-%m-%d}.",
            "certificate_not_yet_valid",
        )


def quoted(name):
    """A name as the AS2-From and AS2-To headers write it.

    :raises As2Error: characters that no AS2 name has
    """
    if not NAME.fullmatch(name):
        raise As2Error("An AS2 name has 1 to 128 printable characters.", "bad_name")
    return f'"{name}"' if " " in name else name


def unquoted(text):
    """The name in such a header."""
    text = (text or "").strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
