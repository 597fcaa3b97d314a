from typing import Any, NamedTuple

from odoo import api, models

from ..roles import ORDER, PAY


class Need(NamedTuple):
    """Something that waits for the buyer. ``level`` is a Bootstrap colour; ``detail`` may be empty."""

    code: str
    text: str
    url: str
    level: str = "info"
    detail: Any = ""


class PortalNeeds(models.AbstractModel):
    """What the overview asks of a buyer. A new kind of need extends ``_needs`` and calls super."""

    _name = "b2b.portal.needs"
    _description = "What waits for the buyer"

    @api.model
    def _needs(self, buyer):
        """List of :class:`Need`, the most urgent first; only what the buyer's role may settle.

        :param buyer: :class:`Buyer`
        """
        money = self._overdue(buyer) if buyer.may(PAY) else []
        orders = self._held(buyer) + self._changed_dates(buyer) if buyer.may(ORDER) else []
        return self._approvals(buyer) + money + orders

    def _approvals(self, buyer):
        """Orders of colleagues that wait for this buyer's yes."""
        return [
            Need(
                "approval",
                self.env._(
                    "Approve %(order)s of %(name)s?",
                    order=ask.order_id.client_order_ref or ask.order_id.name,
                    name=ask.orderer_id.name,
                ),
                f"/my/b2b/approvals/{ask.id}",
                "warning",
                ask._told_amount(),
            )
            for ask in self.env["b2b.buyer.approval"]._waiting_for(buyer)
        ]

    def _overdue(self, buyer):
        Move = self.env["account.move"].sudo()
        domain = Move._portal_domain(buyer) & Move._portal_overdue_domain(buyer.company)
        count = Move.search_count(domain)
        if not count:
            return []
        text = self.env._("%(count)s overdue invoices", count=count)
        if count == 1:
            text = self.env._("1 overdue invoice")
        return [Need("overdue", text, "/my/b2b/invoices?filterby=overdue", "danger")]

    def _held(self, buyer):
        """Held orders for which the buyer can do something."""
        Order = self.env["sale.order"].sudo()
        held = Order.search(
            Order._portal_domain(buyer) & Order._portal_domain_of("review"), limit=20
        )
        needs = []
        for order in held.filtered(lambda order: order._portal_can_help()):
            titles = ", ".join(title for title, _sentence in order._portal_waits_for())
            text = self.env._("%(order)s is in review", order=order.name)
            url = f"/my/b2b/orders/{order.id}"
            needs.append(Need("held", text, url, "warning", titles))
        return needs

    def _changed_dates(self, buyer):
        changed = self.env["b2b.allocation"]._portal_changed(buyer)
        return [
            Need(
                "dates",
                self.env._("%(order)s: a date changed", order=order.name),
                f"/my/b2b/orders/{order.id}#backorders",
                "warning",
                ", ".join(rows.product_id.mapped("display_name")[:3]),
            )
            for order, rows in changed.grouped("order_id").items()
        ]
