"""Cells to numbers and dates; what could mean two things is not guessed."""

import re
from datetime import date, datetime
from decimal import Decimal

MAX_NUMBER = Decimal(10) ** 9
NUMBER = re.compile(r"[+-]?\d[\d.,' \u00a0\u202f]*")
GROUPED = {
    ",": re.compile(r"[+-]?\d{1,3}(,\d{3})+"),
    ".": re.compile(r"[+-]?\d{1,3}(\.\d{3})+"),
}
CURRENCY = re.compile(r"^(?:[A-Z]{3}|[$€£¥])\s*|\s*(?:[A-Z]{3}|[$€£¥])$")


class Ambiguous(ValueError):
    """The text means one thing to some people and another to others."""


class Numbers:
    """Reads the numbers of one file, whose decimal sign is settled by all its cells together."""

    def __init__(self, texts):
        marks = {mark for text in texts if (mark := _decimal_mark(str(text)))}
        self.mark = marks.pop() if len(marks) == 1 else None

    def parse(self, cell):
        """A cell as ``Decimal``.

        :raises Ambiguous: one thousand or one? nothing in the file tells
        :raises ValueError: not a number, or beyond what anybody orders
        """
        if isinstance(cell, (int, float)):
            return _checked(Decimal(str(cell)))
        text = CURRENCY.sub("", str(cell).strip())
        if not NUMBER.fullmatch(text):
            raise ValueError(text)
        text = re.sub(r"[' \u00a0\u202f]", "", text)
        mark = _decimal_mark(text) or self._settled_mark(text)
        thousands = "," if mark == "." else "."
        return _checked(Decimal(text.replace(thousands, "").replace(mark, ".")))

    def _settled_mark(self, text):
        """The decimal sign for a text with at most one kind of sign that could be either."""
        if "," not in text and "." not in text:
            return "."
        if self.mark:
            return self.mark
        raise Ambiguous(text)


def _decimal_mark(text):
    """The decimal sign this text alone proves, else None. "1,000" proves nothing."""
    text = CURRENCY.sub("", text.strip())
    if not NUMBER.fullmatch(text):
        return None
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    for mark, other in ((",", "."), (".", ",")):
        if text.count(mark) > 1:
            return other
        if mark in text:
            grouped = GROUPED[mark].fullmatch(text) and not text.lstrip("+-").startswith("0")
            return None if grouped else mark
    return None


def _checked(number):
    if not number.is_finite() or abs(number) >= MAX_NUMBER:
        raise ValueError(number)
    return number


class Dates:
    """Reads the dates of one column, in which day or month comes first throughout."""

    def __init__(self, texts):
        orders = {order for text in texts if (order := _proven_order(str(text)))}
        self.order = orders.pop() if len(orders) == 1 else None

    def parse(self, cell):
        """A cell as ``date``.

        :raises Ambiguous: 03/04 may be March or April, and nothing in the column tells
        :raises ValueError: not a date
        """
        if isinstance(cell, date):
            return cell
        text = str(cell).strip().split("T")[0].split(" ")[0]
        for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"):
            try:
                return datetime.strptime(text, pattern).date()
            except ValueError:
                continue
        order = "day" if "." in text else _proven_order(text) or self.order
        numbers = _day_month_year(text)
        if order is None and numbers[0] == numbers[1]:
            order = "day"
        if order is None:
            raise Ambiguous(text)
        first, second, year = numbers
        day, month = (first, second) if order == "day" else (second, first)
        return date(year + 2000 if year < 100 else year, month, day)


def _day_month_year(text):
    found = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})", text)
    if not found:
        raise ValueError(text)
    return tuple(int(part) for part in found.groups())


def _proven_order(text):
    """Which comes first when one of the two cannot be a month; else None."""
    try:
        first, second, _year = _day_month_year(text.strip())
    except ValueError:
        return None
    if first > 12 >= second:
        return "day"
    if second > 12 >= first:
        return "month"
    return None


def text(cell):
    """A cell as text: an Excel number without its decimals when it has none."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
