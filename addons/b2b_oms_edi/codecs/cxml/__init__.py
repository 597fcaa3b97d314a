"""cXML: orders and punch-out of procurement systems, and our answers."""

from .. import explanation, xml_message, xml_safe
from . import confirmation, credentials, invoice, punch_out, read, response, ship_notice

NAME = "cXML"


def sniff(content, filename=""):
    """Whether these bytes are cXML. Cheap, never raises."""
    del filename
    return xml_safe.sniff(content) and b"<cXML" in content[:8192].replace(b"\x00", b"")


def decode(content, filename="", limits=None):
    """The message in these bytes.

    :param limits: ``xml_safe.Limits``
    :return: ``CxmlMessage``
    :raises Undecodable: with the reason
    """
    del filename
    return read.read(read.opened(content, limits))


def explain(content, filename=""):
    """See :func:`..registry.explain`. A shared secret is never part of it.

    :raises Undecodable: with the reason
    """
    return explanation.of_reading(xml_message.reading(decode(content, filename)))
