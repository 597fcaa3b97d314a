"""What a mail says about itself and what of it could be an order. No Odoo in here."""

import re
from email.utils import getaddresses
from pathlib import PurePosixPath
from typing import NamedTuple

# More documents than this in one mail are kept, each for a person to take up.
MOST_DOCUMENTS = 20
DOCUMENTS = {".csv", ".tsv", ".txt", ".xlsx", ".json", ".xml", ".ubl", ".cxml", ".edi", ".x12",
             ".edifact", ".edf", ".pdf", ".zip", ".xls", ".doc", ".docx", ".ods"}  # fmt: skip
SMALL_TALK = {".ics", ".vcf", ".p7s", ".p7m", ".asc", ".sig", ".png", ".gif", ".jpg", ".jpeg",
              ".bmp", ".svg", ".webp", ".eml"}  # fmt: skip
ROBOTS = {"mailer-daemon", "postmaster"}


class MailFacts(NamedTuple):
    """What the headers of one mail say.

    ``is_reply_of_robot``: an absence note or its like, nothing is taken from it. ``is_automatic``:
    a machine sent it (an ERP may well send orders), so nobody reads an answer. ``proofs`` are
    the statements of mail servers about the sender, topmost first, as (server, passed).
    """

    is_reply_of_robot: bool = False
    is_automatic: bool = False
    proofs: tuple = ()

    def is_proven(self, server):
        """Whether this server of ours says the sender is who the mail says it is (DMARC).

        Only its topmost statement counts: servers write above what they receive, so one that came
        with the mail stands below.
        """
        own = (passed for name, passed in self.proofs if name == server.strip().lower())
        return bool(server.strip()) and next(own, False)


def facts_of(message):
    """:class:`MailFacts` of an ``email.message.EmailMessage``."""
    submitted = _header(message, "Auto-Submitted").split(";")[0].strip()
    sender = [
        address.partition("@")[0] for _name, address in getaddresses([_header(message, "From")])
    ]
    robot = (
        submitted == "auto-replied"
        or _header(message, "Precedence") == "auto_reply"
        or any(_header(message, name) for name in ("X-Autoreply", "X-Autorespond"))
        or _header(message, "Return-Path") == "<>"
        or bool(ROBOTS & set(sender))
    )
    automatic = (
        robot
        or submitted not in ("", "no")
        or _header(message, "Precedence") in ("bulk", "junk", "list")
    )
    return MailFacts(robot, automatic, tuple(_proofs(message)))


def mend_charsets(message):
    """Texts that are not in the charset they name are read in the one they are in; none stops a mail."""
    for part in message.walk():
        if part.get_content_maintype() != "text" or part.is_multipart():
            continue
        content = part.get_payload(decode=True) or b""
        if not _decodes(content, part.get_param("charset", "ascii")):
            part.set_param("charset", "utf-8" if _decodes(content, "utf-8") else "windows-1252")


def _decodes(content, charset):
    try:
        content.decode(str(charset))
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def _header(message, name):
    return str(message.get(name) or "").strip().lower()


def _proofs(message):
    for header in message.get_all("Authentication-Results") or []:
        said = re.sub(r"\([^()]*\)", "", str(header)).lower()  # comments are anybody's
        server, *results = (part.strip() for part in said.split(";"))
        if server:
            passed = any(re.match(r"dmarc\s*=\s*pass\b", result) for result in results)
            yield server.split()[0], passed


def documents_of(attachments):
    """[(filename, bytes)] of the attachments that may be orders; pictures and signatures are not.

    :param attachments: triples (filename, bytes or text, info) as Odoo's gateway gives them
    """
    found = []
    for filename, content, info in attachments:
        name = PurePosixPath((filename or "").replace("\\", "/")).name or "attachment"
        suffix = PurePosixPath(name.lower()).suffix
        if suffix in SMALL_TALK or (info or {}).get("cid") and suffix not in DOCUMENTS:
            continue
        if isinstance(content, str):
            content = content.encode((info or {}).get("encoding") or "utf-8", "replace")
        if isinstance(content, bytes):
            found.append((name[-120:], content))
    return found
