from typing import Any, NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError

from .route import Route
from .supply import Supply
from .words import Need, Plan, Share, Verdict  # noqa: F401 - the plan's words are asked for here


class Terms(NamedTuple):
    """What account, tier and company say about routing."""

    account: Any  # res.partner, in the company
    company: Any  # res.company
    tier: Any  # b2b.account.tier
    strategy: Any  # b2b.routing.strategy.*
    policy: str
    no_split: bool
    maximum: Any  # warehouses per order; None: any number

    @property
    def criteria(self):
        """The strategy's order; who wants all on one day wants few shipments before anything else."""
        stated = self.strategy._criteria
        if self.policy == "ship_available":
            return stated
        first = ("shortfall", "shipments")
        return (*first, *(name for name in stated if name not in first))


class RoutingPlan(models.AbstractModel):
    """From needs to shares: which warehouse sends what, when, and why not another.

    The strategy ranks, the allocator serves from stock, what waits gets the warehouse where it comes
    first, the calendars give the days. ``route.py`` is one address, ``supply.py`` what they share.
    """

    _name = "b2b.routing.plan"
    _description = "Routing plan"

    @api.model
    def _plan(
        self,
        account,
        needs,
        company,
        moment=None,
        policy=None,
        without_order=None,
        without_warehouses=None,
    ):
        """Route needs; each ship-to for itself, over the same stock.

        Goods that are not kept in stock count as there; services need no warehouse. The account's
        undivided lines and its maximum of shipments (by warehouses) count whatever the needs say.

        :param account: ``res.partner``, the commercial partner that buys
        :param needs: list of :class:`Need`
        :param moment: naive UTC datetime of the release, default now
        :param policy: ``ship_available`` (default), ``complete_order`` (what goes to one address
            leaves on one day), ``complete_line``
        :param without_order: ``sale.order`` whose own promises do not count
        :param without_warehouses: ``stock.warehouse`` where the goods turned out not to be
        :return: :class:`Plan`; writes nothing, raises nothing where no warehouse fits
        """
        env = self.sudo().with_company(company).env
        terms = self._terms(account.with_env(env), company.with_env(env), policy)
        supply = Supply(env, needs, terms, moment, without_order, without_warehouses)
        routes, left = {}, terms.maximum
        for need in needs:
            if supply.product(need.product).type != "service":
                routes.setdefault(need.ship_to, []).append(need)
        shares, verdicts = [], []
        for later, own in zip(reversed(range(len(routes))), routes.values(), strict=True):
            # Every address after this one needs a shipment at least.
            most = None if left is None else max(1, left - later)
            route = Route(env, terms, supply, own, most)
            left = None if left is None else left - len(route.used)
            shares += route.shares()
            verdicts += route.verdicts()
        return Plan(self._seen(shares), self._seen(verdicts), terms.strategy._code)

    def _seen(self, answers):
        """The answers with warehouses as the caller may see them."""
        houses = {answer.warehouse.id: answer.warehouse.with_env(self.env) for answer in answers}
        return tuple(answer._replace(warehouse=houses[answer.warehouse.id]) for answer in answers)

    def _terms(self, account, company, policy):
        tier = account.b2b_tier_id
        code = account.b2b_routing_strategy or tier.routing_strategy or company.b2b_routing_strategy
        own = account.b2b_no_split
        return Terms(
            account,
            company,
            tier,
            account.env["b2b.routing.strategy"]._named(code),
            policy or "ship_available",
            own == "yes" if own else tier.no_split,
            account.b2b_maximum_shipments or tier.maximum_shipments or None,
        )

    @api.model
    @api.readonly
    def plan(self, account_id, ship_to_id, lines, company_id):
        """Dry run for internal users: a plan without an order.

        :param lines: list of (product id, quantity in the product's own unit)
        :return: dict: ``strategy``, ``routes`` (per address winners and losers with scores and
            reasons), ``shares`` (``line`` is the position in ``lines``, ``day`` ISO text or False)
        """
        account, ship_to = self.env["res.partner"].browse([account_id, ship_to_id])
        products = self.env["product.product"].browse([product for product, _quantity in lines])
        company = self.env["res.company"].browse(company_id)
        self._check_may_try(company, account, ship_to, products)
        needs = [
            Need(number, product, quantity, ship_to)
            for number, (product, (_id, quantity)) in enumerate(zip(products, lines, strict=True))
        ]
        plan = self._plan(account.commercial_partner_id, needs, company)
        return plan.figures() | {"shares": [self._plain(share) for share in plan.shares]}

    @api.model
    def _check_may_try(self, company, *records):
        """:raises AccessError: the user may not ask about this company or these records"""
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only internal users may try out a routing."))
        if company not in self.env.user.company_ids:
            raise AccessError(self.env._("This is not one of your companies."))
        for asked in records:
            asked.check_access("read")

    def _plain(self, share):
        return {
            "line": share.key,
            "warehouse": share.warehouse.id,
            "quantity": share.quantity,
            "kind": share.kind,
            "day": share.day and share.day.isoformat(),
            "reason": share.reason,
        }
