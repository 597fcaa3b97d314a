"""Bytes of a request to a value, strictly. No Odoo in here."""

import json

from .problem import ApiProblem
from .schema import decimal

# A purchase order of 2,000 lines is about 300 kB.
MOST_BYTES = 2 * 1024 * 1024
MOST_DEPTH = 12


def parse(content):
    """The JSON value in these bytes.

    :raises ApiProblem: not JSON, nested too deep, the same name twice, NaN or Infinity
    """
    try:
        value = json.loads(
            content,
            parse_float=decimal,
            parse_int=_whole,
            parse_constant=_refuse,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError) as error:
        detail = "The body is nested too deep." if isinstance(error, RecursionError) else (
            f"The body is not JSON: {str(error)[:120]}."
        )  # fmt: skip
        raise ApiProblem(400, "bad_json", detail) from error
    if _depth(value) > MOST_DEPTH:
        raise ApiProblem(400, "bad_json", "The body is nested too deep.")
    return value


def _whole(text):
    return int(text) if len(text) < 40 else decimal(text)


def _refuse(text):
    raise ValueError(f"{text} is no number")


def _object(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _depth(value):
    """How deep lists and objects are nested; counted without recursion."""
    deep, level = 0, [value]
    while level:
        nested = [item for item in level if isinstance(item, (list, dict))]
        deep += bool(nested)
        level = [
            inner
            for item in nested
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return deep
