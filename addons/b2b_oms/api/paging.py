"""Pages by cursor: stable while rows come and go, whatever the page. No Odoo in here."""

import base64
import binascii
import re

from .problem import Wrong, invalid

DEFAULT, MOST = 50, 200


def encode(last_id):
    """The cursor after a row; opaque to clients."""
    return base64.urlsafe_b64encode(f"v1:{last_id}".encode()).decode().rstrip("=")


def decode(cursor):
    """The id in a cursor.

    :raises ApiProblem: the cursor is not one of ours
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        found = re.fullmatch(r"v1:([0-9]{1,10})", text)
    except (ValueError, binascii.Error):
        found = None
    if not found or int(found[1]) >= 2**31:
        raise invalid([Wrong("query:cursor", "is not a cursor of this list")])
    return int(found[1])
