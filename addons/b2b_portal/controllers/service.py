from odoo.http import Controller, request
from odoo.tools.misc import formatLang

from odoo.addons.b2b_oms.controllers.list_export import XLSX

from ..orders import service_figures
from .buyer_route import buyer_route
from .own import download
from .shop_page import render


class Service(Controller):
    """How the account's orders went, month by month: for accounts that may see it."""

    @buyer_route("/my/b2b/service", readonly=True)
    def service(self, buyer, **_others):
        months = self._months(buyer)
        return render(
            "service",
            buyer,
            "b2b_account",
            months=months,
            columns=service_figures.figures(request.env),
            days=_days,
        )

    @buyer_route("/my/b2b/service.xlsx", readonly=True)
    def service_xlsx(self, buyer, **_others):
        return download(
            service_figures.workbook(request.env, self._months(buyer)), "service.xlsx", XLSX
        )

    def _months(self, buyer):
        if not buyer.account._b2b_shows_service():
            raise request.not_found()
        ledger = request.env["b2b.service.ledger"].sudo()
        return ledger._months(buyer.account, buyer.company)


def _days(value):
    """“1.5” as the reader writes it."""
    return formatLang(request.env, value, digits=1)
