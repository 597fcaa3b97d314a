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
    """(field of the ledger, heading, how it is written, what it means), in the buyer's words."""
    return (
        (
            "orders",
            request.env._("Orders"),
            COUNT,
            request.env._("Received in the month and not cancelled."),
        ),
        (
            "amount",
            request.env._("Without tax"),
            MONEY,
            request.env._("What these orders are worth."),
        ),
        (
            "fill",
            request.env._("In stock"),
            SHARE,
            request.env._("Share of what you ordered that was in stock when we accepted it."),
        ),
        (
            "first_kept",
            request.env._("On time, first date"),
            SHARE,
            request.env._(
                "Share of the shipped orders of which everything left by the date we promised first."
            ),
        ),
        (
            "last_kept",
            request.env._("On time, last date"),
            SHARE,
            request.env._(
                "The same against the date we promised last; what was cancelled is left out."
            ),
        ),
        (
            "cycle_days",
            request.env._("Days to ship"),
            DAYS,
            request.env._(
                "From receipt until the last of it left; half of the orders were quicker."
            ),
        ),
        (
            "waiting",
            request.env._("Still waiting"),
            COUNT,
            request.env._("Items of these orders that wait for stock now."),
        ),
        (
            "waiting_days",
            request.env._("Waiting, days"),
            DAYS,
            request.env._("Of these, the one that waits longest."),
        ),
        ("invoices", request.env._("Invoices"), COUNT, request.env._("Dated in the month.")),
        (
            "right_at_once",
            request.env._("Right first time"),
            SHARE,
            request.env._(
                "Share of these invoices that were neither credited nor rightly disputed."
            ),
        ),
        (
            "open_disputes",
            request.env._("Disputed"),
            COUNT,
            request.env._("Disputes about these invoices, open now."),
        ),
        ("returns", request.env._("Returns"), COUNT, request.env._("Asked for in the month.")),
        (
            "open_returns",
            request.env._("Open returns"),
            COUNT,
            request.env._("Of these, without an answer or on their way still."),
        ),
    )


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
