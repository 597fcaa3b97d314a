from odoo import models

from .point import Answer


class PointCompany(models.AbstractModel):
    """Who sells: letters, invoices and EDI documents carry it."""

    _name = "b2b.readiness.point.company"
    _inherit = "b2b.readiness.point"
    _description = "Address, mail and tax number of the company"
    _code = "company"
    _sequence = 10
    _chapter = "company"

    def _title(self):
        return self.env._("Who you are")

    def _answer(self, company):
        wanted = ("street", "city", "country_id", "email", "vat")
        labels = company.fields_get(wanted, ["string"])
        empty = [labels[name]["string"] for name in wanted if not company[name]]
        if not empty:
            return Answer(True, self.env._("Address, mail address and tax number are there."))
        return Answer(
            False,
            self.env._("Not given: %s", ", ".join(empty)),
            company._get_records_action(name=self._title()),
        )


class PointChart(models.AbstractModel):
    """Nothing can be invoiced without a chart of accounts."""

    _name = "b2b.readiness.point.chart"
    _inherit = "b2b.readiness.point"
    _description = "Accounting is set up"
    _code = "chart"
    _sequence = 12
    _chapter = "company"

    def _title(self):
        return self.env._("Accounting")

    def _answer(self, company):
        journal = self.env["account.journal"].search_count(
            [("type", "=", "sale"), ("company_id", "=", company.id)], limit=1
        )
        if journal:
            return Answer(True, self.env._("There is a journal for invoices."))
        return Answer(
            False,
            self.env._("There is no sales journal. Choose a chart of accounts in the settings."),
            self._opening("account.action_account_journal_form"),
        )
