"""Rows as CSV: UTF-8 with a mark that spreadsheets understand, commas, numbers with a point."""

import csv
import io

from .rows import COLUMNS

# A spreadsheet takes a cell that begins like this for a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def content(rows, _period):
    """Bytes of the file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([heading for heading, _field in COLUMNS])
    for row in rows:
        writer.writerow([_cell(getattr(row, field)) for _heading, field in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _cell(value):
    if isinstance(value, str):
        return f"'{value}" if value.startswith(DANGEROUS) else value
    return "" if value is None else str(value)
