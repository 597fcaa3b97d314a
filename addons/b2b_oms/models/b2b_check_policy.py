from odoo import api, fields, models

from ..const import POLICY_ACTIONS


class CheckPolicy(models.Model):
    """What a finding means for whom. The nearest row wins: account, tier, company, everybody."""

    _name = "b2b.check.policy"
    _description = "Check policy"
    _order = "code, account_id, tier_id, company_id, id"
    _rec_name = "code"

    code = fields.Selection(selection="_selection_code", string="Check", required=True)
    action = fields.Selection(POLICY_ACTIONS, required=True, default="hold")
    company_id = fields.Many2one("res.company", help="Empty: every company.")
    tier_id = fields.Many2one("b2b.account.tier", ondelete="cascade", help="Empty: every tier.")
    account_id = fields.Many2one(
        "res.partner",
        ondelete="cascade",
        domain=[("parent_id", "=", False)],
        help="Empty: every account.",
    )
    group_id = fields.Many2one(
        "res.groups",
        string="Who May Release",
        help="Only members of this group may release a hold of this check. Empty: the order desk.",
    )
    active = fields.Boolean(default=True)

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
            policy = by_code.get(finding.code, rows.browse())._nearest(finding.order)
            if policy and policy.action != "ignore":
                decided.append((finding, policy))
        return decided

    def _nearest(self, order):
        """Of these rows of one check, the one nearest to the order's account; may be empty."""
        account = order.b2b_account_id
        tier = order._b2b_tier()
        fitting = self.filtered(
            lambda row: (
                (not row.account_id or row.account_id == account)
                and (not row.tier_id or row.tier_id == tier)
                and (not row.company_id or row.company_id == order.company_id)
            )
        )
        return fitting.sorted(
            lambda row: (bool(row.account_id), bool(row.tier_id), bool(row.company_id)),
            reverse=True,
        )[:1]
