"""Components, dates and numbers of EDIFACT."""

import re

from .. import wire

GROUPED = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+")


def at(segment, element, component=0):
    """A component by the numbers of element (from 1) and component (from 0), or empty."""
    if element >= len(segment):
        return ""
    values = segment[element]
    return values[component] if component < len(values) else ""


def number(text, decimal="."):
    """``Decimal``, or None for what is none or could be two ("1,000" where the point is decimal).

    Comma and point are both read as the decimal sign, as partners write whatever UNA says.
    """
    if "," not in text:
        if decimal == "," and GROUPED.fullmatch(text.strip()):
            return None
        return wire.number(text)
    if decimal != "," and GROUPED.fullmatch(text.strip()):
        return None
    return wire.number(text.replace(",", ".")) if "." not in text else None


def day(value, pattern):
    """``date`` of a DTM value; of a period its first day. None when it is not a date."""
    return span(value, pattern)[0]


def span(value, pattern):
    """(first day, last day) of a DTM value."""
    if pattern in ("718", "711", "713", "719") or len(value) in (16, 24):
        half = len(value.replace("-", "")) // 2
        digits = value.replace("-", "")
        return wire.day(digits[:half]), wire.day(digits[half:])
    if pattern == "2" and len(value) == 6:  # DDMMYY
        value = value[4:] + value[2:4] + value[:2]
    if pattern in ("201",):  # YYMMDDHHMM
        value = value[:6]
    found = wire.day(value)
    return found, found
