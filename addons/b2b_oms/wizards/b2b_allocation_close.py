from odoo import fields, models
from odoo.exceptions import UserError


class AllocationClose(models.TransientModel):
    """Cancels what is left of backorders, with a reason the buyer reads."""

    _name = "b2b.allocation.close"
    _description = "Cancel the rest"

    allocation_ids = fields.Many2many(
        "b2b.allocation", default=lambda self: self._default_allocation_ids()
    )
    count = fields.Integer(compute="_compute_count")
    reason = fields.Char(required=True)

    def _default_allocation_ids(self):
        context = self.env.context
        active = self.env[context.get("active_model") or "b2b.allocation"].browse(
            context.get("active_ids", [])
        )
        rows = active if active._name == "b2b.allocation" else active.b2b_allocation_ids
        return rows.filtered(lambda row: row.state == "open")

    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.allocation_ids)

    def action_close(self):
        """Close them; the orders keep what was delivered or is reserved elsewhere."""
        self.ensure_one()
        if not self.allocation_ids:
            raise UserError(self.env._("Nothing is left to cancel here."))
        self.allocation_ids.line_id.order_id.check_access("write")
        self.allocation_ids._close(self.reason)
        return True
