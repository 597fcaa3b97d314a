"""What browsers send, made into values: text of any kind in, nothing but clean values out."""

from odoo.exceptions import UserError
from odoo.http import request

from .. import reading


def number(text, name=""):
    """A number that is zero or more; empty is zero. Comma or point may divide its decimals.

    :raises UserError: names the field
    """
    text = (text or "").strip()
    value = reading.number(text) if text else 0.0
    if value is None:
        raise UserError(
            request.env._("%(name)s: “%(text)s” is no number.", name=name, text=text[:20])
        )
    return value


def day(text, name=""):
    """A date as browsers send it, or False when it is empty.

    :raises UserError: names the field
    """
    if not (text or "").strip():
        return False
    value = reading.day(text)
    if not value:
        raise UserError(request.env._("%(name)s: choose a date.", name=name))
    return value


def choice(text, allowed, default=False):
    """One of the allowed words, else the default."""
    return text if text in allowed else default


def back(path, told=""):
    """Go to a page of ours that says what was done; ``told`` is a word the page knows."""
    return request.redirect(f"{path}?told={told}" if told else path)


def options(model, field):
    """[(value, label)] of a selection, in the language of the visitor."""
    return request.env[model]._fields[field]._description_selection(request.env)
