from werkzeug.exceptions import BadRequest

from odoo import fields, http

from ..performance.ledger_workbook import ledger_workbook
from .list_export import domain_of, exported, workbook_response


class LedgerController(http.Controller):
    """The decision ledger as an Excel file."""

    @http.route("/b2b/ledger.xlsx", type="http", auth="user", readonly=True)
    def ledger(self, domain="[]"):
        events = exported("b2b.order.event")
        try:
            content = ledger_workbook(events, domain_of(domain))
        except ValueError as error:
            raise BadRequest(str(error)) from error
        return workbook_response(content, f"Decisions {fields.Date.context_today(events)}.xlsx")
