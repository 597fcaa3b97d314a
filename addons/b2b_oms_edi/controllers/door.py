"""What every door for partners' systems has: POST from anywhere, no session, a bound body."""

from odoo import http


def door(path, method="POST", **options):
    """A route for machines: who comes in is proven by what it sends, not by a session."""
    return http.route(
        path,
        type="http",
        auth="public",
        methods=[method],
        csrf=False,
        save_session=False,
        **options,
    )


def in_time(partner, answer):
    """None, or the answer to a partner that hands in more than was agreed.

    :param answer: function of (text, status) that makes one in the door's own form
    """
    if not partner._is_too_fast():
        return None
    told = answer("Too many documents within a minute; send it again later.", 429)
    told.headers["Retry-After"] = "60"
    return told
