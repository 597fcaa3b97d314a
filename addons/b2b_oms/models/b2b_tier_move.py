from odoo import api, fields, models


class TierMove(models.Model):
    """An account changes its tier on a day: planned, or done and kept as a record.

    Released orders keep the prices they were released at; drafts follow when they are checked.
    """

    _name = "b2b.tier.move"
    _description = "Change of tier"
    _order = "date desc, id desc"
    _rec_name = "account_id"

    account_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("parent_id", "=", False)],
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    from_tier_id = fields.Many2one("b2b.account.tier", string="From", readonly=True)
    tier_id = fields.Many2one("b2b.account.tier", string="To")
    date = fields.Date(required=True, default=fields.Date.context_today)
    reason = fields.Char()
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done")], required=True, default="planned", readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._apply_due()
        return moves

    @api.model
    def _cron_apply(self):
        self.search([("state", "=", "planned")])._apply_due()

    def _apply_due(self):
        """Carry out the planned moves whose day has come, in the order of their days."""
        today = fields.Date.context_today(self)
        due = self.filtered(lambda move: move.state == "planned" and move.date <= today)
        for move in due.sorted(lambda move: (move.date, move.id)):
            account = move.account_id.with_company(move.company_id)
            move.write({"state": "done", "from_tier_id": account.b2b_tier_id.id})
            account.b2b_tier_id = move.tier_id

    @api.model
    def _record(self, account, before):
        """Note that somebody gave the account another tier, unless a planned move did.

        :param account: commercial partner in the company concerned
        :param before: its tier until now
        """
        company = self.env.company
        done = [("account_id", "=", account.id), ("company_id", "=", company.id),
                ("state", "=", "done")]  # fmt: skip
        last = self.sudo().search(done, limit=1, order="id desc")
        if account.b2b_tier_id == before or (
            last.from_tier_id == before and last.tier_id == account.b2b_tier_id and last
        ):
            return
        self.sudo().create(
            {
                "account_id": account.id,
                "company_id": company.id,
                "from_tier_id": before.id,
                "tier_id": account.b2b_tier_id.id,
                "state": "done",
            }
        )
