"""Names that come from outside, made harmless and readable."""

from pathlib import PurePosixPath

from ..documents.envelope import Address

LONGEST_NAME = 120


def safe_name(name):
    """A file name that is only a name: no folders, no control characters, not too long."""
    name = PurePosixPath((name or "").replace("\\", "/")).name
    name = "".join(char for char in name if char.isprintable())
    return name[-LONGEST_NAME:].lstrip(". ") or "document"


def named(address: Address):
    """An identity on the wire with its qualifier, for a person."""
    return ":".join(filter(None, (address.qualifier, address.id)))[:60] or "?"
