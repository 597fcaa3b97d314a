"""Backorders ask for stock that came free, and take what they are given."""

from odoo import api, models

from ..const import BY_HAND
from .fair_share import Claim


class StockClaim(models.AbstractModel):
    """Adopted by ``b2b.allocation``."""

    _name = "b2b.stock.claim"
    _description = "Claims of backorders"

    @api.model
    def _waiting(self, domain=(), limit=None):
        """The backorders that wait for stock, of any company, as superuser."""
        return self.sudo().search(
            [
                ("state", "=", "open"),
                ("kind", "=", "backorder"),
                ("waiting_quantity", ">", 0),
                *domain,
            ],
            limit=limit,
        )

    def _by_stock(self):
        """{(product id, warehouse id): allocations} of what draws on the same goods."""
        return self.grouped(lambda row: (row.product_id.id, row.warehouse_id.id))

    def _claims(self):
        """What these backorders ask of stock that came free."""
        packs = {}
        for order, rows in self.grouped("order_id").items():
            by_product = order._b2b_packs(rows.product_id)
            packs |= {row: by_product.get(row.product_id, 0.0) for row in rows}
        return [
            Claim(
                key=row,
                quantity=row.waiting_quantity,
                rank=row._rank_and_age()[0],
                age=row._rank_and_age()[1:],
                pack=packs[row] or row._piece(),
                least=row.waiting_quantity if row._must_be_complete() else 0.0,
            )
            for row in self
        ]

    def _piece(self):
        """What is asked for in whole numbers is given in whole numbers; 0: any part of it."""
        self.ensure_one()
        return 1.0 if self._rounded(self.waiting_quantity).is_integer() else 0.0

    def _rank_and_age(self):
        """Priority class, lower first, then the oldest. An urgent order goes before its class."""
        self.ensure_one()
        order = self.order_id
        urgent = order.b2b_priority == "1"
        return (
            0 if urgent else order._b2b_tier().allocation_priority + 1,
            order.date_order,
            self.id,
        )

    def _must_be_complete(self):
        self.ensure_one()
        return self.order_id._b2b_backorder_choice() == "complete_line"

    def _waiting_moves(self):
        return self.move_ids.filtered(
            lambda move: move.state in ("confirmed", "partially_available") and not move.picked
        )

    def _reserve_whole(self):
        """Reserve all they wait for, in one go: Odoo reads and writes once for a thousand moves."""
        self._waiting_moves().with_context(**{BY_HAND: True})._action_assign()

    def _reserve(self, quantity):
        """Reserve so much for it, not more. The line may be served by several moves."""
        self.ensure_one()
        for move in self._waiting_moves().sorted("id"):
            missing = move.product_qty - move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id, rounding_method="HALF-UP"
            )
            taken = min(quantity, missing)
            if taken <= 0:
                continue
            quantity -= taken
            move._action_assign(
                force_qty=move.product_id.uom_id._compute_quantity(
                    taken, move.product_uom, rounding_method="HALF-UP"
                )
            )

    def _log_served(self):
        self.env["b2b.announcer"]._served(self)
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": row.order_id.id,
                    "kind": "allocation",
                    "message": self.env._(
                        "%(product)s: stock arrived in %(warehouse)s, %(reserved)s of %(open)s reserved.",
                        product=row.product_id.display_name,
                        warehouse=row.warehouse_id.name,
                        reserved=f"{row.reserved_quantity:g}",
                        open=f"{row.open_quantity:g}",
                    ),
                    "figures": {"reserved": row.reserved_quantity, "open": row.open_quantity},
                }
                for row in self
            ]
        )
