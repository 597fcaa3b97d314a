"""Rows as an Excel file: text stays text, amounts are numbers."""

import io
from datetime import date
from decimal import Decimal

from ..documents.workbook import safe_workbook
from .rows import COLUMNS


def content(rows, _period):
    """Bytes of the file."""
    out = io.BytesIO()
    book = safe_workbook(out, row_by_row=True)
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    page = book.add_worksheet("Entries")
    page.freeze_panes(1, 0)
    page.set_column(0, len(COLUMNS) - 1, 16)
    for place, (heading, _field) in enumerate(COLUMNS):
        page.write_string(0, place, heading, bold)
    for number, row in enumerate(rows, start=1):
        for place, (_heading, field) in enumerate(COLUMNS):
            value = getattr(row, field)
            if isinstance(value, Decimal):
                page.write_number(number, place, float(value), money)
            elif isinstance(value, date):
                page.write_datetime(number, place, value, day)
            elif value:
                page.write_string(number, place, value)
    page.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    book.close()
    return out.getvalue()
