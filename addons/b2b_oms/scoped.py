from odoo import api, fields, models
from odoo.tools import ormcache


class Used(models.AbstractModel):
    """Rules that many companies never make: knowing that there are none saves the look."""

    _name = "b2b.used"
    _description = "Remembers whether there are rows"

    @api.model
    @ormcache()
    def _is_used(self):
        """Whether there is any row, in any company. Remembered until one is made or goes."""
        return bool(self.sudo().with_context(active_test=False).search_count([], limit=1))

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()


class Scoped(models.AbstractModel):
    """A row that counts for everybody, a company, a tier or one account: the nearest wins."""

    _name = "b2b.scoped"
    _inherit = "b2b.used"
    _description = "Nearest row wins"

    company_id = fields.Many2one("res.company", help="Empty: every company.")
    tier_id = fields.Many2one(
        "b2b.account.tier", ondelete="cascade", index="btree_not_null", help="Empty: every tier."
    )
    account_id = fields.Many2one(
        "res.partner",
        ondelete="cascade",
        index="btree_not_null",
        domain=[("parent_id", "=", False)],
        help="Empty: every account.",
    )
    active = fields.Boolean(default=True)

    def _fitting(self, order):
        """Of these rows those that count for the order's account, the nearest first."""
        account, tier = order.b2b_account_id, order._b2b_tier()
        fitting = self.filtered(
            lambda row: (
                (not row.account_id or row.account_id == account)
                and (not row.tier_id or row.tier_id == tier)
                and (not row.company_id or row.company_id == order.company_id)
            )
        )
        return fitting.sorted(lambda row: row._nearness(), reverse=True)

    def _nearness(self):
        """Override to put what a row is about besides before or after its account."""
        self.ensure_one()
        return bool(self.account_id), bool(self.tier_id), bool(self.company_id)
