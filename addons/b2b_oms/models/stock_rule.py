from odoo import models
from odoo.fields import Domain


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        return [*super()._get_custom_move_fields(), "b2b_allocation_id"]

    def _get_moves_to_assign_domain(self, company_id):
        """The nightly scheduler leaves backorders of accounts to the allocation run."""
        ours = Domain("b2b_allocation_id", "!=", False)
        at_once = Domain("picking_type_id.reservation_method", "=", "at_confirm")
        return super()._get_moves_to_assign_domain(company_id) & ~(ours & at_once)
