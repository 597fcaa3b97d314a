"""The text of a mail to rows of cells: tables cell by cell, the rest line by line."""

import re

import lxml.html

from . import cells

COLUMN = "\ue000"  # of private use: no text has it
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre", "br")
NEVER_READ = ("script", "style", "head", "blockquote")  # what is quoted was ordered before
MOST_NESTED = 200


def read(content):
    """Rows of cells of HTML bytes (UTF-8, as Odoo stores bodies); nothing of quoted mails."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(CONTROL.sub(b" ", content), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return []
    for element in list(tree.iter(*NEVER_READ)):
        if element.getparent() is not None:
            element.drop_tree()
    for row in list(tree.iter("tr")):
        if next(row.iterdescendants("table"), None) is None:  # tables around tables are layout
            _flatten(row)
    for element in tree.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
    lines = "".join(tree.itertext()).replace("\xa0", " ").splitlines()
    return [row for line in lines if (row := _row(line))]


def _flatten(row):
    texts = [" ".join(cell.itertext()) for cell in row if cell.tag in ("td", "th")]
    tail = row.tail
    row.clear()
    row.text = "\n" + COLUMN.join(" ".join(text.split()) for text in texts) + COLUMN + "\n"
    row.tail = tail


def _row(line):
    return cells.of_columns(line.split(COLUMN)) if COLUMN in line else cells.of_line(line)
