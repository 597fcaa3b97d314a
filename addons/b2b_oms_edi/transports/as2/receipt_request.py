"""Which receipt (MDN) the sender of a message wants."""

import re
from dataclasses import dataclass

DIGESTS = {"sha256": "sha256", "sha384": "sha384", "sha512": "sha512", "sha1": "sha1"}
MICALG = re.compile(r"signed-receipt-micalg\s*=\s*(required|optional)\s*,\s*([\w\s,-]+)", re.I)


@dataclass(frozen=True)
class ReceiptRequest:
    """``url`` is where it is sent later, empty: in the answer. ``digest`` is the one for the MIC.

    ``is_impossible`` says that only digests we do not make were offered as required.
    """

    is_signed: bool
    url: str = ""
    digest: str = ""
    is_impossible: bool = False

    @classmethod
    def of(cls, fields):
        """The request in these header fields (names in lower case), None when none is wanted."""
        if not fields.get("disposition-notification-to"):
            return None
        options = str(fields.get("disposition-notification-options") or "")
        found = MICALG.search(options)
        offered = [normalized(name) for name in found[2].split(",")] if found else []
        digest = next((name for name in offered if name in DIGESTS), "")
        url = str(fields.get("receipt-delivery-option") or "").strip()
        return cls(
            is_signed="pkcs7-signature" in options.lower(),
            url=url if url.lower().startswith(("http://", "https://")) else "",
            digest=digest,
            is_impossible=bool(found and found[1].lower() == "required" and not digest),
        )


def normalized(name):
    """A digest's name as Python has it: "SHA-256" and "sha256" are one."""
    return name.strip().lower().replace("-", "")
