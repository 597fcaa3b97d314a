"""Errors of API routes as problem+json; Odoo's own would be pages, or carry tracebacks."""

from psycopg2 import OperationalError
from werkzeug.exceptions import HTTPException

from odoo.exceptions import ConcurrencyError
from odoo.http import Dispatcher, Response

from ..api.answer import of_problem
from ..api.problem import TITLES, ApiProblem
from ..api.service import too_large


class ApiDispatcher(Dispatcher):
    """Routes of ``type="b2b_api"`` read the request themselves and return a response."""

    routing_type = "b2b_api"

    @classmethod
    def is_compatible_with(cls, request):
        return True

    def dispatch(self, endpoint, args):
        self.request.params = dict(args)
        if not self.request.db:
            return endpoint(**args)
        return self.request.registry["ir.http"]._dispatch(endpoint)

    def handle_error(self, exc):
        """What the service did not answer: no details, they are in the log."""
        if isinstance(exc, HTTPException) and exc.response is not None:
            return exc.response
        return response_of(of_problem(_problem(exc)))


def response_of(answer):
    """An HTTP response of an ``Answer``."""
    response = Response(answer.content(), answer.status, content_type=answer.media)
    response.headers.extend(answer.headers)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if answer.body is None:
        response.headers.pop("Content-Type", None)
    return response


def _problem(exc):
    if isinstance(exc, (OperationalError, ConcurrencyError)):
        return ApiProblem(
            503, "busy", "Others were faster. Try again.", headers={"Retry-After": "2"}
        )
    code = exc.code if isinstance(exc, HTTPException) else 500
    if code == 413:
        return too_large()
    if code in TITLES and code < 500:
        return ApiProblem(code, "refused", TITLES[code])
    return ApiProblem(500, "internal", "Something went wrong here. It is in our log.")
