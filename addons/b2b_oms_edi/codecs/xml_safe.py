"""XML from strangers: nothing loaded, nothing expanded, nothing without a bound.

Everything that reads XML here goes through this file. ``opened`` looks at the bytes before any
parser does; ``stream`` gives the repeated elements one by one and empties each after its use, so
that a document of any length costs the memory of its head.
"""

import codecs
import io
import re
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from odoo.addons.b2b_oms.documents.problems import Problem, Undecodable

SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
READABLE = re.compile(
    r"utf-?8|utf-16([lb]e)?|(us-)?ascii|iso-8859-(1[0-13-6]?|[2-9])|windows-125\d"
)
DECLARED = re.compile(
    rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""", re.S
)
SUBSET = re.compile(rb"<!DOCTYPE\s[^<>\[]{0,2000}\[|<!ENTITY")
PROLOG = 100_000
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\x00": "utf-16le",
    b"\x00<": "utf-16be",
}
CHUNK = 1 << 20
NOTHING = "{urn:nothing}nothing"


class Limits(NamedTuple):
    """How much one document may ask of us. libxml2's own stay on: depth 256, a text of 10 MB."""

    max_bytes: int = 64 * 1024 * 1024
    max_tags: int = 3_000_000
    max_items: int = 100_000


@dataclass(frozen=True)
class Document:
    """Bytes that may be parsed. ``encoding`` is what they are, whatever they claim to be.

    ``namespace`` and ``name`` are those of the root element; ``problems`` are of the bytes alone.
    """

    content: bytes
    encoding: str
    namespace: str
    name: str
    problems: tuple = ()
    limits: Limits = Limits()


def sniff(content):
    """Whether these bytes look like XML. Cheap, never raises."""
    start = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    return start[:1] == b"<"


def opened(content, limits=None, doctype=""):
    """The document in these bytes: its root is known, nothing else of it is read.

    :param limits: :class:`Limits`
    :param doctype: the root that a bare DOCTYPE may name; every other DOCTYPE is refused
    :raises Undecodable: empty, too large, no XML, or XML that wants more than to be read
    """
    limits = limits or Limits()
    _check_size(content, limits)
    content = content.lstrip(b" \t\r\n") if content[:1].isspace() else content
    encoding, problems = _encoding(content)
    if SUBSET.search(content, 0, PROLOG):
        raise _dtd_refused()
    namespace, name = _root(content, encoding, doctype)
    return Document(content, encoding, namespace, name, problems, limits)


def stream(document, tags=()):
    """Yields each element that has one of these tags once it is complete, and at last the root.

    A yielded element is emptied when the next one is asked for; the root holds all the rest.

    :param tags: names in Clark notation (``{namespace}name``), children of the root
    :raises Undecodable: not well-formed, or more of these elements than the limits allow
    """
    source = io.BytesIO(document.content)
    wanted = tuple(tags) or (NOTHING,)
    items = etree.iterparse(source, tag=wanted, encoding=document.encoding, **SAFE)
    try:
        for count, (_event, element) in enumerate(items, 1):
            if count > document.limits.max_items:
                raise _too_many(document.limits)
            yield element
            element.clear()
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error
    yield items.root


def tree(document):
    """The root element with everything below it, for documents without repeated parts.

    :raises Undecodable: not well-formed
    """
    return next(stream(document))


# === BEFORE PARSING === #


def _check_size(content, limits):
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Undecodable("empty", "The file is empty.")
    if len(content) > limits.max_bytes:
        raise Undecodable(
            "too_large",
            f"The document has {len(content) / 1024**2:.0f} MB; up to "
            f"{limits.max_bytes / 1024**2:.0f} MB can be read. Send it in parts.",
        )
    if content.count(b"<") > limits.max_tags:
        raise Undecodable("too_large", "The document has more elements than any order needs.")


def _encoding(content):
    """(encoding, problems): the declared one where it holds, else what the bytes are."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding, ()
    found = DECLARED.match(content[:400])
    declared = found[1].decode().lower() if found else "utf-8"
    if not READABLE.fullmatch(declared):
        raise Undecodable(
            "unknown_encoding", f"The encoding “{declared}” cannot be read. Send UTF-8."
        )
    if content.isascii():
        return "utf-8", ()
    is_utf8, says_utf8 = _is_utf8(content), declared in ("utf-8", "utf8")
    if is_utf8 == says_utf8:
        return declared, ()
    actual = "utf-8" if is_utf8 else "windows-1252"
    text = f"The document says it is {declared.upper()}; it was read as {actual.upper()}."
    return actual, (Problem("wrong_encoding", "", text),)


def _is_utf8(content):
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for start in range(0, len(content), CHUNK):
            decoder.decode(view[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


# === THE FIRST ELEMENT === #


def _root(content, encoding, doctype):
    """(namespace, name) of the root, once it is known that no DTD comes with it."""
    try:
        parser = etree.XMLPullParser(events=("start",), encoding=encoding, **SAFE)
        for start in range(0, len(content), 4096):
            parser.feed(content[start : start + 4096])
            if found := next(parser.read_events(), None):
                break
        else:
            parser.close()
            found = next(parser.read_events(), None)
    except (etree.XMLSyntaxError, LookupError) as error:
        raise _broken(error) from error
    if not found:
        raise Undecodable("not_xml", "The document has no element.")
    element = found[1]
    _check_doctype(element, doctype)
    # Not by QName: it refuses names that the parser lets pass.
    namespace, _brace, name = element.tag.rpartition("}")
    return namespace.removeprefix("{"), name


def _check_doctype(root, allowed):
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is None:
        return
    if dtd.name != allowed or any((*dtd.iterentities(), *dtd.iterelements())):
        raise _dtd_refused()


# === REFUSALS === #


def _dtd_refused():
    return Undecodable(
        "dtd_refused",
        "The document brings its own definitions (DTD, entities). They are not read; send it without.",
    )


def _too_many(limits):
    return Undecodable(
        "too_many_lines",
        f"The document has more than {limits.max_items} lines. Send it in parts.",
    )


def _broken(error):
    text = str(error)
    where = f"line {error.lineno}" if getattr(error, "lineno", None) else ""
    if "depth" in text.lower():
        return Undecodable(
            "too_deep", "The elements are nested deeper than any order needs.", where
        )
    if "huge" in text.lower() or "too long" in text.lower():
        return Undecodable("too_large", "A text in the document is longer than 10 MB.", where)
    return Undecodable("not_xml", f"The document is not well-formed XML: {text[:200]}.", where)
