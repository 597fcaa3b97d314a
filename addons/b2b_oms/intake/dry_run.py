from typing import Any, NamedTuple

from odoo import api, models

from ..const import STOPPING_ACTIONS


class DryOrder(NamedTuple):
    """An order that will not have been: read it before it goes.

    ``sent`` are the lines the document asked for, in its order; ``holds`` (code, message) of what
    would stop it, ``plan`` the routing of what is kept in stock, None without such goods.
    """

    order: Any
    sent: Any
    holds: tuple
    plan: Any


class Undone(Exception):
    """Ends a dry run: what was written goes."""


class DryRun(models.AbstractModel):
    """What a purchase order would become: made as the intake makes it, asked everything, undone."""

    _name = "b2b.dry.run"
    _description = "Dry run of an order"

    @api.model
    def _try(self, document, account, company, channel, tell):
        """Try a document; nothing of it is kept.

        :param document: ``PurchaseOrder``
        :param tell: callable that takes the :class:`DryOrder` and returns plain values of it
        :return: what ``tell`` returned
        """
        env = self.sudo().with_context(tracking_disable=True, mail_create_nolog=True).env
        told = None
        try:
            with self.env.cr.savepoint():
                told = tell(self.with_env(env)._make(document, account, company, channel))
                raise Undone
        except Undone:
            return told

    def _make(self, document, account, company, channel):
        values = self.env["b2b.order.mapper"]._prepare_order(document, account, company)
        order = self.env["sale.order"].create(
            # A name of its own: numbers of orders that never were would leave gaps.
            values | {"name": self.env._("Dry run"), "b2b_channel": channel}
        )
        sent = order.order_line
        order._step_price_lines()
        order._step_adjust()
        findings = self.env["b2b.order.check"]._run(order)
        decided = self.env["b2b.check.policy"]._decide(findings)
        holds = [(f.code, f.message) for f, policy in decided if policy.action in STOPPING_ACTIONS]
        return DryOrder(order, sent, tuple(holds), self._plan(order))

    def _plan(self, order):
        stocked = order.order_line.filtered(lambda line: line.product_id.is_storable)
        wanted = [
            (line, address, quantity)
            for line in stocked
            for address, quantity in line._b2b_targets().items()
            if quantity > 0
        ]
        return order._b2b_plan(wanted) if wanted else None
