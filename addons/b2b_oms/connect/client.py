"""Talks to the API of another system. No Odoo in here."""

import json
from urllib.parse import urlencode

from ..webhooks import target

TIMEOUT = 60  # seconds for one answer
MOST = 32 * 1024 * 1024
PAGE = 100


class ConnectorError(Exception):
    """The other system did not do what was asked. The text says why, ``status`` 0: no answer.

    ``code`` is the problem's, for programs.
    """

    def __init__(self, text, status=0, code=""):
        super().__init__(text)
        self.status, self.code = status, code


class Client:
    """One conversation with ``<url>/b2b/v1``; addresses are checked as those of webhooks are."""

    def __init__(self, url, token, database="", private=False):
        self._base, self._private = url.rstrip("/"), private
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if database:
            self._headers["X-Odoo-Database"] = database
        try:
            self._line = target.Line(self._base, private, most=MOST)
        except target.BadTarget as error:
            raise ConnectorError(str(error)) from error
        self._path = target.parse(self._base, private).path.rstrip("/")

    def get(self, path, **query):
        """The JSON value at an address."""
        asked = {name: value for name, value in query.items() if value not in (None, "")}
        return self._ask("GET", path + (f"?{urlencode(asked)}" if asked else ""))

    def page(self, path, needs, **query):
        """A page of rows.

        :param needs: names the page must have beside ``data``
        :raises ConnectorError: it is none
        """
        told = self.get(path, **query)
        rows = told.get("data") if isinstance(told, dict) else None
        if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
            raise ConnectorError(f"GET {path}: It answered nothing we understand.")
        if not all(name in told for name in needs):
            raise ConnectorError(f"GET {path}: It answered nothing we understand.")
        return told

    def post(self, path, body, once=None, method="POST"):
        """:param once: Idempotency-Key, where a repeated request must not be done twice"""
        return self._ask(method, path, body, {"Idempotency-Key": once} if once else {})

    def close(self):
        self._line.close()

    def _ask(self, method, path, body=None, headers=()):
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
        reply = self._line.send(
            method, f"{self._path}/b2b/v1{path}", content, self._headers | dict(headers), TIMEOUT
        )
        try:
            told = json.loads(reply.content) if reply.content else None
        except ValueError:
            told = None
        if reply.is_success() and told is not None:
            return told
        problem = told if isinstance(told, dict) else {}
        text = str(problem.get("detail") or reply.text or "It answered nothing we understand.")
        code = str(problem.get("code", ""))
        raise ConnectorError(f"{method} {path.split('?')[0]}: {text[:500]}", reply.status, code)


def _is_row(row):
    """Whether a row of the feed has what each has; what is in its data the subjects see."""
    return (
        isinstance(row, dict)
        and isinstance(row.get("id"), int)
        and "data" in row
        and (row["data"] is None or isinstance(row["data"], dict))
    )
