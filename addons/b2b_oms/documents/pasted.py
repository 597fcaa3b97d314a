"""What buyers paste or upload, to pairs of item and quantity. No Odoo in here."""

import csv
import re
from typing import NamedTuple

from . import table
from .problems import Undecodable
from .values import Ambiguous, Numbers, text

MAX_LINES = 500
MAX_CHARACTERS = 100_000
MAX_CODE = 64
LIMITS = table.Limits(
    max_bytes=2 * 1024 * 1024, max_rows=MAX_LINES, max_unpacked=20 * 1024 * 1024, max_columns=30
)
HEADINGS = table.Headings(
    {
        "code": ("SKU", "Item", "Item number", "Item no", "Item code", "Product", "Product code",
                 "Part", "Part number", "Part no", "Our part number", "Customer part", "Article",
                 "Article number", "Artikelnummer", "Artikel", "Référence", "Code", "Barcode",
                 "EAN", "GTIN", "UPC", "Código", "Artikelcode"),
        "quantity": ("Qty", "Quantity", "Order qty", "Order quantity", "Ordered", "Amount", "Menge",
                     "Anzahl", "Bestellmenge", "Quantité", "Qté", "Cantidad", "Aantal"),
    }
)  # fmt: skip
SEPARATORS = ("\t", ";", "|", ",")
WORDS_THEN_NUMBER = re.compile(r"(\S.*?)\s+(?:[x×*]\s*)?(\d[\d.,']*)\s*")
NUMBER_THEN_WORDS = re.compile(r"(\d[\d.,']*)\s*(?:[x×*]\s+|\s)\s*(\S.*)")
NUMBER = re.compile(r"\d[\d.,']*")


class Entry(NamedTuple):
    """One row: the item in the buyer's words, how many of it (None: ``quantity_text`` is no number)."""

    code: str
    quantity: float | None
    quantity_text: str = ""


def read_text(pasted):
    """The rows of a pasted text, whatever separates item and quantity; a row of headings is left out.

    :return: list of :class:`Entry`
    :raises Undecodable: more than ``MAX_LINES`` rows
    """
    if len(pasted) > MAX_CHARACTERS:
        raise Undecodable("too_large", "This is too much text for one order.")
    lines = [line.strip(" \r\x00") for line in pasted.split("\n")]
    return _entries([_cells(line) for line in lines if line.strip()])


def read_file(content):
    """The rows of a CSV or Excel file, with headings or without.

    :raises Undecodable: it is neither, it is broken, too large, or has too many rows
    """
    found = table.read(content, LIMITS, _has_text, "items and quantities")
    return _entries([found.header, *(cells for _number, cells in found.rows)])


def as_text(entries):
    """The entries as text that ``read_text`` reads again."""
    return "\n".join(
        f"{entry.code}\t{entry.quantity_text or format(entry.quantity, 'g')}" for entry in entries
    )


def _has_text(cells):
    return any(str(cell).strip() for cell in cells)


def _cells(line):
    for separator in SEPARATORS:
        if separator in line:
            return next(csv.reader([line], delimiter=separator))
    if found := NUMBER_THEN_WORDS.fullmatch(line):
        number, words = found.groups()
        if not NUMBER.fullmatch(words):
            return [words, number]
    found = WORDS_THEN_NUMBER.fullmatch(line)
    return list(found.groups()) if found else [line]


def _entries(rows):
    columns = HEADINGS.recognize(rows[0]) if rows else {}
    if "code" in columns:
        rows = rows[1:]
    if len(rows) > MAX_LINES:
        raise Undecodable(
            "too_many_rows", f"An order has at most {MAX_LINES} lines. Send it in parts."
        )
    pairs = [pair for row in rows if (pair := _pair(row, columns))]
    numbers = Numbers([quantity for _code, quantity in pairs])
    return [_entry(code, quantity, numbers) for code, quantity in pairs]


def _pair(row, columns):
    """(code, quantity) of a row, both as they stand; None when it names nothing."""
    if "code" in columns:
        indexes = [columns[name][0] for name in ("code", "quantity") if name in columns]
        cells = [row[index] if index < len(row) else "" for index in indexes]
    else:
        cells = [cell for cell in row if text(cell)]
    code = text(cells[0])[:MAX_CODE] if cells else ""
    if not code:
        return None
    quantity = next((cell for cell in cells[1:] if _is_number(cell)), cells[1:] and cells[1])
    if len(cells) > 1 and _is_number(cells[0]) and not _is_number(cells[1]):
        code, quantity = text(cells[1])[:MAX_CODE], cells[0]  # “12  HB-M8X25”
    return code, quantity if quantity not in (None, [], "") else 1


def _is_number(cell):
    return isinstance(cell, (int, float)) or bool(NUMBER.fullmatch(str(cell).strip()))


def _entry(code, quantity, numbers):
    try:
        number = float(numbers.parse(quantity))
    except (Ambiguous, ValueError):
        number = 0.0
    if number <= 0:
        return Entry(code, None, text(quantity)[:20])
    return Entry(code, number)
