from odoo import api, fields, models


class WarehousePreference(models.Model):
    """A warehouse an account prefers, or never wants anything from."""

    _name = "b2b.warehouse.preference"
    _inherit = "b2b.used"
    _description = "Preferred or excluded warehouse"
    _order = "account_id, sequence, id"

    account_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("parent_id", "=", False)],
    )
    sequence = fields.Integer(default=10)
    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    use = fields.Selection(
        [("preferred", "Preferred"), ("excluded", "Excluded")],
        required=True,
        default="preferred",
        help="Excluded warehouses send this account nothing, whatever the strategy.",
    )

    _once = models.UniqueIndex(
        "(account_id, warehouse_id)", "This warehouse is on the account's list already."
    )

    @api.model
    def _preferred(self, account, company):
        """The account's warehouses, the most preferred first."""
        return self._listed(account, company, "preferred")

    @api.model
    def _excluded(self, account, company):
        """The warehouses the account never wants anything from."""
        return self._listed(account, company, "excluded")

    def _listed(self, account, company, use):
        if not self._is_used():
            return self.env["stock.warehouse"]
        rows = self.sudo().search(
            [("account_id", "=", account.id), ("company_id", "=", company.id), ("use", "=", use)]
        )
        return rows.warehouse_id
