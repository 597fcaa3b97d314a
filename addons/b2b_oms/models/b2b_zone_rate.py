from odoo import api, fields, models


class ZoneRate(models.Model):
    """What a shipment from a warehouse to a zone costs, instead of its kilometres."""

    _name = "b2b.zone.rate"
    _inherit = "b2b.used"
    _description = "Zone rate"
    _order = "warehouse_id, country_id, state_id, zip_prefix, id"

    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    country_id = fields.Many2one("res.country", required=True, ondelete="cascade")
    state_id = fields.Many2one(
        "res.country.state", ondelete="cascade", domain="[('country_id', '=', country_id)]"
    )
    zip_prefix = fields.Char(string="Postal Code Begins", help="Empty: any.")
    amount = fields.Monetary(required=True, help="Of one shipment.")

    _amount_positive = models.Constraint("CHECK(amount >= 0)", "A rate cannot be negative.")

    @api.model
    def _amounts(self, ship_to, warehouses):
        """{warehouse: amount} of the narrowest zone the address is in, in the company's currency."""
        if not self._is_used() or not ship_to.country_id:
            return {}
        rates = self.sudo().search(
            [
                ("warehouse_id", "in", warehouses.ids),
                ("country_id", "=", ship_to.country_id.id),
                ("state_id", "in", [False, ship_to.state_id.id]),
            ]
        )
        code, amounts = ship_to.zip or "", {}
        for rate in rates.sorted(lambda r: (bool(r.state_id), len(r.zip_prefix or ""))):
            if code.startswith(rate.zip_prefix or ""):
                amounts[rate.warehouse_id] = rate.amount  # the narrowest comes last
        return amounts
