"""What stops an order a person looked at, and the deliveries of one that is released already."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderStop(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.order.stop"
    _description = "Stopping orders and deliveries"

    b2b_stop_reason = fields.Char(
        string="Stopped Because",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="A person stopped the order; only a person lets it go.",
    )
    b2b_stop_number = fields.Integer(
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="How often the order was stopped: who lets it go lets go this stop, not the next.",
    )
    b2b_is_stopped = fields.Boolean(
        string="Deliveries Stopped",
        compute="_compute_b2b_is_stopped",
        groups="base.group_user",
        help="Released, but a hold keeps its deliveries back.",
    )

    @api.depends("b2b_state", "b2b_hold_ids.state")
    def _compute_b2b_is_stopped(self):
        for order in self:
            order.b2b_is_stopped = order.b2b_state == "released" and bool(order._b2b_blocking())

    def _b2b_blocking(self):
        """The open holds that stop these orders or their deliveries."""
        return self.sudo().b2b_hold_ids.filtered(lambda hold: hold._is_blocking())

    def action_b2b_stop(self, reason):
        """Stop orders by hand: not released yet they are held, afterwards they are not delivered.

        :param reason: why, for whoever finds the order stopped
        :raises UserError: no reason, or an order that is past stopping
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you stop this order."))
        self.check_access("write")
        over = self.filtered(lambda o: o.b2b_state not in ("received", "held", "released"))
        if over:
            names = ", ".join(over.mapped("name"))
            raise UserError(self.env._("%(orders)s cannot be stopped any more.", orders=names))
        self._b2b_take_turns()
        words = self.env._("%(user)s: %(why)s", user=self.env.user.name, why=reason.strip())
        for order in self.sudo():
            order.write({"b2b_stop_reason": words, "b2b_stop_number": order.b2b_stop_number + 1})
        manual = [self.env["b2b.order.check"]._by_code()["manual"]]
        self.sudo()._b2b_ask_again(manual)
        self.filtered(lambda order: order.b2b_state == "received")._b2b_set_state(
            "held", self.env._("Stopped by a person.")
        )

    # === DELIVERIES === #

    def _step_stop_deliveries(self):
        """Ask what must be in order before goods leave; what is not keeps the deliveries back."""
        checks = self.env["b2b.order.check"]._asked("delivery")
        if self.env["b2b.order.check"]._run(self, checks):
            self._b2b_ask_again(checks)

    def _b2b_ask_at_picking(self):
        """Ask the checks again whose policy says so when picking starts."""
        codes = self.env["b2b.check.policy"]._codes_at_picking()
        released = self.filtered(lambda order: order.b2b_state == "released")
        if not released:
            return
        Check = self.env["b2b.order.check"]
        asked = [check for check in Check._asked() if check._code in codes]
        released._b2b_ask_again(asked + Check._asked("delivery"), at_picking=True)

    def _b2b_ask_again(self, checks, at_picking=False):
        """Ask only these checks and record what they find, whatever the state of the orders.

        :param at_picking: count only what the policies want to know at picking
        :return: the orders without a blocking hold
        """
        if not checks or not self:
            return self
        policies = self.env["b2b.check.policy"]
        decided = policies._decide(self.env["b2b.order.check"]._run(self, checks))
        if at_picking:
            decided = [
                (finding, policy)
                for finding, policy in decided
                if policy.at_picking or finding.code in self._b2b_delivery_codes()
            ]
        clear = self.env["b2b.order.hold"]._record(self, decided, {c._code for c in checks})
        self.env["b2b.approval.request"]._ask(self - clear)
        return clear

    @api.model
    def _b2b_delivery_codes(self):
        return {check._code for check in self.env["b2b.order.check"]._asked("delivery")}
