"""Bytes to text: which encoding it turned out to be, and what is no text at all."""

from typing import NamedTuple

from odoo.addons.b2b_oms.documents.problems import Undecodable

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
BINARY = ((b"PK\x03\x04", "a ZIP archive"), (b"%PDF", "a PDF"), (b"\x1f\x8b", "a gzip archive"))


class Limits(NamedTuple):
    """What is still read. ``size`` in bytes, ``segments`` per file, ``segment`` in characters."""

    size: int = 150_000_000
    segments: int = 2_000_000
    segment: int = 1_000_000


LIMITS = Limits()


def text(content, declared=(), limits=LIMITS):
    """(text, name of the encoding) of these bytes.

    :param declared: encodings the document itself names; tried after UTF-8, which hardly ever fits
        by chance and is often sent under another name
    :raises Undecodable: empty, too large, or no text
    """
    if not content.strip():
        raise Undecodable("empty", "The file is empty.")
    if len(content) > limits.size:
        raise Undecodable(
            "too_large", f"The file has {len(content)} bytes; at most {limits.size} are read."
        )
    for magic, what in BINARY:
        if content.startswith(magic):
            raise Undecodable("binary", f"The file is {what}, no EDI text.")
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], encoding)
    if content.count(b"\0", 0, 400) > 40:
        return _decoded(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    if b"\0" in content:
        raise Undecodable("binary", "The file holds NUL bytes, no EDI text.")
    return _guessed(content, declared)


def _decoded(content, encoding):
    try:
        found = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return _guessed(content, ())
        raise Undecodable("bad_encoding", f"The file begins like {encoding} and is not.")
    if not found.strip():
        raise Undecodable("empty", "The file is empty.")
    return found, encoding


def _guessed(content, declared):
    if content.isascii():
        return content.decode("ascii"), "ascii"
    for encoding in ("utf-8", *declared):
        try:
            return content.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1"), "latin-1"
