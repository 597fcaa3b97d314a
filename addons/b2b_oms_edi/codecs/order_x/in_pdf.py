"""The order inside a PDF file: what machines wrote for machines goes before its printed text."""

import io
from dataclasses import replace

import pypdf

from odoo.addons.b2b_oms.documents.problems import ForPerson, Problem, Undecodable
from odoo.addons.b2b_oms.documents.purchase_order import PurchaseOrder

from .. import ubl, xml_safe
from . import read

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 20
LIMITS = xml_safe.Limits(max_bytes=10 * 1024 * 1024, max_items=5000)
START = b"%PDF-"
CHANGES = ("cancel", "change", "replace")


def find(content):
    """The opened XML order attached to these bytes, or None. Never raises."""
    if START not in content[:1024] or len(content) > MOST_BYTES:
        return None
    try:
        for name, versions in _attachments(content):
            if name.lower().endswith(".xml"):
                document = xml_safe.opened(versions[0], LIMITS)
                if read.reads(document) or (ubl.read.reads(document) and document.name == "Order"):
                    return document
    except Exception:  # pypdf raises whatever its parsers meet; the text is then read instead
        return None
    return None


def _attachments(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        reader.decrypt("")
    for number, item in enumerate(reader.attachments.items()):
        if number < MOST_FILES:
            yield item


def decode(document):
    """The ``PurchaseOrder`` in a document that ``find`` gave. Who sent it, its way says.

    :raises ForPerson: it cannot be taken as an order
    """
    try:
        order = read.read(document) if read.reads(document) else ubl.read.read(document).document
    except Undecodable as error:
        raise ForPerson(error.problem.code, error.problem.text) from error
    if not isinstance(order, PurchaseOrder) or order.purpose in CHANGES:
        raise ForPerson("unsupported_document", "The XML in the PDF changes another order.")
    problems = order.problems
    if order.purpose != "original":
        problems += (Problem("purpose", "", f"The document calls itself a {order.purpose}."),)
    return replace(order, account="", problems=problems)
