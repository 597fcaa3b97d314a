"""Letters to purchase orders: what people write in mails and print into PDF files.

The table is found by its headings, number and dates by their labels. Everything then goes the way of
a CSV file. Each field says how sure it is: a layout that was learned from the sender is surer than
one that is called by usual names.
"""

import csv
import io
from dataclasses import replace

from odoo.addons.b2b_oms.documents.problems import ForPerson, Undecodable

from ..flat import decode as flat
from ..flat.columns import HEADINGS
from . import html_cells, labels, pdf_cells
from .lines import of_sentences, of_table
from .template import JOINED, LEARNED, USUAL

MOST_LINES = 2000
# Account and currency are compared with what we know of the sender, items with what we sell.
READ_BY_HEAD = ("number", "requested_date", "ship_to")
READ_BY_LINE = ("quantity", "unit", "price")
ALWAYS_THERE = ("number", "ship_to")


def is_pdf(content):
    """Whether these bytes are a PDF file."""
    return b"%PDF-" in content[:1024]


def is_html(content, filename):
    """Whether these bytes are the text of a mail."""
    return filename.lower().endswith((".html", ".htm"))


def rows_of(content):
    """The letter as rows of cells.

    :raises ForPerson: no text of it can be read
    """
    return pdf_cells.read(content) if is_pdf(content) else html_cells.read(content)


def decode(content, filename, templates=()):
    """The order in a letter, as a tuple of ``PurchaseOrder``.

    :param templates: :class:`.template.Template` of the sender
    :raises ForPerson: no order is found in it
    """
    rows = rows_of(content)
    found = of_table(rows, templates)
    if not found.lines:
        found = of_sentences(rows)
    if not found.lines:
        raise ForPerson("no_order_found", "No list of items and quantities was found in the text.")
    if len(found.lines) > MOST_LINES:
        raise ForPerson("too_many_rows", f"It has more than {MOST_LINES} rows.")
    known, learned = labels.find(rows, found.template)
    known = {field: text for field, text in known.items() if field not in found.fields}
    try:
        orders = flat.decode(_as_csv(found, known), f"{filename}.csv")
    except Undecodable as error:
        raise ForPerson(error.problem.code, error.problem.text) from error
    head = _head(found, known, learned)
    if found.template and set(labels.of_days(rows)) - {*found.template.seen}:
        head["requested_date"] = JOINED
    return tuple(_with_confidence(order, head, found.sure) for order in orders)


def _head(found, known, learned):
    """{field: confidence} of the head of the order."""
    head = {
        field: LEARNED if field in learned else USUAL for field in READ_BY_HEAD if field in known
    }
    for field in found.template.labels if found.template else ():
        if field in ALWAYS_THERE:  # the sender wrote it before, and today it is not found
            head.setdefault(field, 0.0)
    if "number" in found.fields:
        head["number"] = min(sure.get("number", 1.0) for sure in found.sure)
    if not found.whole:
        head["lines"] = JOINED
    elif not found.template:
        head["lines"] = USUAL
    return head


def _with_confidence(order, head, sure):
    lines = []
    for line in order.lines:
        of_row = sure[int(line.where.split()[-1]) - 2]  # row 1 holds the headings
        confidence = {field: of_row[field] for field in READ_BY_LINE if field in of_row}
        lines.append(replace(line, confidence=confidence))
    return replace(order, lines=tuple(lines), confidence=head)


def _as_csv(found, known):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([HEADINGS[field][0] for field in (*found.fields, *known)])
    for line in found.lines:
        writer.writerow([line.get(field, "") for field in found.fields] + list(known.values()))
    return out.getvalue().encode()
