"""What is wrong with a request, as RFC 9457 says it. No Odoo in here."""

from typing import NamedTuple

CONTENT_TYPE = "application/problem+json"

TITLES = {
    400: "The request cannot be read",
    401: "The key is not accepted",
    403: "The key does not allow this",
    404: "There is nothing here",
    405: "This address does not take this method",
    406: "There is no other representation",
    409: "The state of the record does not allow this",
    412: "The record changed meanwhile",
    413: "The request is too large",
    415: "The request is not JSON",
    422: "Some fields are wrong",
    428: "Say which version you change",
    429: "Too many requests",
    500: "An error of ours",
    503: "Busy, try again",
}


class Wrong(NamedTuple):
    """One wrong field: JSON pointer into the body or ``query:name``, and a sentence."""

    field: str
    detail: str


class ApiProblem(Exception):
    """Ends a request. ``code`` is stable, for programs; ``detail`` a sentence for people."""

    def __init__(self, status, code, detail, errors=(), headers=None):
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = tuple(errors), dict(headers or {})

    def body(self):
        """The problem as a dict, ready for JSON."""
        told = {
            "type": "about:blank",
            "title": TITLES[self.status],
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            told["errors"] = [wrong._asdict() for wrong in self.errors]
        return told


def invalid(errors):
    """The 422 that names each wrong field."""
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return ApiProblem(422, "invalid", f"{first.field}: {first.detail}{more}", errors)
