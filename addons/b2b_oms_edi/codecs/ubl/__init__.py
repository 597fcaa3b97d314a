"""UBL 2.0 and 2.1, with and without Peppol BIS 3."""

from .. import explanation, xml_message, xml_safe
from . import despatch_advice, invoice, order_response, read
from .names import ROOT

NAME = "UBL"
FAMILY = ROOT.split("{}")[0].encode()


def sniff(content, filename=""):
    """Whether these bytes are, or mean to be, UBL. Cheap, never raises."""
    del filename
    if not xml_safe.sniff(content):
        return False
    start = content[:4096].replace(b"\x00", b"")
    return FAMILY in start or any(b"<" + name.encode() in start for name in read.READ)


def decode(content, filename="", limits=None):
    """The message in these bytes.

    :param limits: ``xml_safe.Limits``
    :return: ``XmlMessage``
    :raises Undecodable: with the reason
    """
    del filename
    return read.read(xml_safe.opened(content, limits))


def explain(content, filename=""):
    """See :func:`..registry.explain`.

    :raises Undecodable: with the reason
    """
    return explanation.of_reading(xml_message.reading(decode(content, filename)))
