from odoo import api, fields, models


class VolumeDiscount(models.Model):
    """So many per cent off an order whose goods reach a value."""

    _name = "b2b.volume.discount"
    _inherit = "b2b.scoped"
    _description = "Volume discount"
    _order = "account_id, tier_id, company_id, threshold"

    threshold = fields.Float(
        string="Goods From",
        digits="Product Price",
        required=True,
        help="Value of the goods without tax, in the company's currency.",
    )
    percent = fields.Float(string="Discount %", required=True)

    _percent_sane = models.Constraint(
        "CHECK(percent > 0 AND percent <= 100 AND threshold >= 0)",
        "A volume discount is more than 0 and at most 100 per cent, from a value of 0 on.",
    )

    @api.model
    def _steps(self, order):
        """The steps that count for an order: those of the nearest scope, lowest first."""
        if not self._is_used():
            return self.browse()
        rows = self.sudo().search([])._fitting(order)  # pylint: disable=no-search-all
        nearest = rows.filtered(lambda row: row._nearness() == rows[:1]._nearness())
        return nearest.sorted("threshold")

    @api.model
    def _reached(self, order, goods):
        """The highest step the goods' value (in the order's currency) reaches; may be empty."""
        return self._steps(order).filtered(lambda step: step._threshold_for(order) <= goods)[-1:]

    def _threshold_for(self, order):
        """The threshold in the order's currency."""
        self.ensure_one()
        return order.company_id.currency_id._convert(
            self.threshold, order.currency_id, order.company_id, order.date_order
        )
