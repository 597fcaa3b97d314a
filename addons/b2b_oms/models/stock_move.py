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

    def _trigger_scheduler(self):
        """Only moves of products that have a reordering rule can trigger one."""
        ruled = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "in", self.product_id.ids), ("trigger", "=", "auto")]
        )
        products = ruled.product_id
        return super(
            StockMove, self.filtered(lambda move: move.product_id in products)
        )._trigger_scheduler()
