from odoo import api, fields, models
from odoo.tools import float_compare

from ..const import PRICE_DIGITS

ACTIONS = [
    ("ours", "Take our price"),
    ("theirs", "Take the buyer's price"),
    ("hold", "Hold the order"),
]


class PricePolicy(models.Model):
    """What to do when the price on the buyer's document is not ours."""

    _name = "b2b.price.policy"
    _inherit = "b2b.scoped"
    _description = "Price verification"
    _order = "account_id, tier_id, company_id, id"

    lower_amount = fields.Float(
        string="Tolerated Below", digits="Product Price", help="Per unit, in the order's currency."
    )
    lower_percent = fields.Float(string="Tolerated Below %")
    lower_action = fields.Selection(
        ACTIONS, string="Buyer Says Less", required=True, default="hold"
    )
    higher_amount = fields.Float(string="Tolerated Above", digits="Product Price")
    higher_percent = fields.Float(string="Tolerated Above %")
    higher_action = fields.Selection(
        ACTIONS, string="Buyer Says More", required=True, default="ours"
    )

    _scope_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(tier_id, 0), COALESCE(account_id, 0)) WHERE active",
        "There is a price verification for these accounts already.",
    )

    @api.model
    def _every(self):
        """All rows; they are few. The first of ``_fitting(order)`` counts; none: our price."""
        return self.sudo().search([])  # pylint: disable=no-search-all

    def _verdict(self, ours, theirs):
        """What to do about a line: ``ours``, ``theirs``, ``hold``; within the tolerance ours."""
        if not self or float_compare(ours, theirs, precision_digits=PRICE_DIGITS) == 0:
            return "ours"
        side = "lower" if theirs < ours else "higher"
        difference = abs(theirs - ours)
        tolerated = max(self[f"{side}_amount"], abs(ours) * self[f"{side}_percent"] / 100)
        if float_compare(difference, tolerated, precision_digits=PRICE_DIGITS) <= 0:
            return "ours"
        return self[f"{side}_action"]
