"""Orders after they were decided over: holds whose cause goes away, released orders that change."""

import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import retrying

from .locks import MAY_START_ANEW

_logger = logging.getLogger(__name__)


class OrderWatch(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.order.watch"
    _description = "Watching decided orders"

    # === HOLDS CLEAR THEMSELVES === #

    @api.model
    def _b2b_look_again(self, accounts):
        """Something changed for these accounts: look at their held orders within seconds."""
        accounts = accounts.commercial_partner_id
        if accounts and self._b2b_waiting_holds([("account_id", "in", accounts.ids)], limit=1):
            self.env.ref("b2b_oms.cron_look_again").sudo()._trigger()

    @api.model
    def _b2b_waiting_holds(self, domain=(), limit=None):
        """Open holds whose cause may have gone away without anyone touching the order."""
        healing = [c._code for c in self.env["b2b.order.check"]._all() if c._heals]
        return (
            self.env["b2b.order.hold"]
            .sudo()
            .search(
                [
                    ("state", "=", "open"),
                    ("code", "in", healing),
                    ("order_id.b2b_state", "in", ("held", "released")),
                    *domain,
                ],
                limit=limit,
            )
        )

    @api.model
    def _cron_b2b_look_again(self):
        """Let go what may go: high priority first, then the oldest, as far as the credit reaches."""
        orders = self._b2b_whose_cause_is_gone()
        self.env["ir.cron"]._commit_progress(remaining=len(orders))
        for order in orders.with_context(**{MAY_START_ANEW: True}):
            try:
                retrying(order._b2b_let_go, self.env)
            except (OperationalError, ConcurrencyError):
                self._b2b_give_up()  # others were faster five times; the next run is soon
                self.env.ref("b2b_oms.cron_look_again")._trigger()
            except UserError as error:
                self._b2b_give_up()
                _logger.warning("Order %s stays held: %s", order.name, error)
            if not self.env["ir.cron"]._commit_progress(processed=1):
                break

    def _b2b_give_up(self):
        self.env.cr.rollback()
        self.env["b2b.account.turn"]._leave()

    def _b2b_whose_cause_is_gone(self):
        """Orders with an open hold that its check would not find any more, in the order to serve."""
        holds = self._b2b_waiting_holds()
        checks = self.env["b2b.order.check"]._by_code()
        gone = holds.order_id.browse()
        for code, of_code in holds.grouped("code").items():
            orders = of_code.order_id
            found = self.env["b2b.order.check"]._run(orders, [checks[code]])
            decided = self.env["b2b.check.policy"]._decide(found)
            gone |= orders - orders.browse({finding.order.id for finding, _policy in decided})
        return gone.sorted(lambda o: (-int(o.b2b_priority or 0), o.create_date, o.id))

    def _b2b_let_go(self):
        """Look at one order again, and take it on if nothing stops it any more."""
        self.ensure_one()
        self = self.with_company(self.company_id)
        if self.b2b_state == "held":
            self._b2b_submit()
        elif self.b2b_state == "released":
            self._b2b_take_turns()
            checks = self.env["b2b.order.check"]._by_code()
            codes = set(self._b2b_blocking().mapped("code"))
            self._b2b_ask_again([checks[code] for code in codes])

    # === RELEASED ORDERS THAT CHANGE === #

    def _b2b_totals(self):
        """{order: amount with tax} of the released orders among these, before a change."""
        released = self.filtered(lambda o: o.b2b_state == "released" and o.state == "sale")
        return {order: order.amount_total for order in released}

    @api.model
    def _b2b_guard_change(self, before, *about):
        """Ask again what a change of released orders is about; refuse it if that needs a yes.

        Refused, not held: what grew is promised and reserved the moment it is written.

        :param before: {order: amount with tax before the change}
        :param about: what changed: lines, ship_to, terms
        :raises UserError: a check would stop the changed order
        """
        for order, amount in before.items():
            grown = order.currency_id.compare_amounts(order.amount_total, amount) > 0
            asked = self.env["b2b.order.check"]._asked(about=(*about, "amount") if grown else about)
            order._b2b_take_turns()
            order.sudo()._b2b_ask_again(asked)
            codes = {check._code for check in asked}
            stopping = order._b2b_blocking().filtered(lambda hold, codes=codes: hold.code in codes)
            if stopping:
                raise UserError(
                    self.env._(
                        "%(order)s is released; this change would stop it:\n%(reasons)s\n"
                        "Put what is new on an order of its own, or settle the cause first.",
                        order=order.name,
                        reasons="\n".join(stopping.mapped("message")),
                    )
                )
            if grown:
                order._b2b_log_credit()
