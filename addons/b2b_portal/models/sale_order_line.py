from odoo import models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "b2b.portal.line.progress"]

    def _b2b_is_goods_delivered(self):
        """Whether something of the line lies at the buyer's that can be carried back."""
        self.ensure_one()
        return (
            not self.display_type
            and self.product_id.type == "consu"
            and self.qty_delivered > 0
            and any(move.state == "done" for move in self.move_ids)
        )
