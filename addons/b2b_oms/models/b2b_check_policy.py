from odoo import api, fields, models
from odoo.tools import ormcache

from ..const import POLICY_ACTIONS


class CheckPolicy(models.Model):
    """What a finding means for whom. The nearest row wins: account, tier, company, everybody."""

    _name = "b2b.check.policy"
    _inherit = "b2b.scoped"
    _description = "Check policy"
    _order = "code, account_id, tier_id, company_id, id"
    _rec_name = "code"

    code = fields.Selection(selection="_selection_code", string="Check", required=True)
    action = fields.Selection(POLICY_ACTIONS, string="Effect", required=True, default="hold")
    group_id = fields.Many2one(
        "res.groups",
        string="Who May Release",
        help="Only members of this group may release a hold of this check. Empty: the team in "
        "whose queue it is, the order desk or credit.",
    )
    days = fields.Integer(help="How many days count; what it means is said beside each check.")
    amount = fields.Float(help="In the company's currency.")
    times = fields.Integer(string="Orders", help="How many orders count.")
    percent = fields.Float(string="%")
    tolerance = fields.Float(
        string="Tolerance %",
        help="A release or approval still counts when its figures became worse by so much.",
    )
    at_picking = fields.Boolean(
        string="Again at Picking",
        help="Ask again when the delivery is printed or validated; a finding then stops it.",
    )
    thresholds = fields.Char(compute="_compute_thresholds")
    meaning = fields.Char(compute="_compute_thresholds")

    _scope_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(tier_id, 0), COALESCE(account_id, 0))"
        " WHERE active",
        "There is a policy for this check and these accounts already.",
    )
    _thresholds_positive = models.Constraint(
        "CHECK(days >= 0 AND amount >= 0 AND times >= 0 AND percent >= 0 AND tolerance >= 0)",
        "Thresholds cannot be negative.",
    )

    @api.model
    def _selection_code(self):
        return [(c._code, c._description) for c in self.env["b2b.order.check"]._all()]

    @api.depends("code")
    def _compute_thresholds(self):
        checks = self.env["b2b.order.check"]._by_code()
        for policy in self:
            check = checks.get(policy.code)
            policy.thresholds = ",".join(check._thresholds) if check is not None else ""
            policy.meaning = check._meaning() if check is not None else ""

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    # === WHAT THE FLOW ASKS === #

    @api.model
    @ormcache()
    def _codes_that_count(self):
        """Codes of the checks that mean something to somebody; the others need not be asked."""
        rows = self.sudo().search([("action", "!=", "ignore")])
        return frozenset(rows.mapped("code"))

    @api.model
    @ormcache()
    def _codes_at_picking(self):
        rows = self.sudo().search([("action", "!=", "ignore"), ("at_picking", "=", True)])
        return frozenset(rows.mapped("code"))

    @api.model
    def _decide(self, findings):
        """Pair findings with the policy that applies; ignored ones are left out.

        :param findings: list of ``Finding``
        :return: list of (finding, policy record)
        """
        if not findings:
            return []
        checks = self.env["b2b.order.check"]._by_code()
        nearest, decided = self._nearest({(f.order, f.code) for f in findings}), []
        for finding in findings:
            policy = nearest[finding.order, finding.code]
            if not policy or policy.action == "ignore":
                continue
            check = checks[finding.code]
            if not check._thresholds or check._reaches(finding.figures, policy):
                decided.append((finding, policy))
        return decided

    @api.model
    def _fields_that_decide(self):
        stored = (name for name, field in self._fields.items() if field.store)
        return (name for name in stored if name not in models.MAGIC_COLUMNS)

    @api.model
    def _nearest(self, pairs):
        """{(order, code): the row that counts, may be empty}, in one query."""
        codes = list({code for _order, code in pairs})
        rows = self.sudo().search_fetch([("code", "in", codes)], list(self._fields_that_decide()))
        by_code = rows.grouped("code")
        return {
            (order, code): by_code.get(code, rows.browse())._fitting(order)[:1]
            for order, code in pairs
        }
