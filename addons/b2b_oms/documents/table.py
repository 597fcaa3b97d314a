"""Bytes to rows of text: CSV in its dialects and encodings, and Excel files."""

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime
from typing import NamedTuple

import openpyxl

from .problems import Undecodable

DELIMITERS = ",;\t|"
HEADER_WITHIN = 30  # rows of titles that may stand above the headings


class Limits(NamedTuple):
    """How much one file may ask of us."""

    max_bytes: int = 20 * 1024 * 1024
    max_rows: int = 5000
    max_unpacked: int = 200 * 1024 * 1024
    max_columns: int = 200


class Table(NamedTuple):
    """``header`` and ``rows`` of cells; cells are text, numbers and dates of Excel stay typed.

    ``rows`` are pairs (row number as the sender sees it, list of cells). ``delimiter`` is empty
    for Excel.
    """

    header: list
    rows: list
    delimiter: str = ""


class Headings:
    """The usual names of columns, compared without case, accents, spaces and punctuation."""

    def __init__(self, names):
        """:param names: {field: headings people use for it}"""
        self._field_by_heading = {
            normalized(heading): field for field, headings in names.items() for heading in headings
        }

    def recognize(self, cells):
        """{field: [column indexes]} of a row of headings."""
        found = {}
        for index, cell in enumerate(cells):
            name = normalized(cell)
            field = self._field_by_heading.get(name) if name else None
            if field:
                found.setdefault(field, []).append(index)
        return found


def normalized(heading):
    """A heading as it is compared: without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", str(heading)).casefold()
    return re.sub(r"[^a-z0-9#]", "", plain.replace("ß", "ss"))


def read(content, limits, is_header, needed, delimiter=""):
    """The table in these bytes.

    :param is_header: tells whether a list of cells is the row of headings; None: there is none,
        every row is of the table
    :param needed: what the headings must name, for the sentence of a refusal
    :param delimiter: of delimited text where it is known; empty: found by looking

    :raises Undecodable: no table can be found, or it is larger than the limits
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Undecodable("empty", "The file is empty.")
    if len(content) > limits.max_bytes:
        raise Undecodable(
            "too_large",
            f"The file has {len(content) / 1024**2:.0f} MB; up to "
            f"{limits.max_bytes / 1024**2:.0f} MB can be read. Send it in parts.",
        )
    grid, delimiter = (
        (_excel(content, limits, is_header), "")
        if is_excel(content)
        else _delimited(content, limits, is_header, delimiter)
    )
    if is_header is None:
        return Table([], _rows(grid, limits), delimiter)
    return _table(grid, delimiter, limits, is_header, needed)


def is_excel(content):
    """Whether these bytes are a zip archive, as .xlsx files are."""
    return content[:4] == b"PK\x03\x04"


def _table(grid, delimiter, limits, is_header, needed):
    for position, (_number, cells) in enumerate(grid[:HEADER_WITHIN]):
        if is_header(cells):
            rows = _rows(grid[position + 1 :], limits)
            return Table([str(cell).strip() for cell in cells], rows, delimiter)
    raise Undecodable(
        "missing_columns",
        f"No row of headings was found. The file needs {needed}.",
    )


def _rows(grid, limits):
    rows = [(number, cells) for number, cells in grid if has_content(cells)]
    if len(rows) > limits.max_rows:
        raise _too_many_rows(limits)
    return rows


def has_content(cells):
    """Whether any of these cells says something."""
    return any(str(cell).strip() for cell in cells)


def _too_many_rows(limits):
    return Undecodable(
        "too_many_rows",
        f"The file has more than {limits.max_rows} rows. Send it in parts.",
    )


# === DELIMITED TEXT === #


