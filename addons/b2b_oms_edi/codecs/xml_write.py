"""Documents to XML: a document is a list of (name, value) in the order its schema wants.

A value is text, a number, a date, a list of such pairs, or a ``Value`` with attributes. What is
empty is left out, so a writer can name every element it knows without asking for each.
"""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from lxml import etree

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Unwritable(Exception):
    """The document breaks a rule of the syntax. ``problems`` says which, each with its code."""

    def __init__(self, problems):
        super().__init__(" ".join(problem.text for problem in problems))
        self.problems = tuple(problems)


class Value(NamedTuple):
    """Text (or a list of pairs) with attributes; empty attributes are left out."""

    content: object
    attributes: dict


def valued(content, **attributes):
    """A ``Value``, None when there is no content."""
    return None if content in (None, "", ()) else Value(content, attributes)


def written(root, pairs, prefixes, default=None, attributes=None, doctype=None):
    """The bytes of a document, UTF-8 with a declaration.

    :param root: name of the root element
    :param prefixes: {prefix: namespace} that the names use
    :param default: namespace of the root and of names without prefix
    """
    namespaces = {None: default} if default else {}
    element = etree.Element(_name(root, prefixes, default), nsmap=namespaces | prefixes)
    _set(element, attributes or {})
    _fill(element, pairs, prefixes, default)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", doctype=doctype)


def _fill(parent, pairs, prefixes, default):
    for name, value in pairs:
        content, attributes = value if isinstance(value, Value) else (value, {})
        if isinstance(content, (list, tuple)):
            child = etree.SubElement(parent, _name(name, prefixes, default))
            _set(child, attributes)
            _fill(child, content, prefixes, default)
            if not len(child) and not child.attrib and not child.text:
                parent.remove(child)
        elif text := plain(content):
            child = etree.SubElement(parent, _name(name, prefixes, default))
            _set(child, attributes)
            child.text = text
        elif isinstance(value, Value) and value.content is None:
            _set(etree.SubElement(parent, _name(name, prefixes, default)), attributes)


def _set(element, attributes):
    for name, value in attributes.items():
        if text := plain(value):
            element.set(name, text)


def _name(name, prefixes, default):
    prefix, _colon, local = name.rpartition(":")
    namespace = prefixes[prefix] if prefix else default
    return f"{{{namespace}}}{local}" if namespace else local


def plain(value):
    """A value as XML writes it: numbers without exponent, dates of ISO, no forbidden character."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return FORBIDDEN.sub(" ", str(value))
