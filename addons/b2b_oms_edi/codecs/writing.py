"""What every writer needs: text a receiver can read, and the error of what cannot be written."""

import unicodedata

from odoo.addons.b2b_oms.documents.problems import Problem

# What Unicode does not take apart and a reader of plain letters still understands.
PLAIN = {
    "ß": "ss", "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l",
    "Đ": "D", "đ": "d", "€": "EUR", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "…": "...",
}  # fmt: skip


class Unwritable(Exception):
    """A document that would not be valid. Carries the problem that says where."""

    def __init__(self, code, text, where=""):
        super().__init__(f"{where}: {text}" if where else text)
        self.problem = Problem(code, where, text)


def clean(text, charset, forbidden=""):
    """``text`` with nothing in it the receiver could not read or would take for a separator.

    Accents go where the charset lacks them, other characters become a question mark, control
    characters and ``forbidden`` ones a blank.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(_char(char, charset) for char in text)
    for char in forbidden:
        if char in text:
            text = text.replace(char, " ")
    return text.strip()


def _char(char, charset):
    if not char.isprintable():
        return " "
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        plain = (
            PLAIN.get(char)
            or unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
        )
        return plain or ("-" if unicodedata.category(char) == "Pd" else "?")
    return char


def stripped(elements, is_empty=lambda element: not element):
    """``elements`` without the empty ones at their end."""
    elements = list(elements)
    while elements and is_empty(elements[-1]):
        elements.pop()
    return elements


def barcode_kind(barcode, by_length, default):
    """The qualifier of a GTIN, told by how many digits it has."""
    return by_length.get(len(barcode), default)
