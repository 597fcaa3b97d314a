from datetime import date, timedelta

from odoo.http import Controller, request

from odoo.addons.b2b_oms.collections.company_day import company_day
from odoo.addons.b2b_oms.controllers.list_export import XLSX

from ..invoices.statement_workbook import statement_workbook
from ..reading import day
from .buyer_route import buyer_route
from .own import download
from .shop_page import render

KINDS = ("open", "running")
LONGEST = 3 * 366
EARLIEST = date(2000, 1, 1)


class Statement(Controller):
    """The statement of account, for a period or of what is open."""

    @buyer_route("/my/b2b/statement", readonly=True)
    def statement(self, buyer, kind="open", since="", until="", **_others):
        statement = self._statement(buyer, kind, since, until)
        return render(
            "statement",
            buyer,
            "b2b_invoices",
            statement=statement,
            sections=statement._sections(),
        )

    @buyer_route("/my/b2b/statement.xlsx", readonly=True)
    def statement_xlsx(self, buyer, kind="open", since="", until="", **_others):
        statement = self._statement(buyer, kind, since, until)
        return download(statement_workbook(statement), f"{_name(statement)}.xlsx", XLSX)

    @buyer_route("/my/b2b/statement.pdf", methods=["POST"])
    def statement_pdf(self, buyer, kind="open", since="", until="", **_others):
        """Posted, because Odoo prints records only: one is made and goes when it is printed."""
        values = self._values(buyer, kind, since, until)
        statement = request.env["b2b.statement"].sudo().with_company(buyer.company).create(values)
        report = request.env["ir.actions.report"].sudo()
        content = report._render_qweb_pdf(statement._report, statement.ids)[0]
        name = _name(statement)
        statement.unlink()
        return download(content, f"{name}.pdf")

    def _statement(self, buyer, kind, since, until):
        """The statement as a record that is never stored."""
        values = self._values(buyer, kind, since, until)
        return request.env["b2b.statement"].sudo().with_company(buyer.company).new(values)

    def _values(self, buyer, kind, since, until):
        today = company_day(buyer.company)
        last = max(EARLIEST, min(day(until) or today, today))
        first = day(since) or last.replace(day=1)
        first = max(min(first, last), last - timedelta(days=LONGEST))
        return {
            "account_id": buyer.account.id,
            "company_id": buyer.company.id,
            "kind": kind if kind in KINDS else "open",
            "date": last,
            "since": first,
        }


def _name(statement):
    return f"{statement.env._('Statement')} {statement.account_id.ref or ''} {statement.date}"
