from odoo import fields, models


class HoldRelease(models.TransientModel):
    """Asks for the reason before holds are released."""

    _name = "b2b.hold.release"
    _description = "Release holds"

    hold_ids = fields.Many2many(
        "b2b.order.hold",
        default=lambda self: self._default_hold_ids(),
        domain=[("state", "=", "open")],
    )
    reason = fields.Char(required=True)

    def _default_hold_ids(self):
        """The holds the wizard was opened on, or the blocking holds of the orders it was opened on."""
        active = self.env[self.env.context.get("active_model") or "b2b.order.hold"].browse(
            self.env.context.get("active_ids", [])
        )
        holds = active.b2b_hold_ids if active._name == "sale.order" else active
        return holds.filtered(lambda hold: hold._is_blocking())

    def action_release(self):
        """Release, and close the window."""
        self.hold_ids.action_release(self.reason)
        return {"type": "ir.actions.act_window_close"}
