from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import BY_HAND


class StockPicking(models.Model):
    """Deliveries of a stopped order do not leave."""

    _name = "stock.picking"
    _inherit = [
        "stock.picking",
        "b2b.picking.shortage",
        "b2b.pick.list",
        "b2b.shipment",
        "b2b.internal.fields",
    ]
    _b2b_internal = {"picking_warning_text"}

    b2b_stop_reason = fields.Char(
        string="Stopped Because", compute="_compute_b2b_stop_reason", groups="base.group_user"
    )

    b2b_is_allocated = fields.Boolean(compute="_compute_b2b_is_allocated", groups="base.group_user")

    @api.depends("move_ids.b2b_allocation_id")
    def _compute_b2b_is_allocated(self):
        for picking in self:
            picking.b2b_is_allocated = bool(picking.move_ids.b2b_allocation_id)

    @api.depends("sale_id.b2b_hold_ids.state")
    def _compute_b2b_stop_reason(self):
        for picking in self:
            stopping = picking._b2b_stopped_orders()._b2b_blocking()
            picking.b2b_stop_reason = " ".join(stopping.mapped("message"))

    def _b2b_orders(self):
        """The orders whose goods these deliveries take to customers."""
        leaving = self.filtered(lambda p: p.picking_type_code in ("outgoing", "internal"))
        return leaving.sudo().move_ids.sale_line_id.order_id

    def _b2b_stopped_orders(self):
        return self._b2b_orders().filtered(lambda order: order.b2b_is_stopped)

    def _b2b_that_may_leave(self):
        """Ask once more; those without a stopped order."""
        self._b2b_orders()._b2b_ask_at_picking()
        return self.filtered(lambda picking: not picking._b2b_stopped_orders())

    def _b2b_tell_stopped(self):
        """Not an error: what was found must be kept, so that someone can see to it."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger",
                "sticky": True,
                "title": self.env._("Stopped: %(names)s", names=", ".join(self.mapped("name"))),
                "message": " ".join(self.mapped("b2b_stop_reason")),
            },
        }

    def button_validate(self):
        """Validate what may leave; tell of the rest. A stopped delivery stays as it is."""
        leaving = self._b2b_that_may_leave()
        if leaving == self:
            return super().button_validate()
        result = super(StockPicking, leaving).button_validate() if leaving else True
        return (self - leaving)._b2b_tell_stopped() if result is True else result

    def action_assign(self):
        """A person asks for what there is: backorders need not wait for their turn."""
        return super(StockPicking, self.with_context(**{BY_HAND: True})).action_assign()

    def do_print_picking(self):
        """Picking starts with the list: none for what may not leave, ours for what we promised."""
        leaving = self._b2b_that_may_leave()
        if leaving == self:
            action = super().do_print_picking()
            if any(self.mapped("b2b_is_allocated")):
                return self.env.ref("b2b_oms.report_pick_list").report_action(self, config=False)
            return action
        return (self - leaving)._b2b_tell_stopped()

    def _send_confirmation_email(self):
        """Accounts have their own message, made in the background."""
        untold = self.filtered(lambda picking: not picking._b2b_is_told())
        return super(StockPicking, untold)._send_confirmation_email()

    def _action_done(self):
        """The last gate, for what does not come by the button: batches, other addons.

        :raises UserError: names what is stopped and why
        """
        stopped = self.filtered(lambda picking: picking._b2b_stopped_orders())
        if stopped:
            lines = [f"{picking.name}: {picking.b2b_stop_reason}" for picking in stopped]
            raise UserError(
                self.env._("These deliveries are stopped:\n%(lines)s", lines="\n".join(lines))
            )
        result = super()._action_done()
        self._b2b_shipped()
        self._b2b_orders()._b2b_close_if_done()  # paid before it was delivered
        return result
