"""The rows of a migration file, and the Excel files we give: templates and what was refused."""

import io
from typing import NamedTuple

from odoo.tools import LazyTranslate

from ..documents import table, values
from ..documents.workbook import safe_workbook

_lt = LazyTranslate(__name__)
LIMITS = table.Limits(max_rows=5000)
REASON = "Reason"
YES = {"yes", "y", "true", "1", "x", "ja", "j"}
NO = {"no", "n", "false", "0", "nein", "-"}


class Column(NamedTuple):
    """A column of a template. ``headings`` are what people call it, ours first."""

    field: str
    headings: tuple
    example: str = ""
    needed: bool = False
    kind: str = "text"  # or "number", "date"


class RefusedRow(Exception):
    """Why one row is not taken, as a sentence. The others go on."""

    def told(self, env):
        """The sentence in the language of the reader."""
        reason = self.args[0]
        return reason if isinstance(reason, str) else env._(reason)


class MigrationFile:
    """An uploaded file: its rows with typed cells, by the columns of one kind.

    :raises Undecodable: it is no table with the needed columns
    """

    def __init__(self, content, columns):
        self._columns = columns
        headings = table.Headings({column.field: column.headings for column in columns})
        needed = [column for column in columns if column.needed]
        names = ", ".join(f"“{column.headings[0]}”" for column in needed)
        found = table.read(
            content,
            LIMITS,
            lambda cells: len(headings.recognize(cells)) >= min(2, len(needed)),
            f"the columns {names}",
        )
        self.header = found.header
        self.rows = found.rows
        self._places = table.columns(
            found.header,
            headings.recognize(found.header),
            {f"“{column.headings[0]}”": (column.field,) for column in needed},
        )
        self._parsers = {
            column.field: self._parser(column) for column in columns if column.kind != "text"
        }

    def _parser(self, column):
        """Numbers and dates are settled by their whole column: 1,000 or 03/04 alone prove nothing."""
        cells = [self._cell(cells, column.field) for _number, cells in self.rows]
        texts = [cell for cell in cells if isinstance(cell, str)]
        return values.Numbers(texts) if column.kind == "number" else values.Dates(texts)

    def _cell(self, cells, field):
        place = self._places.get(field)
        return cells[place] if place is not None and place < len(cells) else ""

    def text(self, cells, field):
        """One cell as text, whatever is wrong with its row."""
        return values.text(self._cell(cells, field))

    def row(self, cells):
        """{field: text, Decimal or date} of one row; empty cells are left out.

        :raises RefusedRow: a needed cell is empty, or one cannot be read
        """
        row = {}
        for column in self._columns:
            cell = self._cell(cells, column.field)
            text = values.text(cell)
            if text:
                row[column.field] = self._parsed(column, cell) if column.kind != "text" else text
            elif column.needed:
                raise RefusedRow(_lt("“%(heading)s” is empty.", heading=column.headings[0]))
        return row

    def _parsed(self, column, cell):
        heading, shown = column.headings[0], str(cell)[:40]
        try:
            return self._parsers[column.field].parse(cell)
        except values.Ambiguous:
            reason = _lt(
                "%(heading)s: “%(cell)s” can be read in two ways.", heading=heading, cell=shown
            )
        except ValueError:
            said = {
                "number": _lt("%(heading)s: “%(cell)s” is not a number.",
                              heading=heading, cell=shown),
                "date": _lt("%(heading)s: “%(cell)s” is not a date.", heading=heading, cell=shown),
            }  # fmt: skip
            reason = said[column.kind]
        raise RefusedRow(reason)


def template(columns):
    """Bytes of an Excel file with the headings and one row as example."""
    headings = [column.headings[0] for column in columns]
    return workbook(headings, [[column.example for column in columns]])


def refused_rows(header, refused):
    """Bytes of an Excel file: rows as they were sent, each with the reason it was not taken.

    Corrected, it can be uploaded as it is.

    :param refused: pairs (cells, reason)
    """
    places = [place for place, heading in enumerate(header) if heading != REASON]
    rows = [
        [*(cells[place] if place < len(cells) else "" for place in places), reason]
        for cells, reason in refused
    ]
    return workbook([*(header[place] for place in places), REASON], rows)


def workbook(header, rows):
    """Bytes of an Excel file of one sheet; cells are text, numbers or dates."""
    out = io.BytesIO()
    book = safe_workbook(out)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    page.set_column(0, len(header) - 1, 18)
    for place, heading in enumerate(header):
        page.write_string(0, place, heading, bold)
    for number, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            if isinstance(cell, (int, float)):
                page.write_number(number, place, cell)
            elif hasattr(cell, "isoformat"):
                page.write_datetime(number, place, cell, day)
            else:
                page.write_string(number, place, cell)
    book.close()
    return out.getvalue()
