"""The order inside a PDF file: what machines wrote for machines goes before its printed text."""

import io
from dataclasses import replace

import pypdf

from odoo.addons.b2b_oms.documents.problems import ForPerson, Problem, Undecodable
from odoo.addons.b2b_oms.documents.purchase_order import PurchaseOrder

from . import order_x, ubl, xml_safe

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
        named = [
            versions[0] for name, versions in _attachments(content) if name.lower().endswith(".xml")
        ]
    except Exception:  # pypdf raises whatever its parsers meet; the text is then read instead
        return None
    return next((order for one in named if (order := _order(one))), None)


def _order(content):
    """The document in these bytes when it is an order, else None."""
    try:
        document = xml_safe.opened(content, LIMITS)
    except Undecodable:
        return None
    is_ubl = document.name == "Order" and ubl.read.reads(document)
    return document if is_ubl or order_x.read.reads(document) else None


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
        order = (
            order_x.read.read(document)
            if order_x.read.reads(document)
            else ubl.read.read(document).document
        )
    except Undecodable as error:
        raise ForPerson(error.problem.code, error.problem.text) from error
    if not isinstance(order, PurchaseOrder) or order.purpose in CHANGES:
        raise ForPerson("unsupported_document", "The XML in the PDF changes another order.")
    problems = order.problems
    if order.purpose != "original":
        problems += (Problem("purpose", "", f"The document calls itself a {order.purpose}."),)
    return replace(order, account="", problems=problems)
