"""From what an order asks to what is promised: from which warehouse, to which address, for when."""

from datetime import date

from odoo import api, fields, models
from odoo.tools import format_date

from ..const import BACKORDER_POLICIES
from ..routing.words import Need


class OrderAllocation(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.order.allocation"
    _description = "Allocation of an order"

    b2b_allocation_ids = fields.One2many(
        "b2b.allocation", "order_id", string="Allocations", groups="base.group_user"
    )
    b2b_backorder_policy = fields.Selection(
        BACKORDER_POLICIES,
        string="If Not in Stock",
        copy=False,
        groups="base.group_user",
        help="For this order only. Empty: as agreed with the account.",
    )

    b2b_routing_answer = fields.Html(
        string="Why These Warehouses",
        compute="_compute_b2b_routing_answer",
        groups="base.group_user",
        help="What the last plan thought of every warehouse.",
    )

    @api.depends("b2b_event_ids")
    def _compute_b2b_routing_answer(self):
        for order in self:
            plans = order.b2b_event_ids.filtered(lambda event: event.kind == "routing")
            routes = (plans.sorted("id")[-1:].figures or {}).get("routes", [])
            order.b2b_routing_answer = bool(routes) and self.env["ir.qweb"]._render(
                "b2b_oms.routing_answer",
                {
                    "routes": [
                        {
                            "ship_to": self.env["res.partner"].browse(route["ship_to"]).exists(),
                            "used": {winner["warehouse"] for winner in route["winners"]},
                            "warehouses": sorted(
                                [*route["winners"], *route["losers"]], key=lambda w: w["rank"]
                            ),
                        }
                        for route in routes
                    ]
                },
            )

    def _b2b_backorder_choice(self):
        """What happens with what is not in stock: the order says, else its account, else its tier."""
        self.ensure_one()
        order = self.sudo()
        account = order.b2b_account_id.with_company(self.company_id)
        return (
            order.b2b_backorder_policy
            or account.b2b_backorder_policy
            or account.b2b_tier_id.backorder_policy
            or "ship_available"
        )

    # === PROMISING === #

    def _step_allocate(self):
        """Plan each order over the warehouses; what it gets counts for the next one already."""
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            order._b2b_ship_as_agreed()
            order.order_line._b2b_follow()

    def _b2b_ship_as_agreed(self):
        """Odoo's own shipping policy follows the account's."""
        complete = self._b2b_backorder_choice() == "complete_order"
        if complete and self.picking_policy != "one":
            self.picking_policy = "one"

    def _b2b_promise(self, wanted, without_warehouses=None):
        """Plan what is wanted, keep it as allocations, tell the ledger.

        :param wanted: list of (line, ship-to, quantity in the product's unit)
        :param without_warehouses: warehouses that turned out not to have it
        :return: the new allocations
        """
        self.ensure_one()
        if not wanted:
            return self.env["b2b.allocation"]
        plan = self._b2b_plan(wanted, without_warehouses)
        allocations = self.env["b2b.allocation"]._promise(plan)
        self._b2b_log_plan(plan, allocations)
        self.env["b2b.announcer"]._promised(allocations)
        return allocations

    def _b2b_plan_again(self, allocations):
        """What of these waits is planned anew over all warehouses, as if it were asked today."""
        self.ensure_one()
        wanted = [(row.line_id, row.ship_to_id, row.waiting_quantity) for row in allocations]
        for row in allocations:
            row._give_up(row.waiting_quantity)
        planned = self._b2b_promise(wanted)
        allocations.line_id._action_launch_stock_rule()
        return planned

    def _b2b_plan(self, wanted, without_warehouses=None):
        """Ask the route planner for this order. Does not change anything."""
        self.ensure_one()
        Planner = self.env["b2b.routing.plan"].sudo().with_company(self.company_id)
        packs = self._b2b_packs([line.product_id for line, _ship_to, _quantity in wanted])
        needs = [
            Need(
                key=(line, ship_to),
                product=line.product_id,
                quantity=quantity,
                ship_to=ship_to,
                pack=packs.get(line.product_id, 0.0),
            )
            for line, ship_to, quantity in wanted
        ]
        return Planner._plan(
            self.sudo().b2b_account_id,
            needs,
            self.company_id,
            policy=self._b2b_backorder_choice(),
            without_order=self,
            without_warehouses=without_warehouses,
        )

    def _b2b_packs(self, products):
        """{product: multiple it is sold in} by the quantity rules of the account."""
        products = self.env["product.product"].browse({product.id for product in products})
        rules = self.env["b2b.quantity.rule"]._about(products)
        limits = rules._limits(self, products) if rules else {}
        return {product: multiple or 0.0 for product, (_min, multiple, _max) in limits.items()}

    def _b2b_promised_days(self):
        """{line id: ((day or False, quantity in the product's unit, from stock), …)}, soonest first.

        Of a released order what was promised, of any other what a release would promise now.
        """
        self.ensure_one()
        days = {}
        if self.b2b_state in ("released", "closed"):
            for row in self.sudo().b2b_allocation_ids.filtered(
                lambda row: row.state != "cancelled"
            ):
                share = (row.promised_date, row.quantity, row.kind == "stock")
                days.setdefault(row.line_id.id, []).append(share)
        else:
            goods = self.order_line.filtered(
                lambda line: not line.display_type and line.product_id.is_storable
            )
            wanted = [
                (line, address, quantity)
                for line in goods
                for address, quantity in line._b2b_targets().items()
                if quantity > 0
            ]
            for share in self._b2b_plan(wanted).shares if wanted else ():
                line, _ship_to = share.key
                days.setdefault(line.id, []).append(
                    (share.day, share.quantity, share.kind == "stock")
                )
        return {
            line: tuple(sorted(found, key=lambda share: (share[0] or date.max, share[1])))
            for line, found in days.items()
        }

    # === TELLING === #

    def _b2b_log_plan(self, plan, allocations):
        figures = plan.figures()
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": self.id,
                    "kind": "routing",
                    "rule": plan.strategy,
                    "message": self._b2b_plan_in_words(allocations),
                    "figures": figures,
                    "alternatives": [
                        {"name": loser["name"], "reason": loser["reason"]}
                        for route in figures["routes"]
                        for loser in route["losers"]
                    ],
                }
            ]
        )

    @api.model
    def _b2b_plan_in_words(self, allocations):
        """“12 from Chicago for 3 Dec, 4 backordered in Dallas”: what a dispatcher reads."""
        parts = []
        for warehouse, rows in allocations.grouped("warehouse_id").items():
            for from_stock, of_kind in rows.grouped("is_planned_from_stock").items():
                values = {
                    "quantity": f"{sum(of_kind.mapped('quantity')):g}",
                    "warehouse": warehouse.name,
                    "day": self._b2b_day_in_words(of_kind),
                }
                parts.append(
                    self.env._("%(quantity)s from %(warehouse)s, %(day)s", **values)
                    if from_stock
                    else self.env._("%(quantity)s backordered in %(warehouse)s, %(day)s", **values)
                )
        return "; ".join(parts) or self.env._("Nothing to deliver.")

    @api.model
    def _b2b_day_in_words(self, allocations):
        days = [row.promised_date or date.max for row in allocations]
        latest = max(days)
        return (
            self.env._("no date yet")
            if latest == date.max
            else self.env._("leaving %(day)s", day=format_date(self.env, latest))
        )
