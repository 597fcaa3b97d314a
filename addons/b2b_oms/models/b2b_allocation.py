from odoo import api, fields, models

from ..allocation.line_allocation import noon
from ..const import ALLOCATION_KINDS, ALLOCATION_STATES


class Allocation(models.Model):
    """So many of an order line from that warehouse to that address, promised for that day, and why.

    Quantities are in the product's own unit. What is planned is ours; what became of it is read
    from the stock moves that carry the allocation, so that both can never tell different stories.
    """

    _name = "b2b.allocation"
    _inherit = ["b2b.promise.watch", "b2b.broken.promise", "b2b.stock.claim"]
    _description = "Allocation"
    _order = "promised_date, id"
    _rec_name = "line_id"

    line_id = fields.Many2one("sale.order.line", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    product_id = fields.Many2one(related="line_id.product_id", store=True, index=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    account_id = fields.Many2one(
        related="order_id.b2b_account_id", string="Account", store=True, index=True
    )
    seller_id = fields.Many2one(related="order_id.user_id", string="Seller")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, index=True)
    ship_to_id = fields.Many2one("res.partner", string="Ship To", required=True)
    quantity = fields.Float(
        digits="Product Unit", required=True, help="Promised and not given up since."
    )
    given_up_quantity = fields.Float(
        string="Given Up", digits="Product Unit", help="Cancelled, or moved to another warehouse."
    )
    promised_date = fields.Date(
        index=True, help="The day it leaves the warehouse. Empty: not in sight."
    )
    first_promised_date = fields.Date(string="First Promise", readonly=True)
    is_planned_from_stock = fields.Boolean(
        readonly=True, help="There was stock when it was planned."
    )
    reason = fields.Char(readonly=True)
    owner_id = fields.Many2one("res.users", help="Who sees to a backorder.")
    move_ids = fields.One2many("stock.move", "b2b_allocation_id")

    open_quantity = fields.Float(
        string="To Deliver", digits="Product Unit", compute="_compute_progress", store=True
    )
    reserved_quantity = fields.Float(
        string="Reserved", digits="Product Unit", compute="_compute_progress", store=True
    )
    waiting_quantity = fields.Float(
        string="Without Stock", digits="Product Unit", compute="_compute_progress", store=True
    )
    delivered_quantity = fields.Float(
        string="Delivered", digits="Product Unit", compute="_compute_progress", store=True
    )
    kind = fields.Selection(ALLOCATION_KINDS, compute="_compute_progress", store=True, index=True)
    state = fields.Selection(ALLOCATION_STATES, compute="_compute_progress", store=True, index=True)

    # What a queue is worked by.
    currency_id = fields.Many2one(related="line_id.currency_id")
    waiting_value = fields.Monetary(string="Waiting Value", compute="_compute_waiting_value")
    days_waiting = fields.Integer(string="Age (Days)", compute="_compute_days_waiting")
    is_late = fields.Boolean(compute="_compute_days_waiting")
    rank = fields.Integer(compute="_compute_rank", string="Priority")

    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0 AND given_up_quantity >= 0)", "A promise cannot be negative."
    )

    # === WHAT BECAME OF IT === #

    @api.depends(
        "quantity",
        "is_planned_from_stock",
        "move_ids.state",
        "move_ids.product_qty",
        "move_ids.quantity",
        "move_ids.move_dest_ids.state",
    )
    def _compute_progress(self):
        for allocation in self:
            moves = allocation.move_ids
            progress = moves._b2b_progress()
            waiting = allocation._rounded(progress.open - progress.reserved)
            allocation.open_quantity = progress.open
            allocation.reserved_quantity = progress.reserved
            allocation.delivered_quantity = progress.delivered
            allocation.waiting_quantity = max(0.0, waiting)
            allocation.kind = allocation._kind(waiting, moves)
            allocation.state = allocation._state(progress, moves)

    @api.depends("waiting_quantity", "line_id.price_subtotal")
    def _compute_waiting_value(self):
        for allocation in self:
            line = allocation.line_id
            ordered = line.product_uom_id._compute_quantity(
                line.product_uom_qty, allocation.uom_id, round=False
            )
            unit = line.price_subtotal / ordered if ordered else 0.0
            allocation.waiting_value = unit * allocation.waiting_quantity

    @api.depends("order_id.date_order", "first_promised_date", "open_quantity")
    def _compute_days_waiting(self):
        today = fields.Date.context_today(self)
        for allocation in self:
            since = (allocation.order_id.date_order or allocation.create_date).date()
            allocation.days_waiting = (today - since).days
            first = allocation.first_promised_date
            allocation.is_late = bool(first and allocation.open_quantity and first < today)

    def _compute_rank(self):
        for allocation in self:
            allocation.rank = allocation.sudo()._rank_and_age()[0]

    def _kind(self, waiting, moves):
        """A move that nobody asked to reserve yet waits for its day, not for stock."""
        reserves = any(move.picking_type_id.reservation_method == "at_confirm" for move in moves)
        if waiting > 0 and (reserves or not self.is_planned_from_stock):
            return "backorder"
        return "stock" if moves or self.is_planned_from_stock else "backorder"

    def _state(self, progress, moves):
        if progress.open > 0 or (not moves and self.quantity > 0):
            return "open"
        return "done" if progress.delivered > 0 else "cancelled"

    def _rounded(self, quantity):
        self.ensure_one()
        return self.uom_id.round(quantity) if self.uom_id else quantity

    def _lost(self):
        """What was planned and will not leave any more, because its moves were cancelled."""
        self.ensure_one()
        if not self.move_ids:
            return 0.0
        return max(0.0, self._rounded(self.quantity - self.open_quantity - self.delivered_quantity))

    # === PROMISING === #

    @api.model
    def _promise(self, plan):
        """Keep the shares of a route plan as allocations; their moves are made by the procurement.

        :param plan: ``routing_plan.Plan`` whose shares' keys are pairs of order line and ship-to
        :return: the new allocations
        """
        return self.sudo().create(
            [
                {
                    "line_id": share.key[0].id,
                    "warehouse_id": share.warehouse.id,
                    "ship_to_id": share.key[1].id,
                    "quantity": share.quantity,
                    "promised_date": share.day,
                    "first_promised_date": share.day,
                    "is_planned_from_stock": share.kind == "stock",
                    "reason": share.reason,
                }
                for share in plan.shares
                if share.quantity > 0
            ]
        )

    def _without_moves(self):
        """Planned and not handed to the warehouse yet."""
        return self.filtered(lambda a: a.state == "open" and not a.move_ids)

    def _departure(self):
        """The promised day as a moment, for Odoo's schedule."""
        self.ensure_one()
        return noon(self.promised_date, self.warehouse_id.partner_id.tz or self.env.user.tz)

    # === GIVING UP === #

    def _reduce(self, surplus):
        """Give up so much of these allocations, what hurts least first.

        What is lost already, then what is not handed to the warehouse, then what has no stock and
        would come last, then reserved goods that nobody picks yet.

        :param surplus: quantity in the product's unit
        :return: what could not be given up, because it was delivered
        """
        for allocation in self.sorted(lambda a: a._ease(), reverse=True):
            if surplus <= 0:
                break
            given = min(
                surplus, allocation._rounded(allocation.quantity - allocation.delivered_quantity)
            )
            if given > 0:
                surplus = allocation._rounded(surplus - given)
                allocation._give_up(given)
        return surplus

    def _ease(self):
        """How easily it is given up: a key to sort by, the easiest last."""
        self.ensure_one()
        last = fields.Date.to_date("9999-12-31")
        return (
            self._lost() > 0,
            not self.move_ids,
            self.kind == "backorder",
            not any(move.picking_id.printed for move in self.move_ids),
            self.promised_date or last,
            self.id,
        )

    def _give_up(self, quantity):
        """Give up so much of one allocation: its moves shrink, its stock is free at once."""
        self.ensure_one()
        allocation = self.sudo()
        from_moves = quantity - min(quantity, allocation._lost())
        allocation.write(
            {
                "quantity": allocation.quantity - quantity,
                "given_up_quantity": allocation.given_up_quantity + quantity,
            }
        )
        if from_moves > 0 and allocation.move_ids:
            allocation.move_ids._b2b_shrink(from_moves)

    def _give_up_rest(self):
        """Nothing more will leave of these: orders cancelled, lines closed."""
        for allocation in self.sudo():
            rest = allocation._rounded(allocation.quantity - allocation.delivered_quantity)
            if rest > 0:
                allocation._give_up(rest)

    def _close(self, reason):
        """Cancel for good what is left of these allocations.

        :param reason: why, for the ledger and the buyer
        """
        for line, rows in self.sudo().grouped("line_id").items():
            left = sum(row._rounded(row.quantity - row.delivered_quantity) for row in rows)
            rows._give_up_rest()
            line._b2b_close(
                line.product_id.uom_id._compute_quantity(left, line.product_uom_id), reason
            )

    def _move_to(self, warehouse, quantity):
        """Promise so much of it from another warehouse; the rest of the order stays as it is."""
        self.ensure_one()
        allocation = self.sudo()
        line = allocation.line_id
        allocation.order_id._b2b_take_turns()
        product = allocation.product_id
        there = self.env["b2b.availability"]._by_warehouse(
            product, warehouse, tier=allocation.order_id._b2b_tier()
        )
        allocation._give_up(quantity)
        moved = allocation.copy(
            {
                "warehouse_id": warehouse.id,
                "quantity": quantity,
                "given_up_quantity": 0.0,
                # Else an allocation run serves it, which takes nothing that is kept for others.
                "is_planned_from_stock": there.get((product.id, warehouse.id), 0.0) >= quantity,
                "reason": self.env._("Moved here by %(user)s.", user=self.env.user.name),
            }
        )
        line._action_launch_stock_rule()
        moved._promise_again(product)
        self.env["b2b.allocation.run"]._later()
        self.env["b2b.order.event"]._note(
            line.order_id,
            "allocation",
            self.env._(
                "%(product)s: %(quantity)s moved from %(old)s to %(new)s.",
                product=product.display_name,
                quantity=f"{quantity:g}",
                old=allocation.warehouse_id.name,
                new=warehouse.name,
            ),
            rule="move",
            quantity=quantity,
        )
        return moved

    # === QUESTIONS === #

    @api.model
    def _promised_without_moves(self, products, warehouses):
        """{(product id, warehouse id): quantity} promised from stock this very moment, not reserved yet."""
        domain = [
            ("product_id", "in", products.ids),
            ("warehouse_id", "in", warehouses.ids),
            ("state", "=", "open"),
            ("is_planned_from_stock", "=", True),
            ("move_ids", "=", False),
        ]
        rows = self.sudo()._read_group(domain, ["product_id", "warehouse_id"], ["quantity:sum"])
        return {(product.id, warehouse.id): amount for product, warehouse, amount in rows}
