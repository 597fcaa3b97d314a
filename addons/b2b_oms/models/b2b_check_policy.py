from odoo import api, fields, models

from ..const import POLICY_ACTIONS


class CheckPolicy(models.Model):
    """What a finding means for whom. The nearest row wins: account, tier, company, everybody."""

    _name = "b2b.check.policy"
    _inherit = "b2b.scoped"
    _description = "Check policy"
    _order = "code, account_id, tier_id, company_id, id"
    _rec_name = "code"

    code = fields.Selection(selection="_selection_code", string="Check", required=True)
    action = fields.Selection(POLICY_ACTIONS, required=True, default="hold")
    group_id = fields.Many2one(
        "res.groups",
        string="Who May Release",
        help="Only members of this group may release a hold of this check. Empty: the order desk.",
    )

    _scope_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(tier_id, 0), COALESCE(account_id, 0))"
        " WHERE active",
        "There is a policy for this check and these accounts already.",
    )

    @api.model
    def _selection_code(self):
        return [(c._code, c._description) for c in self.env["b2b.order.check"]._all()]

    @api.model
    def _decide(self, findings):
        """Pair findings with the policy that applies; ignored ones are left out.

        :param findings: list of ``Finding``
        :return: list of (finding, policy record)
        """
        if not findings:
            return []
        rows = self.sudo().search([("code", "in", list({f.code for f in findings}))])
        by_code = rows.grouped("code")
        decided = []
        for finding in findings:
            policy = by_code.get(finding.code, rows.browse())._fitting(finding.order)[:1]
            if policy and policy.action != "ignore":
                decided.append((finding, policy))
        return decided
