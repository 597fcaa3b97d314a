"""A document POSTed to a partner's address, which leads nowhere but to the public internet."""

from urllib.parse import urlsplit

from odoo.addons.b2b_oms.webhooks.target import BadTarget, Line, parse

from .errors import PermanentError, TransportError


def post(partner, url, body, headers, timeout):
    """POST bytes to an address of the partner.

    :param timeout: seconds for all of it
    :return: ``Reply`` of the other side, whatever its status
    :raises PermanentError: the address is not one we post to
    :raises TransportError: nobody answered there
    """
    problem = url_problem(partner, url)
    if problem:
        raise PermanentError(problem)
    line = Line(url, partner.allow_private)
    try:
        reply = line.post(body, {"User-Agent": "b2b-oms-edi/1"} | headers, timeout)
    finally:
        line.close()
    if not reply.status:
        text = partner.env._("%(url)s cannot be reached: %(why)s", url=url, why=reply.text)
        raise TransportError(text)
    return reply


def host_of(url):
    """The name of the server in an address; empty when there is none."""
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


def url_problem(partner, url):
    """Why we do not post to this address; empty when we do."""
    try:
        parse(url, partner.allow_private)
    except BadTarget as error:
        return str(error)
    return ""
