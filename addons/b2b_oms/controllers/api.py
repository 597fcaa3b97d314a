from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..api import openapi
from ..api.answer import Answer, Incoming
from ..api.body import MOST_BYTES
from .api_dispatcher import response_of


class ApiController(http.Controller):
    """The HTTP side of ``/b2b/v1``: bytes in, bytes out. What is where, the resources say."""

    @http.route(
        "/b2b/v1/<path:path>",
        type="b2b_api",
        auth="none",
        csrf=False,
        save_session=False,
        max_content_length=MOST_BYTES + 1,
    )
    def serve(self, path):
        """Every operation."""
        return response_of(self._service()._serve(_incoming(path)))

    @http.route(
        "/b2b/v1/openapi.json",
        type="b2b_api",
        auth="none",
        methods=["GET", "HEAD"],
        save_session=False,
        readonly=True,
    )
    def describe(self):
        """The description for programs. It tells nothing about the company: no key is needed."""
        return response_of(Answer(200, self._service()._document()))

    @http.route(
        ["/b2b/v1", "/b2b/v1/docs"], type="http", auth="public", methods=["GET"], readonly=True
    )
    def page(self):
        """The description for people."""
        service = self._service()
        scopes = service.env["b2b.api.scope"].search([])
        values = {
            "resources": service._read_by_people(),
            "scopes": scopes,
            "webhook_kinds": service.env["b2b.webhook.kind"].search([]),
            "base": openapi.BASE,
        }
        return request.render("b2b_oms.api_docs", values)

    def _service(self):
        return request.env(user=SUPERUSER_ID)["b2b.api.service"]


def _incoming(path):
    """The request as plain values."""
    called = request.httprequest
    query = tuple(called.args.items(multi=True))
    headers = {name.lower(): value for name, value in called.headers.items()}
    return Incoming(called.method, f"/{path}", query, headers, called.get_data())
