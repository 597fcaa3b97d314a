from odoo import api, fields, models
from odoo.exceptions import UserError


class AllocationMove(models.TransientModel):
    """Moves what is left of one allocation, or a part of it, to another warehouse or another day."""

    _name = "b2b.allocation.move"
    _description = "Other warehouse"

    allocation_id = fields.Many2one(
        "b2b.allocation", required=True, default=lambda self: self.env.context.get("active_id")
    )
    company_id = fields.Many2one(related="allocation_id.company_id")
    product_id = fields.Many2one(related="allocation_id.product_id")
    from_warehouse_id = fields.Many2one(related="allocation_id.warehouse_id", string="From")
    open_quantity = fields.Float(related="allocation_id.open_quantity")
    quantity = fields.Float(digits="Product Unit", required=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="To", required=True)
    available = fields.Float(
        string="There Now", digits="Product Unit", compute="_compute_available"
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        allocation = self.env["b2b.allocation"].browse(values.get("allocation_id"))
        return values | {"quantity": allocation.open_quantity}

    @api.depends("warehouse_id", "allocation_id")
    def _compute_available(self):
        for wizard in self:
            product, warehouse = wizard.allocation_id.product_id, wizard.warehouse_id
            stock = self.env["b2b.availability"].sudo()._by_warehouse(product, warehouse)
            wizard.available = stock.get((product.id, warehouse.id), 0.0)

    def action_move(self):
        """Give it up where it is and promise it from there."""
        self.ensure_one()
        self.allocation_id.order_id.check_access("write")
        if self.quantity <= 0 or self.quantity > self.open_quantity:
            raise UserError(
                self.env._("Move more than nothing, and not more than %s.", self.open_quantity)
            )
        self.allocation_id._move_to(self.warehouse_id, self.quantity)
        return True
