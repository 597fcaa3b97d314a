import json

from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.http import content_disposition, request

from ..collections.workbook import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OpenItemsController(http.Controller):
    """The open items as an Excel file."""

    @http.route("/b2b/open-items.xlsx", type="http", auth="user", readonly=True)
    def open_items(self, domain="[]"):
        items = request.env["b2b.open.item"]
        if not items.has_access("read"):
            raise request.not_found()
        # As in every other search of the web client: all companies the user has switched on.
        companies = request.httprequest.cookies.get("cids", "")
        allowed = [int(id_) for id_ in companies.split("-") if id_.isdigit()]
        mine = [id_ for id_ in allowed if id_ in request.env.user.company_ids.ids]
        env = items.with_context(allowed_company_ids=mine or request.env.company.ids).env
        try:
            content = workbook(env, [_leaf(leaf) for leaf in json.loads(domain)])
        except ValueError as error:
            raise BadRequest(str(error)) from error
        day = env["b2b.open.item"]._day()
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(f"Open items {day}.xlsx")),
            ],
        )


def _leaf(leaf):
    return tuple(leaf) if isinstance(leaf, list) else leaf
