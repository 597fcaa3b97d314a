from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LineDestination(models.Model):
    """So many of an order line to another address than the rest of it."""

    _name = "b2b.line.destination"
    _inherit = "b2b.used"
    _description = "Destination of a part of a line"
    _order = "line_id, id"

    line_id = fields.Many2one("sale.order.line", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    uom_id = fields.Many2one(related="line_id.product_uom_id")
    partner_id = fields.Many2one("res.partner", string="Ship To", required=True)
    quantity = fields.Float(digits="Product Unit", required=True, help="In the line's unit.")

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "Send at least something to each address."
    )

    @api.constrains("quantity", "line_id")
    def _check_sum(self):
        for line in self.line_id:
            if sum(line.b2b_destination_ids.mapped("quantity")) > line.product_uom_qty + 1e-6:
                raise ValidationError(
                    self.env._(
                        "%(product)s: more is split over addresses than is ordered.",
                        product=line.product_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        destinations = super().create(vals_list)
        destinations.line_id._b2b_addresses_changed()
        return destinations

    def write(self, vals):
        result = super().write(vals)
        self.line_id._b2b_addresses_changed()
        return result

    def unlink(self):
        lines = self.line_id
        result = super().unlink()
        lines._b2b_addresses_changed()
        return result
