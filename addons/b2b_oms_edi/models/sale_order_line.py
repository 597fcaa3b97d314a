from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    b2b_edi_line = fields.Json(
        copy=False,
        groups="base.group_user",
        help="The line as the buyer wrote it; answers repeat its words.",
    )

    def write(self, vals):
        """A released order whose lines change is answered again."""
        result = super().write(vals)
        if self._b2b_promised_fields() & vals.keys():
            orders = self.order_id.filtered(lambda order: order.b2b_state == "released")
            orders._b2b_answer_edi()
        return result
