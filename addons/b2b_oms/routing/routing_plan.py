from odoo import api, fields, models

from .words import Need, Plan, Share, Verdict


class RoutingPlan(models.AbstractModel):
    """From needs to shares: which warehouse sends what, when, and why not another."""

    _name = "b2b.routing.plan"
    _description = "Routing plan"

    @api.model
    def _plan(self, account, needs, company, moment=None, policy=None, without_order=None):
        """Route needs; each ship-to for itself, over the same stock.

        :param account: ``res.partner``, the commercial partner that buys
        :param needs: list of :class:`Need`
        :param moment: naive UTC datetime of the release, default now
        :param policy: ``ship_available`` (default), ``complete_order``, ``complete_line``
        :param without_order: ``sale.order`` whose own soft reservations do not count
        :return: :class:`Plan`; writes nothing, raises nothing where no warehouse fits
        """
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        products = self.env["product.product"].union(*(need.product for need in needs))
        stock = self.env["b2b.availability"]._by_warehouse(products, warehouses)
        today, shares, used = fields.Date.context_today(self), [], set()
        for need in needs:
            left = need.quantity
            for warehouse in warehouses:
                key = (need.product.id, warehouse.id)
                taken = min(left, stock.get(key, 0.0))
                if taken > 0:
                    stock[key] -= taken
                    left -= taken
                    used.add((need.ship_to, warehouse))
                    shares.append(
                        Share(need.key, warehouse, taken, "stock", today, self.env._("On stock."))
                    )
            if left > 0 and warehouses:
                shares.append(
                    Share(need.key, warehouses[0], left, "backorder", False, self.env._("Short."))
                )
        ship_tos = list(dict.fromkeys(need.ship_to for need in needs))
        verdicts = [
            Verdict(ship_to, warehouse, rank, (ship_to, warehouse) in used, {}, "")
            for ship_to in ship_tos
            for rank, warehouse in enumerate(warehouses)
        ]
        return Plan(tuple(shares), tuple(verdicts), "nearest")

    @api.model
    @api.readonly
    def plan(self, account_id, ship_to_id, lines, company_id):
        """Dry run for internal users: a plan without an order.

        :param lines: list of (product id, quantity in the product's own unit)
        :return: dict of ``shares`` and the figures of the plan, dates as ISO text
        """
        account = self.env["res.partner"].browse(account_id)
        ship_to = self.env["res.partner"].browse(ship_to_id)
        needs = [
            Need(number, self.env["product.product"].browse(product), quantity, ship_to)
            for number, (product, quantity) in enumerate(lines)
        ]
        plan = self._plan(account, needs, self.env["res.company"].browse(company_id))
        return plan.figures()