def _delimited(content, limits, is_header, delimiter):
    text = _text(content)
    delimiter = delimiter or _delimiter(text, is_header)
    grid = []
    csv.field_size_limit(limits.max_bytes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if len(cells) > limits.max_columns:
                raise Undecodable(
                    "too_many_columns", f"Row {reader.line_num} has {len(cells)} columns."
                )
            grid.append((reader.line_num, cells))
            if len(grid) > limits.max_rows + HEADER_WITHIN:
                raise _too_many_rows(limits)
    except csv.Error as error:
        raise Undecodable("bad_csv", f"Row {reader.line_num} is not valid CSV: {error}.") from error
    return grid, delimiter


def _text(content):
    """The bytes as text. UTF-8 and UTF-16 are told by their marks, the rest is Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    elif b"\x00" in content[:4096]:
        raise _not_text()
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_garbage(text):
            return text
        break
    raise _not_text()


def _is_garbage(text):
    """Whether control characters give away that this was never text."""
    sample = text[:20000]
    odd = sum(1 for char in sample if ord(char) < 32 and char not in "\t\r\n\f\x0b")
    return odd > len(sample) / 100


def _not_text():
    return Undecodable(
        "not_text",
        "This is neither a CSV nor an Excel file, whatever its name says. "
        "Save the order as .csv or .xlsx and send it again.",
    )


def _delimiter(text, is_header):
    """The delimiter that makes a row of headings, else the most frequent one."""
    lines = [line for line in text.splitlines()[:HEADER_WITHIN] if line.strip()]
    for line in lines if is_header else ():
        for delimiter in DELIMITERS:
            if delimiter in line and is_header(next(csv.reader([line], delimiter=delimiter))):
                return delimiter
    return max(DELIMITERS, key=lambda delimiter: sum(line.count(delimiter) for line in lines))


# === EXCEL === #


def _excel(content, limits, is_header):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > limits.max_unpacked:
            raise Undecodable("too_large", "The Excel file unpacks to more than can be read.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Undecodable:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet
        raise Undecodable(
            "bad_excel", "The Excel file is broken or protected. Save it anew as .xlsx."
        ) from error
    try:
        return _first_sheet_with_header(book, limits, is_header)
    except Undecodable:
        raise
    except Exception as error:
        raise Undecodable(
            "bad_excel", "The Excel file is broken. Save it anew as .xlsx."
        ) from error
    finally:
        book.close()


def _first_sheet_with_header(book, limits, is_header):
    grids = (_grid(sheet, limits) for sheet in book.worksheets)
    first = None
    for grid in grids:
        first = first or grid
        if is_header and any(is_header(cells) for _number, cells in grid[:HEADER_WITHIN]):
            return grid
    return first or []


def _grid(sheet, limits):
    grid, empty = [], 0
    for number, cells in enumerate(
        sheet.iter_rows(values_only=True, max_col=limits.max_columns), 1
    ):
        row = [_cell(cell) for cell in cells]
        empty = 0 if has_content(row) else empty + 1
        if empty > 1000:
            break  # a sheet formatted down to its last row
        grid.append((number, row))
        if len(grid) - empty > limits.max_rows + HEADER_WITHIN:
            raise _too_many_rows(limits)
    return grid


def _cell(value):
    """A cell as text, except numbers and dates, which Excel knows better than any text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (int, float, date)) and not isinstance(value, bool):
        return value
    return str(value)


def columns(header, found, needed):
    """{field: column}, each field once.

    :param found: {field: [column indexes]} of the recognised headings
    :param needed: {sentence part: fields of which one must be there}
    :raises Undecodable: two columns for one field, or a needed one missing
    """
    for field, indexes in found.items():
        if len(indexes) > 1:
            names = " and ".join(f"“{header[i]}” ({column_letter(i)})" for i in indexes)
            raise Undecodable(
                "duplicate_header",
                f"The columns {names} both look like the {field.replace('_', ' ')}. Keep one.",
            )
    missing = [what for what, fields in needed.items() if not set(fields) & found.keys()]
    if missing:
        headings = ", ".join(f"“{name}”" for name in header if name)
        raise Undecodable(
            "missing_columns",
            f"There is no column for {' and for '.join(missing)}. Found: {headings[:500]}.",
        )
    return {field: indexes[0] for field, indexes in found.items()}


def column_letter(index):
    """A, B … Z, AA as spreadsheets name columns; 0 is A."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters
