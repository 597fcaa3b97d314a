import io

import xlsxwriter

from odoo.http import Controller, request
from odoo.tools.misc import formatLang

from odoo.addons.b2b_oms.controllers.list_export import XLSX

from .buyer_route import buyer_route
from .own import download
from .shop_page import render

# How a figure is written.
SHARE, DAYS, COUNT, MONEY = "share", "days", "count", "money"


class Service(Controller):
    """How the account's orders went, month by month: for accounts that may see it."""

    @buyer_route("/my/b2b/service", readonly=True)
    def service(self, buyer, **_others):
        months = self._months(buyer)
        return render(
            "service", buyer, "b2b_account", months=months, columns=_columns(), days=_days
        )

    @buyer_route("/my/b2b/service.xlsx", readonly=True)
    def service_xlsx(self, buyer, **_others):
        return download(_workbook(self._months(buyer)), "service.xlsx", XLSX)

    def _months(self, buyer):
        if not buyer.account._b2b_shows_service():
            raise request.not_found()
        ledger = request.env["b2b.service.ledger"].sudo()
        return ledger._months(buyer.account, buyer.company)


def _days(value):
    """“1.5” as the reader writes it."""
    return formatLang(request.env, value, digits=1)


def _columns():
    """(field, heading, kind, what it means) of the page and of the file."""
    ledger = request.env["b2b.service.ledger"]
    kinds = {
        "orders": COUNT, "amount": MONEY, "fill": SHARE, "first_kept": SHARE, "last_kept": SHARE,
        "cycle_days": DAYS, "waiting": COUNT, "waiting_days": DAYS, "invoices": COUNT,
        "right_at_once": SHARE, "open_disputes": COUNT, "returns": COUNT, "open_returns": COUNT,
    }  # fmt: skip
    told = ledger.sudo().fields_get(list(kinds), ["string", "help"])
    return [(name, told[name]["string"], kind, told[name]["help"]) for name, kind in kinds.items()]


def _workbook(months):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    formats = {
        SHARE: book.add_format({"num_format": "0%"}),
        DAYS: book.add_format({"num_format": "0.0"}),
        COUNT: book.add_format({"num_format": "0"}),
        MONEY: book.add_format({"num_format": "#,##0.00"}),
    }
    page = book.add_worksheet()
    page.freeze_panes(1, 1)
    page.write_string(0, 0, request.env._("Month"), bold)
    for place, (name, heading, kind, _meaning) in enumerate(_columns(), start=1):
        page.set_column(place, place, 14)
        page.write_string(0, place, heading, bold)
        for number, month in enumerate(months, start=1):
            if month[name] is not None:
                page.write_number(number, place, float(month[name]), formats[kind])
    for number, month in enumerate(months, start=1):
        page.write_string(number, 0, month["period"])
    book.close()
    return out.getvalue()
