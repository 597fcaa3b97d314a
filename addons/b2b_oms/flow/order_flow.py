"""The life of an order, top to bottom: which state may follow which, and what entering one does."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import ORDER_STATES


class OrderFlow(models.AbstractModel):
    """The one sequence every channel ends in. Adopted by ``sale.order``.

    Another addon adds a state or a step by overriding the two tables below and calling super.
    """

    _name = "b2b.order.flow"
    _description = "Path of an order"

    b2b_state = fields.Selection(
        selection=ORDER_STATES,
        string="B2B Status",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="Where the order is on its path. Empty for customers without a tier.",
    )

    # === THE TWO TABLES === #

    @api.model
    def _b2b_transitions(self):
        """What may follow what. False is an order that was not on the path before."""
        return {
            False: {"received"},
            "received": {"held", "released", "cancelled"},
            "held": {"received", "released", "cancelled"},
            "released": {"received", "closed", "cancelled"},
            "closed": {"released"},
            "cancelled": {"received"},
        }

    @api.model
    def _b2b_steps(self):
        """What entering a state does, in this order. Each step takes a recordset and may run twice."""
        return {
            "held": ("_step_keep_stock", "_step_tell_held"),
            "released": (
                "_step_allocate",
                "_step_confirm_sale",
                "_step_free_kept_stock",
                "_step_use_cart_stock",
                "_step_substitute",
                "_step_cancel_rest",
                "_step_bill_on_confirmation",
                "_step_stop_deliveries",
                "_step_tell_mail",
            ),
            "cancelled": ("_step_free_kept_stock", "_step_tell_mail"),
        }

    # === THE PATH === #

    def _b2b_submit(self):
        """Take orders as far as they may go: confirmed, or held with the reasons stored.

        :return: the released orders
        """
        self._b2b_wait_for_turns()
        self._b2b_take_turns()
        self._step_price_lines()
        self._step_adjust()
        clear = self._b2b_evaluate()
        (self - clear)._b2b_set_state("held", self.env._("Held for the reasons listed."))
        clear._b2b_set_state("released", self.env._("Every check passed or was released."))
        return clear

    def _b2b_evaluate(self):
        """Ask every check, let the policies decide, keep the holds.

        :return: the orders without an open hold
        """
        Check, Policy = self.env["b2b.order.check"], self.env["b2b.check.policy"]
        Hold = self.env["b2b.order.hold"]
        decided = Policy._decide(Check._run(self))
        clear = Hold._record(self, decided)
        crowded = Policy._decide(Check._run_together(clear)) if len(clear) > 1 else []
        if crowded:
            clear = Hold._record(self, decided + crowded)
        self.env["b2b.approval.request"]._ask(self - clear)
        return clear

    def _b2b_recheck(self):
        """Look again at held orders after something changed; those without a hold may be released."""
        held = self.filtered(lambda order: order.b2b_state == "held")
        if held:
            clear = held._b2b_evaluate()
            clear._b2b_set_state("received", self.env._("The causes of all holds are gone."))

    def _b2b_take_turns(self):
        """Nobody else decides over these accounts until this transaction ends."""
        self.env["b2b.account.turn"]._take(self._b2b_turns())

    def _b2b_wait_for_turns(self):
        """Stand in line for them and for the stock, where nothing is lost by it."""
        products = self.order_line.product_id.filtered("is_storable")
        self.env["b2b.account.turn"]._wait(self._b2b_turns(), products)

    def _b2b_turns(self):
        """Pairs of account and company; an account that shares a limit waits for its holder too."""
        orders = self.sudo()
        pairs = {(order.b2b_account_id, order.company_id) for order in orders}
        shared = self.env["b2b.credit.limit"]._shared_holders(pairs)
        return pairs | shared

    # === THE WRITER OF THE STATE === #

    def _b2b_set_state(self, state, why):
        """The only writer of ``b2b_state``: checks the table, writes the ledger, runs the steps.

        :param state: key of ORDER_STATES; orders already there are skipped
        :param why: a sentence for the ledger
        :raises UserError: the table does not allow the transition
        """
        moving = self.filtered(lambda order: order.b2b_state != state)
        if not moving:
            return
        allowed = self._b2b_transitions()
        labels = dict(self._fields["b2b_state"]._description_selection(self.env))
        entries = []
        for order in moving:
            if state not in allowed[order.b2b_state]:
                raise UserError(
                    self.env._(
                        "%(order)s is %(old)s and cannot become %(new)s.",
                        order=order.display_name,
                        old=labels.get(order.b2b_state, self.env._("new")),
                        new=labels[state],
                    )
                )
            entries.append(
                {
                    "order_id": order.id,
                    "kind": "state",
                    "message": why,
                    "from_state": order.b2b_state,
                    "to_state": state,
                }
            )
        self._b2b_add_figures(state, entries)
        self.env["b2b.order.event"]._log(entries)
        moving.sudo().write({"b2b_state": state})  # people may not, see order_guard.py
        self.env["b2b.announcer"]._order_state(moving, state)
        for step in self._b2b_steps().get(state, ()):
            getattr(moving, step)()

    def _b2b_add_figures(self, state, entries):
        """What the ledger must tell beside the step itself: with which credit it was released."""
        if state != "released":
            return
        orders = self.browse([entry["order_id"] for entry in entries])
        figures = orders._b2b_released_figures()
        for entry in entries:
            credit = figures.get(self.browse(entry["order_id"]))
            if credit:
                entry["figures"] = {"credit": credit}

    # === STEPS === #

    def _step_price_lines(self):
        """Today's price on every line that no one kept, and beside it where it came from."""
        for order in self:
            order._b2b_price_lines()

    def _step_adjust(self):
        """Promotions, volume discount and small-order fee, by the value of the goods."""
        for order in self:
            order._b2b_claim_promotions()
        self._b2b_adjust()

    def _step_confirm_sale(self):
        """Odoo's own confirmation: deliveries are made and stock is reserved."""
        self.filtered(lambda order: order.state in ("draft", "sent")).action_confirm()

    def _step_tell_held(self):
        """Tell the person at the screen, who would otherwise believe the order went through."""
        user = self.env.user
        if not user._is_internal() or self.env.context.get("install_mode"):
            return
        names = ", ".join(self.mapped("name"))
        reasons = self.b2b_hold_ids.filtered(lambda hold: hold._is_blocking()).mapped("message")
        user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": self.env._("Held: %(orders)s", orders=names),
                "message": " ".join(dict.fromkeys(reasons)),
            },
        )
