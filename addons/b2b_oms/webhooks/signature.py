"""Signatures as in the Standard Webhooks specification: receivers find libraries. No Odoo here."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"


def new_secret():
    """A random secret of 256 bits, as receivers enter it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(secret, message_id, timestamp, body):
    """The three headers that prove who sent a body, and when.

    :param timestamp: seconds since 1970; receivers refuse what is older than some minutes
    :param body: the bytes as they are sent
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mark = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{mark}",
    }


# A message that is older, or from the future, is none: it could be somebody's recording.
TOLERANCE = 300  # seconds


def is_genuine(secret, told, body, now):
    """Whether the holder of the secret signed this body within the last minutes.

    :param told: headers of the request, with names in small letters
    :param now: seconds since 1970
    """
    moment = told.get("webhook-timestamp", "")
    if not secret or not moment.isascii() or not moment.isdigit():
        return False
    expected = headers(secret, told.get("webhook-id", ""), int(moment), body)["webhook-signature"]
    signed = [
        hmac.compare_digest(mark.encode(), expected.encode())
        for mark in told.get("webhook-signature", "").split()
    ]
    return any(signed) and abs(now - int(moment)) <= TOLERANCE
