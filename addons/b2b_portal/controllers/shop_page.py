"""What every page of the shop gives its template."""

from odoo.http import request
from odoo.tools import format_date
from odoo.tools.misc import format_time, formatLang


def render(template, buyer, page_name, **values):
    """A page, or a part of one, with the words and numbers of the reader's language."""
    return request.render(
        f"b2b_portal.{template}",
        {
            "buyer": buyer,
            "page_name": page_name,
            "quantity": quantity,
            "percent": percent,
            "day": day,
            "clock": clock,
        }
        | values,
    )


def quantity(value):
    """“1,250” or “2.5” as the reader writes it."""
    digits = 0 if float(value).is_integer() else 2
    return formatLang(request.env, value, digits=digits)


def percent(value):
    """“4” or “3.4” as the reader writes it, with the % sign."""
    digits = 0 if float(f"{value:.1f}").is_integer() else 1
    return request.env._("%(number)s %%", number=formatLang(request.env, value, digits=digits))


def day(value):
    """“Fri 27 Nov” in the reader's language; empty without a day."""
    return format_date(request.env, value, date_format="EEE d MMM") if value else ""


def clock(moment):
    """“2:35 PM” by the reader's clock."""
    return format_time(request.env, moment, time_format="short")


def local(path, default):
    """A path of ours that a form names to go back to; nothing that leads elsewhere."""
    path = str(path or "")
    inside = path.startswith("/my/b2b") and "\\" not in path and path.isprintable()
    return path if inside else default
