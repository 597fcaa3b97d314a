"""What people type into fields, made into values; what is none is None."""

from datetime import date

from odoo.addons.b2b_oms.documents.values import Ambiguous, Numbers

MOST = 10**9


def number(text):
    """A number that is zero or more, or None. Comma or point may divide its decimals.

    “1,000” alone could mean one to some; nobody orders so, it is a thousand.
    """
    text = str(text or "").strip()
    try:
        value = float(Numbers([text]).parse(text))
    except Ambiguous:
        value = float(text.replace(",", "").replace(".", ""))
    except ValueError:
        return None
    return value if 0 <= value < MOST else None


def quantity(text):
    """A number that is more than zero, or None."""
    return number(text) or None


def whole(text):
    """A whole number as fields and links hold ids and counts; 0 for anything else."""
    text = str(text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def day(text):
    """A date as browsers send it, or None."""
    try:
        return date.fromisoformat(str(text or "").strip())
    except ValueError:
        return None
