from odoo import fields, models


class OrderHold(models.Model):
    _inherit = "b2b.order.hold"

    buyer_approval_id = fields.Many2one(
        "b2b.buyer.approval", string="Buyer's Approval", readonly=True, index="btree_not_null"
    )

    def _clear(self):
        result = super()._clear()
        self.buyer_approval_id._give_up_if_over()
        return result

    def _waive(self, reason, user):
        result = super()._waive(reason, user)
        self.buyer_approval_id._give_up_if_over()
        return result
