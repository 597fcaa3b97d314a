from odoo import models

from .point import Answer

ACTION = "b2b_oms.b2b_account_tier_action"


class PointTiers(models.AbstractModel):
    """A tier is what makes a customer an account."""

    _name = "b2b.readiness.point.tiers"
    _inherit = "b2b.readiness.point"
    _description = "There is a tier"
    _code = "tiers"
    _sequence = 20
    _chapter = "tiers"

    def _title(self):
        return self.env._("Tiers")

    def _answer(self, company):
        tiers = self._tiers(company)
        if tiers:
            return Answer(True, self.env._("%s tiers", len(tiers)), self._opening(ACTION))
        return Answer(
            False,
            self.env._("Make a tier for each set of terms: price list, payment, minimum."),
            self._opening(ACTION),
        )

    def _tiers(self, company):
        return self.env["b2b.account.tier"].search([("company_id", "in", (False, company.id))])


class PointTierPrices(models.AbstractModel):
    """Accounts of a tier without a price list pay the list price."""

    _name = "b2b.readiness.point.tier.prices"
    _inherit = "b2b.readiness.point.tiers"
    _description = "Every tier has a price list"
    _code = "tier_prices"
    _sequence = 22

    def _title(self):
        return self.env._("Their price lists")

    def _answer(self, company):
        lacking = self._tiers(company).filtered(lambda tier: not tier.pricelist_id)
        return self._lacking(lacking, self.env._("Every tier has one."), ACTION)
