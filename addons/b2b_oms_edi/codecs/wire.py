"""Numbers and dates as EDI writes them; what cannot be one is None, never a guess."""

import re
from datetime import date, datetime
from decimal import Decimal

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
MAX_NUMBER = Decimal(10) ** 12
# Years of two digits: 00–79 are this century's.
PIVOT = 80


def number(text):
    """``Decimal`` of "12", "12.5", "-.5"; None for anything else ("1,000.00", "1e9", "")."""
    if not NUMBER.fullmatch(text):
        text = text.strip()
        if not NUMBER.fullmatch(text):
            return None
    if len(text) > 20:
        return None
    value = Decimal(text)
    return value if abs(value) < MAX_NUMBER else None


def implied(text, decimals):
    """A number without a decimal sign whose last digits are decimals ("12500" with 2: 125.00)."""
    digits = text.strip().lstrip("+-")
    if not digits.isascii() or not digits.isdigit():
        return None
    value = number(text)
    return None if value is None else value.scaleb(-decimals)


def day(text):
    """``date`` of CCYYMMDD (more digits are a time of day) or YYMMDD; None when there is no such day."""
    text = text.strip()
    if not text.isascii() or not text.isdigit() or len(text) not in (6, 8, 12, 14):
        return None
    if len(text) == 6:
        text = ("19" if int(text[:2]) >= PIVOT else "20") + text
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def moment(day_text, time_text):
    """``datetime`` of a date and HHMM or HHMMSS; midnight when the time is not one."""
    found = day(day_text)
    if found is None:
        return None
    digits = time_text.strip()
    try:
        return datetime(
            found.year, found.month, found.day, int(digits[:2] or 0), int(digits[2:4] or 0)
        )
    except ValueError:
        return datetime(found.year, found.month, found.day)


def plain(value):
    """A ``Decimal`` without exponent and without zeros at its end: "12.5", "100"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
