from odoo import models

from ..reservation.known_stock import KNOWN_STOCK, KnownStock


class StockMove(models.Model):
    """Odoo's reservation with its questions asked once for all moves, not once a move."""

    _inherit = "stock.move"

    def _action_assign(self, force_qty=False):
        outer = self.env.context.get(KNOWN_STOCK)
        known = outer or KnownStock()
        try:
            known.read(self._b2b_taking_from_stock())
            moves = self.with_context(**{KNOWN_STOCK: known})
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
