from typing import NamedTuple

from odoo import api, fields, models

from ..const import BY_HAND, HANDING_ON
from ..reservation.known_stock import KNOWN_STOCK, KnownStock


class Progress(NamedTuple):
    """What became of moves, in the product's unit."""

    open: float
    reserved: float
    delivered: float


class StockMove(models.Model):
    """Moves carry the allocation they fulfil, through every step of the warehouse."""

    _name = "stock.move"
    _inherit = ["stock.move", "b2b.move.shortage", "b2b.shipped.move"]

    b2b_allocation_id = fields.Many2one(
        "b2b.allocation",
        string="Allocation",
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )

    # === WHAT BECAME OF THEM === #

    def _b2b_is_leaving(self):
        """Still to be done, heading for a customer, and not followed by the next step already."""
        self.ensure_one()
        target = self.location_final_id or self.location_dest_id
        return (
            self.state not in ("done", "cancel")
            and target.usage == "customer"
            and all(following.state == "cancel" for following in self.move_dest_ids)
        )

    def _b2b_has_reached(self):
        """Done, and at the customer's."""
        self.ensure_one()
        return (
            self.state == "done"
            and self.location_dest_id.usage == "customer"
            and self.location_id.usage != "customer"
        )

    def _b2b_progress(self):
        """Open, reserved and delivered quantity of these moves together."""
        wanted = reserved = delivered = 0.0
        for move in self:
            unit = move.product_id.uom_id
            if move._b2b_has_reached():
                delivered += move.product_uom._compute_quantity(
                    move.quantity, unit, rounding_method="HALF-UP"
                )
            elif move._b2b_is_leaving():
                wanted += move.product_qty
                has = move.product_uom._compute_quantity(
                    move.quantity, unit, rounding_method="HALF-UP"
                )
                reserved += min(has, move.product_qty)
        return Progress(wanted, reserved, delivered)

    # === GIVING UP === #

    def _b2b_shrink(self, quantity):
        """Let so much less leave (product's unit): whole moves are cancelled, the last one is reduced.

        What nobody picks yet goes first. The stock that comes free goes to whoever waits for it.
        """
        leaving = self.filtered(lambda move: move._b2b_is_leaving()).sorted(
            lambda move: (move.picking_id.printed, move.quantity, -move.id)
        )
        for move in leaving:
            if quantity <= 0:
                break
            taken = min(quantity, move.product_qty)
            quantity -= taken
            if move.product_id.uom_id.compare(taken, move.product_qty) >= 0:
                move._action_cancel()
            else:
                move._b2b_reduce(taken)

    def _b2b_reduce(self, quantity):
        self.ensure_one()
        less = self.product_id.uom_id._compute_quantity(quantity, self.product_uom, round=False)
        had = self.quantity
        self.product_uom_qty = self.product_uom.round(self.product_uom_qty - less)
        again = self.product_uom.round(min(had, self.product_uom_qty) - self.quantity)
        if again > 0 and not self.picked:
            self._action_assign(force_qty=again)  # Odoo unreserves the whole move
        self._b2b_hand_on()

    def _b2b_hand_on(self):
        """Their stock came free: who waits for it gets it within seconds."""
        storable = self.filtered(lambda move: move.product_id.is_storable)
        run = self.env["b2b.allocation.run"]
        if storable and run._who_waits(
            storable.product_id, storable.location_id.warehouse_id, limit=1
        ):
            run._later()

    # === ODOO'S HOOKS === #

    def _action_confirm(self, *args, **kwargs):
        moves = super()._action_confirm(*args, **kwargs)
        moves._b2b_watch_if_receipts()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if {"date", "product_uom_qty"} & vals.keys():
            self._b2b_watch_if_receipts()
        return result

    def _b2b_watch_if_receipts(self):
        """Backorders are promised from receipts in sight: theirs move when these do."""
        receipts = self.filtered(
            lambda m: m.picking_type_id.code == "incoming" and m.state not in ("done", "draft")
        )
        if receipts:
            self.env["b2b.allocation"]._watch_receipts(receipts.product_id)

    def _action_cancel(self):
        reserved = self.filtered(lambda move: move.state != "done" and move.quantity > 0)
        result = super()._action_cancel()
        reserved._b2b_hand_on()
        return result

    def _trigger_assign(self):
        """Stock arrived, in whatever part of a warehouse: backorders of accounts by rank, then others."""
        arrived = self.filtered(lambda move: move.product_id.is_storable)
        warehouses = arrived.location_dest_id.warehouse_id
        if arrived and warehouses:
            self.env["b2b.allocation.run"]._arrived(arrived.product_id, warehouses)
        return super(StockMove, self.with_context(**{HANDING_ON: True}))._trigger_assign()

    def _action_assign(self, force_qty=False):
        asked = force_qty or self.env.context.get(BY_HAND)
        moves = self if asked else self.filtered(lambda move: not move._b2b_waits_its_turn())
        # The stock is read and locked once for all moves, not once a move.
        outer = self.env.context.get(KNOWN_STOCK)
        known = outer or KnownStock()
        try:
            known.learn(moves._b2b_taking_from_stock())
            moves = moves.with_context(**{KNOWN_STOCK: known})
            return super(StockMove, moves)._action_assign(force_qty=force_qty)
        finally:
            if not outer:
                known.close()

    def _b2b_taking_from_stock(self):
        """Moves that reserve what lies there, not what an earlier move brings."""
        return self.filtered(
            lambda move: (
                not move.picked
                and move.state in ("confirmed", "waiting", "partially_available")
                and move.procure_method != "make_to_order"
                and not move.move_orig_ids
                and not move._should_bypass_reservation()
            )
        )

    # === REORDERING RULES: ODOO LOOKS FOR THEM MOVE BY MOVE === #

    def _trigger_scheduler(self):
        """Only moves of products that have a reordering rule can trigger one."""
        rules = self.env["stock.warehouse.orderpoint"]
        ruled = rules.search(
            [("product_id", "in", self.product_id.ids), ("trigger", "=", "auto")]
        ).product_id
        moves = self.filtered(lambda move: move.product_id in ruled)
        return super(StockMove, moves)._trigger_scheduler()

    def _update_orderpoints(self):
        """While moves are assigned their states change one by one: asked once for all of them."""
        moves = self
        if known := self.env.context.get(KNOWN_STOCK):
            moves = self.filtered(lambda move: known.may_be_reordered(move.product_id))
        return super(StockMove, moves)._update_orderpoints()

    # === BACKORDERS WAIT THEIR TURN === #

    def _b2b_waits_its_turn(self):
        """Whether stock is given to it by an allocation run only.

        A backorder would else take what is kept for others or for safety the moment it is made, and
        what arrives by date instead of by rank.
        """
        self.ensure_one()
        allocation = self.sudo().b2b_allocation_id
        return bool(
            allocation
            and not self.move_orig_ids
            and self.picking_type_id.reservation_method == "at_confirm"
            and (self.env.context.get(HANDING_ON) or not allocation.is_planned_from_stock)
        )

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        return [*super()._prepare_merge_moves_distinct_fields(), "b2b_allocation_id"]

    def _key_assign_picking(self):
        """One delivery an address: an order may go to several."""
        keys = super()._key_assign_picking()
        return (*keys, self.partner_id) if self.b2b_allocation_id else keys

    def _search_picking_for_assignation_domain(self):
        domain = super()._search_picking_for_assignation_domain()
        if self.b2b_allocation_id:
            domain += [("partner_id", "=", self.partner_id.id)]
        return domain
