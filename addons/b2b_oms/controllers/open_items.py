from werkzeug.exceptions import BadRequest

from odoo import http

from ..collections.workbook import workbook
from .list_export import domain_of, exported, workbook_response


class OpenItemsController(http.Controller):
    """The open items as an Excel file."""

    @http.route("/b2b/open-items.xlsx", type="http", auth="user", readonly=True)
    def open_items(self, domain="[]"):
        items = exported("b2b.open.item")
        try:
            content = workbook(items.env, domain_of(domain))
        except ValueError as error:
            raise BadRequest(str(error)) from error
        return workbook_response(content, f"Open items {items._day()}.xlsx")
