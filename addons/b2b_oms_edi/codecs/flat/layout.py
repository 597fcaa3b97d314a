"""How one partner writes its tables, where that was agreed: nothing is guessed then."""

import re
from datetime import date, datetime
from typing import NamedTuple

from odoo.addons.b2b_oms.documents import values
from odoo.addons.b2b_oms.documents.table import Headings

DATE_WORDS = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
DATE_WORD = re.compile("YYYY|YY|MM|DD")


class Column(NamedTuple):
    """Where one field of the order stands: under ``heading``, or in column ``position`` (from 1).

    ``fixed`` is what the field is where the file says nothing.
    """

    field: str
    heading: str = ""
    position: int = 0
    fixed: str = ""


class Layout(NamedTuple):
    """``delimiter`` empty: found by looking. ``date_format`` as ``DD.MM.YYYY``; empty: usual ones.

    ``decimal_mark`` "." or ","; empty: what the cells prove.
    """

    columns: tuple[Column, ...] = ()
    has_headings: bool = True
    delimiter: str = ""
    date_format: str = ""
    decimal_mark: str = ""

    @property
    def fixed(self):
        """{field: text} of what is the same in every order."""
        return {column.field: column.fixed for column in self.columns if column.fixed}

    def find(self, header):
        """{field: [column indexes]} of a row of headings."""
        found = self._headings().recognize(header)
        for column in self.columns:
            if column.position:
                found[column.field] = [column.position - 1]
        return found

    def is_header(self, cells):
        """Whether every agreed heading is in this row."""
        named = {column.field for column in self.columns if column.heading}
        return bool(named) and named <= self._headings().recognize(cells).keys()

    def _headings(self):
        return Headings({one.field: (one.heading,) for one in self.columns if one.heading})


class AgreedNumbers(values.Numbers):
    """Numbers with the decimal sign that was agreed; one that proves the other sign is none."""

    def __init__(self, mark):
        super().__init__(())
        self.mark = mark

    def parse(self, cell):
        if isinstance(cell, str) and values.Numbers([cell]).mark not in (None, self.mark):
            raise ValueError(cell)
        return super().parse(cell)


class AgreedDates:
    """Dates in the one format that was agreed; those of Excel are dates already."""

    def __init__(self, date_format):
        self._pattern = pattern(date_format)

    def parse(self, cell):
        """A cell as ``date``.

        :raises ValueError: it is written otherwise
        """
        if isinstance(cell, date):
            return cell
        return datetime.strptime(values.text(cell), self._pattern).date()


def pattern(date_format):
    """``DD.MM.YYYY`` in the words of ``strptime``.

    :raises ValueError: day, month and year are not there once each
    """
    said = DATE_WORD.findall(date_format)
    if sorted(word[0] for word in said) != ["D", "M", "Y"]:
        raise ValueError(date_format)
    rest = DATE_WORD.sub("", date_format)
    if any(char.isalnum() or char == "%" for char in rest):
        raise ValueError(date_format)
    return DATE_WORD.sub(lambda found: DATE_WORDS[found[0]], date_format)
