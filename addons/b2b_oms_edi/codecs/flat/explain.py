"""CSV and Excel explained like every other syntax."""

from .. import explanation
from .decode import decode, sniff

NAME = "flat"


def explain(content, filename=""):
    """See :func:`..registry.explain`.

    :raises Undecodable: nothing can be ordered from this file
    """
    return explanation.of_orders(NAME, "", decode(content, filename))


__all__ = ["NAME", "explain", "sniff"]
