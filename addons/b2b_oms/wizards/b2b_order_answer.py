from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class OrderAnswer(models.TransientModel):
    """What a person does about orders besides releasing them: stop, refuse, ask their seller."""

    _name = "b2b.order.answer"
    _description = "Answer to an order"

    order_ids = fields.Many2many("sale.order", default=lambda self: self._default_order_ids())
    what = fields.Selection(
        [("stop", "Stop"), ("reject", "Reject"), ("ask", "Ask sales")],
        required=True,
        default="stop",
    )
    reason = fields.Char(string="Message", required=True)

    def _default_order_ids(self):
        """The orders the wizard was opened on, or those of the holds it was opened on."""
        active = self.env[self.env.context.get("active_model") or "sale.order"].browse(
            self.env.context.get("active_ids", [])
        )
        return active if active._name == "sale.order" else active.order_id

    def action_do(self):
        """Carry it out, and close the window."""
        {"stop": self._stop, "reject": self._reject, "ask": self._ask}[self.what]()
        return {"type": "ir.actions.act_window_close"}

    def _stop(self):
        self.order_ids.action_b2b_stop(self.reason)

    def _reject(self):
        """The order ends here; its seller reads why."""
        self._check_may_reject()
        late = self.order_ids.filtered(lambda order: order.b2b_state not in ("received", "held"))
        if late:
            names = ", ".join(late.mapped("name"))
            raise UserError(self.env._("%(orders)s cannot be rejected any more.", orders=names))
        for order in self.order_ids:
            order.message_post(
                body=self.env._(
                    "Rejected by %(user)s: %(why)s", user=self.env.user.name, why=self.reason
                )
            )
        self.order_ids._action_cancel()

    def _check_may_reject(self):
        if not (
            self.env.user.has_group("b2b_oms.group_order_desk")
            or self.env.user.has_group("b2b_oms.group_credit")
        ):
            raise AccessError(self.env._("Only the order desk and credit reject orders."))

    def _ask(self):
        """A question with the seller's name on it, and a day to answer it."""
        for order in self.order_ids:
            seller = order.user_id if order.user_id._is_internal() else self.env.user
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Credit asks"),
                note=self.reason,
                user_id=seller.id,
            )
