from odoo import api, models


class Allocation(models.Model):
    """A promise that changes is told to the buyer again."""

    _inherit = "b2b.allocation"

    @api.model_create_multi
    def create(self, vals_list):
        allocations = super().create(vals_list)
        allocations._answer_edi()
        return allocations

    def write(self, vals):
        result = super().write(vals)
        if {"promised_date", "quantity", "given_up_quantity"} & vals.keys():
            self._answer_edi()
        return result

    def _answer_edi(self):
        orders = self.order_id.filtered(lambda order: order.b2b_state == "released")
        orders._b2b_answer_edi()
