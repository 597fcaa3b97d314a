"""An operation is declared once: the router, the checks and the description read it. No Odoo here."""

import re
from typing import NamedTuple

from .problem import ApiProblem, Wrong, invalid
from .schema import Kind, told_name

SAFE = {"GET", "HEAD"}


class Operation(NamedTuple):
    """One method at one address.

    ``path`` has named parts in braces (``/orders/{id}``); ``scope`` is what the key must allow;
    ``handler`` the name of the resource's method; ``answers`` maps a status to a Kind, or to None
    for an answer without JSON. ``versioned``: GET answers with an ETag, changes take If-Match.
    """

    method: str
    path: str
    name: str
    about: str
    scope: str
    handler: str
    answers: dict
    parts: dict = {}  # noqa: RUF012 - never changed
    query: dict = {}  # noqa: RUF012
    body: Kind | None = None
    problems: tuple = ()
    repeatable: bool = False  # takes an Idempotency-Key
    versioned: bool = False
    media: str = "application/json"

    def pattern(self):
        """The path as a regular expression."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))

    def read_parts(self, texts):
        """The parts of the address in Python's types.

        :raises ApiProblem: 404, an address that cannot exist
        """
        wrong = []
        values = {name: kind.parse(texts[name], name, wrong) for name, kind in self.parts.items()}
        if wrong:
            raise ApiProblem(404, "not_found", "There is nothing at this address.")
        return values

    def read_query(self, pairs):
        """The query in Python's types.

        :param pairs: list of (name, text), in the order of the address
        :raises ApiProblem: 422, naming each wrong parameter
        """
        wrong, values = [], {}
        for name, text in pairs:
            if name not in self.query:
                wrong.append(Wrong(f"query:{told_name(name)}", "is not known"))
            elif name in values:
                wrong.append(Wrong(f"query:{name}", "stands twice"))
            else:
                values[name] = self.query[name].parse(text, f"query:{name}", wrong)
        if wrong:
            raise invalid(wrong)
        return values

    def read_body(self, value):
        """The body in Python's types.

        :raises ApiProblem: 422, naming each wrong field
        """
        wrong = []
        checked = self.body.check(value, "", wrong)
        if wrong:
            raise invalid(wrong[:100])
        return checked


def find(operations, method, path):
    """(operation, {part: text}) of a request.

    :raises ApiProblem: 404 or 405 with the methods that are allowed
    """
    wanted = "GET" if method == "HEAD" else method
    allowed = set()
    for operation in operations:
        found = operation.pattern().fullmatch(path)
        if found and operation.method == wanted:
            return operation, found.groupdict()
        if found:
            allowed.add(operation.method)
    if not allowed:
        raise ApiProblem(404, "not_found", "There is nothing at this address.")
    allow = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))
    raise ApiProblem(
        405, "method_not_allowed", f"This address takes {allow}.", headers={"Allow": allow}
    )
