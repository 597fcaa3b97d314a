"""Letters to purchase orders: what people write in mails and print into PDF files.

The table is found by its headings, number and dates by their labels. Everything then goes the way of
a CSV file. What was read so is never certain: the order says that a person has to compare.
"""

import csv
import io
import re
from dataclasses import replace

from odoo.addons.b2b_oms.documents.problems import ForPerson, Problem, Undecodable

from ..flat import decode as flat
from ..flat.columns import HEADINGS, ITEM_FIELDS, ORDER, is_header
from . import html_cells, pdf_cells

MOST_LINES = 2000
FARTHEST = 8  # characters a cell may stand beside its heading
HAS_DIGIT = re.compile(r"\d")
SINGLE_ITEM = re.compile(
    r"[-•*]?\s*(?:(?P<n>\d[\d.,]*)\s*[x×]\s*(?P<c>\S+)|(?P<c2>\S+)\s+[x×]\s*(?P<n2>\d[\d.,]*))\W*"
)
LABELLED = {
    "number": re.compile(r"[\w./-]*\d[\w./-]*"),
    "account": re.compile(r"[\w./-]*\d[\w./-]*"),
    "requested_date": re.compile(r"\d[\w.,/ -]*\d"),
    "currency": re.compile(r"[A-Z]{3}"),
}
COMPARE = Problem(
    "read_from_text",
    "",
    "It was read from the text of a letter: compare number, dates and every line with it.",
)


def is_pdf(content):
    """Whether these bytes are a PDF file."""
    return b"%PDF-" in content[:1024]


def is_html(content, filename):
    """Whether these bytes are the text of a mail."""
    return filename.lower().endswith((".html", ".htm"))


def decode(content, filename):
    """The order in a letter, as a tuple of ``PurchaseOrder``.

    :raises ForPerson: no order is found in it
    """
    rows = pdf_cells.read(content) if is_pdf(content) else html_cells.read(content)
    lines, fields = _table(rows)
    if not lines:
        lines, fields = _single_items(rows), ("sku", "quantity")
    if not lines:
        raise ForPerson("no_order_found", "No list of items and quantities was found in the text.")
    if len(lines) > MOST_LINES:
        raise ForPerson("too_many_rows", f"It has more than {MOST_LINES} rows.")
    known = {field: found for field, found in _labelled(rows).items() if field not in fields}
    try:
        orders = flat.decode(_as_csv(lines, fields, known), f"{filename}.csv")
    except Undecodable as error:
        raise ForPerson(error.problem.code, error.problem.text) from error
    return tuple(replace(order, problems=(*order.problems, COMPARE)) for order in orders)


def _table(rows):
    """([{field: text}], fields) of the rows under headings; headings may come again on each page."""
    lines, headings, fields = [], {}, {}
    for row in rows:
        texts = [cell.text for cell in row]
        if is_header(texts):
            found = ORDER.recognize(texts)
            headings = {field: row[places[0]] for field, places in found.items()}
            columns = {place: field for field, places in found.items() for place in places[:1]}
            every = [(columns.get(place), cell) for place, cell in enumerate(row)]
            fields |= headings
        elif headings and (line := _line(row, every)):
            lines.append(line)
    return lines, tuple(fields)


def _line(row, headings):
    """{field: text} of a row, or None when it is no order line."""
    line = {}
    for cell in row:
        field, heading = min(headings, key=lambda pair: _apart(cell, pair[1]))
        if field and cell.distance(heading) <= FARTHEST:
            line[field] = f"{line[field]} {cell.text}" if field in line else cell.text
    is_item = any(line.get(field) for field in ITEM_FIELDS)
    return line if is_item and HAS_DIGIT.search(line.get("quantity", "")) else None


def _apart(cell, heading):
    middle = abs((cell.start + cell.end) - (heading.start + heading.end))
    return cell.distance(heading), middle


def _single_items(rows):
    """Lines like “20 x HB-M8X25” in a text without a table."""
    found = (SINGLE_ITEM.fullmatch(" ".join(cell.text for cell in row)) for row in rows)
    return [
        {"sku": match["c"] or match["c2"], "quantity": match["n"] or match["n2"]}
        for match in found
        if match
    ]


def _labelled(rows):
    """{field: text} of what stands beside or behind a label, the first of each."""
    found = {}
    for row in rows:
        for place, cell in enumerate(row):
            label, mark, rest = cell.text.partition(":")
            following = row[place + 1].text if place + 1 < len(row) else ""
            pairs = [(label, rest.strip() or following)]
            if not mark:  # “PO number 4711”
                words = cell.text.split()
                pairs += [(" ".join(words[:-1]), words[-1])]
            for name, value in pairs:
                for field in ORDER.recognize([name]):
                    shape = LABELLED.get(field)
                    if shape and shape.fullmatch(value):
                        found.setdefault(field, value)
    return found


def _as_csv(lines, fields, known):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([HEADINGS[field][0] for field in (*fields, *known)])
    for line in lines:
        writer.writerow([line.get(field, "") for field in fields] + list(known.values()))
    return out.getvalue().encode()
