from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

APPROVERS = [
    ("user", "A person"),
    ("group", "Anyone of a group"),
    ("manager", "The seller's manager"),
    ("team", "The leader of the account's sales team"),
]


class ApprovalRule(models.Model):
    """Who must say yes to what, one after the other. Of the rules that fit the first counts."""

    _name = "b2b.approval.rule"
    _inherit = "b2b.scoped"
    _description = "Approval rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    about = fields.Selection(
        [("finding", "A finding whose policy asks for approval"), ("order", "The order itself")],
        required=True,
        default="finding",
    )
    code = fields.Selection(
        selection="_selection_code", string="Check", help="Empty: whatever was found."
    )
    domain = fields.Char(string="Orders", default="[]", help="Only orders that match.")
    amount = fields.Float(string="From Amount", help="With tax, in the company's currency.")
    step_ids = fields.One2many("b2b.approval.step", "rule_id", string="Steps", copy=True)

    @api.model
    def _selection_code(self):
        return self.env["b2b.check.policy"]._selection_code()

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self:
            try:
                self.env["sale.order"].search(rule._order_domain(), limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._("“%(rule)s” says which orders in a way that cannot be read: %(why)s",
                               rule=rule.name, why=error)
                ) from error  # fmt: skip

    @api.constrains("step_ids", "active")
    def _check_steps(self):
        for rule in self:
            if rule.active and not rule.step_ids:
                raise ValidationError(self.env._("“%(rule)s” has no step.", rule=rule.name))

    def _order_domain(self):
        return Domain(safe_eval(self.domain or "[]", {"uid": self.env.uid}))

    # === WHAT THE FLOW ASKS === #

    @api.model
    def _about_orders(self):
        """The rules that ask because of the order itself."""
        return self.sudo().search([("about", "=", "order")]) if self._is_used() else self.browse()

    def _matching(self, orders):
        """The orders this rule is about."""
        self.ensure_one()
        matching = orders.filtered(lambda order: self._fitting(order))
        if self.amount:
            matching = matching.filtered(lambda order: order._b2b_company_total() >= self.amount)
        return matching.filtered_domain(self._order_domain())

    @api.model
    def _for_hold(self, hold):
        """The rule whose people decide over a hold; empty when no rule fits."""
        rules = self.sudo().search([]) if self._is_used() else self.browse()  # pylint: disable=no-search-all
        if hold.code == "approval_rule":
            return rules.filtered(lambda rule: rule.id == (hold.figures or {}).get("rule"))
        for rule in rules.filtered(lambda rule: rule.about == "finding"):
            if rule.code in (False, hold.code) and rule._matching(hold.order_id):
                return rule
        return rules.browse()


class ApprovalStep(models.Model):
    """One yes of a rule: whose, how soon, and who is asked when it does not come."""

    _name = "b2b.approval.step"
    _description = "Approval step"
    _order = "sequence, id"

    rule_id = fields.Many2one("b2b.approval.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    approver = fields.Selection(APPROVERS, string="Who", required=True, default="group")
    user_id = fields.Many2one("res.users", string="Person", domain=[("share", "=", False)])
    group_id = fields.Many2one("res.groups", string="Group")
    hours = fields.Integer(string="Within Hours", default=24, help="Zero: no deadline.")
    escalation_id = fields.Many2one(
        "res.users",
        string="Else",
        domain=[("share", "=", False)],
        help="Is asked too when the deadline has passed. Empty: only a reminder is sent.",
    )

    _hours_positive = models.Constraint("CHECK(hours >= 0)", "A deadline cannot be negative.")

    @api.constrains("approver", "user_id", "group_id")
    def _check_approver(self):
        for step in self:
            if (step.approver == "user" and not step.user_id) or (
                step.approver == "group" and not step.group_id
            ):
                raise ValidationError(self.env._("Say who approves."))

    @api.depends("approver", "user_id", "group_id")
    def _compute_display_name(self):
        labels = dict(self._fields["approver"]._description_selection(self.env))
        for step in self:
            step.display_name = (
                (step.approver == "user" and step.user_id.name)
                or (step.approver == "group" and step.group_id.display_name)
                or labels.get(step.approver, "")
            )

    def _people(self, order):
        """The users who may say this yes for an order, before absences."""
        self.ensure_one()
        seller = order.user_id
        people = {
            "user": self.user_id,
            "group": self.group_id.all_user_ids,
            "manager": seller._b2b_manager() if seller else self.env["res.users"],
            "team": order.team_id.user_id,
        }[self.approver]
        return people.filtered(lambda u: u.active and not u.share and u._is_internal())
