"""What comes in and what goes out of the API, as plain values. No Odoo in here."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from .problem import CONTENT_TYPE


class Incoming(NamedTuple):
    """A request: path without ``/b2b/v1``, header names in small letters, the bytes of the body."""

    method: str
    path: str
    query: tuple = ()
    headers: dict = {}  # noqa: RUF012 - never changed
    content: bytes = b""


class Answer(NamedTuple):
    """What an operation answers; ``body`` is JSON-ready, or bytes of another ``media`` type."""

    status: int
    body: Any = None
    headers: tuple = ()
    media: str = "application/json"

    def content(self):
        """The body as bytes."""
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, default=plain, ensure_ascii=False).encode()

    def etag(self):
        """A strong validator: other bytes, other tag."""
        return f'"{hashlib.sha256(self.content()).hexdigest()[:32]}"'

    def named(self, name):
        """The value of a header, or None."""
        return dict(self.headers).get(name)

    def headed(self, *pairs):
        """The answer with more headers."""
        return self._replace(headers=(*self.headers, *pairs))


def of_problem(problem):
    """The answer that tells a problem."""
    return Answer(problem.status, problem.body(), tuple(problem.headers.items()), CONTENT_TYPE)


def is_listed(tag, header):
    """Whether an ETag is one of those in ``If-Match`` or ``If-None-Match``."""
    listed = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in listed or tag in listed


def plain(value):
    """Dates, moments (naive UTC) and decimals for ``json.dumps``."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be told as JSON")
