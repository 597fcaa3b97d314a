"""What browsers send, made into values: text of any kind in, nothing but clean values out."""

from datetime import date

from odoo.exceptions import UserError
from odoo.http import request

MOST = 10**9


def number(text, name=""):
    """A number that is zero or more; empty is zero. Comma or point may divide its decimals.

    :raises UserError: names the field
    """
    plain = (text or "").strip().replace("\xa0", "").replace(" ", "")
    if "," in plain and "." in plain:  # the last of the two divides the decimals
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "")
    try:
        value = float(plain.replace(",", ".") or 0)
    except ValueError:
        value = -1
    if not 0 <= value < MOST:
        raise UserError(
            request.env._("%(name)s: “%(text)s” is no number.", name=name, text=plain[:20])
        )
    return value


def day(text, name=""):
    """A date as browsers send it, or False when it is empty.

    :raises UserError: names the field
    """
    try:
        return date.fromisoformat(text.strip()) if (text or "").strip() else False
    except ValueError:
        raise UserError(request.env._("%(name)s: choose a date.", name=name)) from None


def whole(text):
    """A whole number, or 0."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def choice(text, allowed, default=False):
    """One of the allowed words, else the default."""
    return text if text in allowed else default


def back(path, told=""):
    """Go to a page of ours that says what was done; ``told`` is a word the page knows."""
    return request.redirect(f"{path}?told={told}" if told else path)


def options(model, field):
    """[(value, label)] of a selection, in the language of the visitor."""
    return request.env[model]._fields[field]._description_selection(request.env)
