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
        (told,) = self._try_beside([(document, account)], company, channel, tell)
        return told

    @api.model
    def _try_beside(self, asked, company, channel, tell):
        """Try documents of different accounts at once: what each becomes by itself.

        :param asked: list of (``PurchaseOrder``, account), no account twice: orders of one account
            would be seen by each other's checks
        :return: list of what ``tell`` returned, in the order of ``asked``
        """
        env = self.sudo().with_context(tracking_disable=True, mail_create_nolog=True).env
        told = []
        try:
            with self.env.cr.savepoint():
                told += [tell(dry) for dry in self.with_env(env)._make(asked, company, channel)]
                raise Undone
        except Undone:
            return told

    def _make(self, asked, company, channel):
        mapper = self.env["b2b.order.mapper"]
        # A name of its own: numbers of orders that never were would leave gaps.
        common = {"name": self.env._("Dry run"), "b2b_channel": channel}
        orders = self.env["sale.order"].create(
            [mapper._prepare_order(*pair, company) | common for pair in asked]
        )
        sent = {order: order.order_line for order in orders}
        orders._step_price_lines()
        orders._step_adjust()
        findings = self.env["b2b.order.check"]._run(orders)
        holds = {order: [] for order in orders}
        for finding, policy in self.env["b2b.check.policy"]._decide(findings):
            if policy.action in STOPPING_ACTIONS:
                holds[finding.order].append((finding.code, finding.message))
        return [
            DryOrder(order, sent[order], tuple(holds[order]), self._plan(order)) for order in orders
        ]

    def _plan(self, order):
        stocked = order.order_line.filtered(lambda line: line.product_id.is_storable)
        wanted = [
            (line, address, quantity)
            for line in stocked
            for address, quantity in line._b2b_targets().items()
            if quantity > 0
        ]
        return order._b2b_plan(wanted) if wanted else None
