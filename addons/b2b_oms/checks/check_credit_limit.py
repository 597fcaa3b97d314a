from collections import defaultdict

from odoo import models
from odoo.tools import format_amount


class CreditLimitCheck(models.AbstractModel):
    """What the account owes and will owe, with this order, stays within its limit."""

    _name = "b2b.order.check.credit_limit"
    _inherit = "b2b.order.check"
    _description = "Credit limit"
    _code = "credit_limit"
    _sequence = 80
    _team = "credit"
    _about = ("amount",)
    _heals = True
    _measures = {"over": 1, "exposure": 0, "limit": 0, "amount": 0, "terms": 0, "before": 0}

    def _find(self, orders):
        for order, standing in self.env["b2b.credit.standing"]._of_orders(orders).items():
            if standing.rateless:
                yield self._cannot_tell(order, standing)
            elif standing.over:
                yield self._describe(order, standing)

    def _find_together(self, orders):
        """Orders of one batch take their room one after the other."""
        taken = defaultdict(float)
        for order, standing in self.env["b2b.credit.standing"]._of_orders(orders).items():
            pool = standing.limit or (order.b2b_account_id, order.company_id)
            if not standing.over and taken[pool]:
                terms = dict(standing.terms, batch=taken[pool])
                if standing._replace(terms=terms).over:
                    yield self._describe(order, standing._replace(terms=terms))
                    continue
            taken[pool] += standing.amount

    def _describe(self, order, standing):
        def told(amount):
            return format_amount(self.env, amount, standing.currency)

        return self._finding(
            order,
            self.env._(
                "%(exposure)s open + %(amount)s this order = %(over)s over the limit of %(limit)s.",
                exposure=told(standing.exposure),
                amount=told(standing.amount),
                over=told(standing.over),
                limit=told(standing.ceiling),
            ),
            **standing.figures(),
        )

    def _cannot_tell(self, order, standing):
        names = ", ".join(sorted(standing.rateless))
        return self._finding(
            order,
            self.env._("The exposure cannot be told: no exchange rate for %(names)s.", names=names),
            rateless=names,
            amount=standing.amount,
        )
