"""A text as rows of cells that know where they stand, wherever it came from."""

import re
from typing import NamedTuple

CELL = re.compile(r"\S+(?: \S+)*")  # two blanks or more stand between columns


class Cell(NamedTuple):
    """``start`` and ``end`` are characters of a line, or both the column of a table."""

    text: str
    start: int
    end: int

    def distance(self, other):
        """How far two cells are from standing in one column; 0 when they overlap."""
        return max(0, self.start - other.end, other.start - self.end)


def of_line(line):
    """The cells of a line whose columns are kept apart by blanks or tabs."""
    if "\t" in line:
        return of_columns(line.split("\t"))
    return [Cell(found.group(), found.start(), found.end()) for found in CELL.finditer(line)]


def of_columns(texts):
    """The cells of a row of a real table. Empty ones are left out; their place is kept."""
    cells = [Cell(" ".join(text.split()), place, place) for place, text in enumerate(texts)]
    return [cell for cell in cells if cell.text]
