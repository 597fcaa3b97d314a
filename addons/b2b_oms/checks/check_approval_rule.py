from odoo import models


class ApprovalRuleCheck(models.AbstractModel):
    """Rules that ask for a yes because of the order itself, not because of a finding."""

    _name = "b2b.order.check.approval_rule"
    _inherit = "b2b.order.check"
    _description = "A rule asks for approval"
    _code = "approval_rule"
    _sequence = 70
    _about = ("lines", "ship_to", "terms")
    _measures = {"amount": 1}

    def _find(self, orders):
        rules = self.env["b2b.approval.rule"]._about_orders()
        for rule in rules:
            for order in rule._matching(orders):
                yield self._finding(
                    order,
                    self.env._("Needs a yes: %(rule)s.", rule=rule.name),
                    rule=rule.id,
                    amount=order.amount_total,
                    currency=order.currency_id.name,
                )
