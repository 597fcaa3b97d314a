from odoo import models

from .point import Answer

ACTION = "b2b_oms.res_partner_action_accounts"


class PointAccounts(models.AbstractModel):
    """Without an account nothing of this does anything."""

    _name = "b2b.readiness.point.accounts"
    _inherit = "b2b.readiness.point"
    _description = "There are accounts"
    _code = "accounts"
    _sequence = 30
    _chapter = "accounts"

    def _title(self):
        return self.env._("Customers with a tier")

    def _answer(self, company):
        number = self.env["res.partner"].search_count(self._accounts(company))
        if number:
            return Answer(True, self.env._("%s accounts", number), self._opening(ACTION))
        return Answer(
            False,
            self.env._("Give customers their tier; the others are served as before."),
            self._opening("base.action_partner_customer_form"),
        )

    def _accounts(self, company):
        """Domain of the accounts of a company. The tier is a value for each company."""
        return [
            ("b2b_tier_id", "!=", False),
            ("parent_id", "=", False),
            ("company_id", "in", (False, company.id)),
        ]

    def _find(self, company, *conditions):
        return self.env["res.partner"].search([*self._accounts(company), *conditions])


class PointTerms(models.AbstractModel):
    """Without terms an invoice is due at once, and reminded of at once."""

    _name = "b2b.readiness.point.terms"
    _inherit = "b2b.readiness.point.accounts"
    _description = "Every account has payment terms"
    _code = "terms"
    _sequence = 32

    def _title(self):
        return self.env._("Payment terms")

    def _answer(self, company):
        lacking = self._find(
            company,
            ("property_payment_term_id", "=", False),
            ("b2b_tier_id.payment_term_id", "=", False),
        )
        return self._lacking(
            lacking, self.env._("All have some, of their own or their tier's."), ACTION
        )


class PointBillingContact(models.AbstractModel):
    """Invoices and reminders need somebody to go to."""

    _name = "b2b.readiness.point.billing.contact"
    _inherit = "b2b.readiness.point.accounts"
    _description = "Every account has a mail address for invoices"
    _code = "billing_contact"
    _sequence = 34

    def _title(self):
        return self.env._("Where invoices go")

    def _answer(self, company):
        contacts = self.env["res.partner"]._search(
            [("type", "=", "invoice"), ("email", "!=", False), ("parent_id", "!=", False)]
        )
        lacking = self._find(
            company, ("email", "=", False), "!", ("child_ids", "any", [("id", "in", contacts)])
        )
        good = self.env._("Each has a mail address or a billing contact with one.")
        return self._lacking(lacking, good, ACTION)


class PointCredit(models.AbstractModel):
    """An account without a limit is not held for money."""

    _name = "b2b.readiness.point.credit"
    _inherit = "b2b.readiness.point.accounts"
    _description = "Every account has a credit limit"
    _code = "credit"
    _sequence = 36
    _is_must = False

    def _title(self):
        return self.env._("Credit limits")

    def _answer(self, company):
        limited = self.env["b2b.credit.limit"]._search([("company_id", "=", company.id)])
        lacking = self._find(company, "!", ("b2b_credit_limit_ids", "any", [("id", "in", limited)]))
        return self._lacking(lacking, self.env._("Each has one."), ACTION)
