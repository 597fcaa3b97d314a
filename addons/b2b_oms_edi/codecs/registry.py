"""The syntaxes we read, and the one entry to them for bytes of unknown kind.

A codec is a module (or package) with ``NAME``, ``sniff(content, filename)`` and
``explain(content, filename)``. The most telling syntax is asked first, the table last.
"""

from importlib import import_module

from odoo.addons.b2b_oms.documents.problems import Problem, Undecodable

from . import explanation

CODECS = ("x12", "edifact", "cxml", "ubl", "flat.explain")


def codecs():
    """The codecs there are, in the order they are asked."""
    return [found for name in CODECS if (found := _codec(name))]


def _codec(name):
    try:
        return import_module(f".{name}", __package__)
    except ModuleNotFoundError as error:
        if error.name == f"{__package__}.{name}":
            return None
        raise


def codec_for(content, filename=""):
    """The codec that takes these bytes, or None."""
    return next((codec for codec in codecs() if codec.sniff(content, filename)), None)


def explain(content, filename=""):
    """What a file is and says, as a dict of plain values. Always answers.

    :param content: bytes
    :return: ``syntax``, ``encoding``, ``verdict`` ("accepted", "accepted with errors",
        "refused"), ``messages`` and ``problems``, each problem with ``code``, ``where``, ``text``
    """
    if not content.strip():
        return explanation.refusal("", Problem("empty", "", "The file is empty."))
    codec = codec_for(content, filename)
    if codec is None:
        text = "This is no kind of document we can read."
        return explanation.refusal("", Problem("unknown_format", "", text))
    try:
        return codec.explain(content, filename)
    except Undecodable as error:
        return explanation.refusal(codec.NAME, error.problem)
