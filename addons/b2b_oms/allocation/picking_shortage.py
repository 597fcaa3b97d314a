"""Goods that are not where the system says: a picker reports it, a count shows it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# Nothing is promised from goods reported missing until somebody counted, at most so long.
DAYS_TO_COUNT = 14


class PickingShortage(models.AbstractModel):
    """Adopted by ``stock.picking``."""

    _name = "b2b.picking.shortage"
    _description = "Shortages at picking"

    def action_b2b_report_shortage(self):
        """The quantities entered on the moves are all there is: what is missing is planned elsewhere.

        :raises UserError: nothing is missing, or the delivery is over
        """
        self.check_access("write")
        short = self.sudo().move_ids.filtered(lambda move: move._b2b_shortage() > 0)
        if not short:
            raise UserError(
                self.env._(
                    "Enter on each line how many you found; less than asked is reported as missing."
                )
            )
        self._b2b_orders()._b2b_take_turns()
        for move in short:
            move._b2b_plan_elsewhere()
        return True


class MoveShortage(models.AbstractModel):
    """Adopted by ``stock.move``."""

    _name = "b2b.move.shortage"
    _description = "Shortages of moves"

    def _b2b_shortage(self):
        """How many of an allocated move's goods the picker did not find (product's unit)."""
        self.ensure_one()
        if not self.b2b_allocation_id or not self._b2b_is_leaving():
            return 0.0
        found = self.product_uom._compute_quantity(
            self.quantity, self.product_id.uom_id, rounding_method="HALF-UP"
        )
        return self.product_id.uom_id.round(self.product_qty - found)

    def _b2b_plan_elsewhere(self):
        """Give up here what is missing, block it until it is counted, promise it from elsewhere."""
        self.ensure_one()
        missing, allocation = self._b2b_shortage(), self.b2b_allocation_id
        line, warehouse = allocation.line_id, allocation.warehouse_id
        self.env["b2b.soft.reservation"]._block(self.product_id, warehouse, missing, DAYS_TO_COUNT)
        self._b2b_ask_for_count()
        allocation._give_up(missing)
        line.order_id._b2b_promise(
            [(line, allocation.ship_to_id, missing)], without_warehouses=warehouse
        )
        line._action_launch_stock_rule()

    def _b2b_ask_for_count(self):
        """Put the goods on today's list of counts."""
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("location_id", "child_of", self.location_id.id),
                ("quantity", ">", 0),
            ]
        )
        quants.inventory_date = fields.Date.context_today(self)


class BrokenPromises(models.AbstractModel):
    """Adopted by ``b2b.allocation``: what a count took away is planned again, and told."""

    _name = "b2b.broken.promise"
    _description = "Broken promises"

    @api.model
    def _counted(self, products, warehouses):
        """Somebody counted: nothing is blocked any more, and promises that broke are named.

        :return: the allocations whose stock turned out not to be there
        """
        self.env["b2b.soft.reservation"]._unblock(products, warehouses)
        broken = self.env["b2b.allocation"]._waiting(
            [
                ("product_id", "in", products.ids),
                ("warehouse_id", "in", warehouses.ids),
                ("is_planned_from_stock", "=", True),
            ]
        )
        for order, rows in broken.grouped("order_id").items():
            rows._name_broken()
            order._b2b_plan_again(rows)
        return broken

    def _name_broken(self):
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": row.order_id.id,
                    "kind": "allocation",
                    "rule": "count",
                    "message": self.env._(
                        "%(product)s: %(quantity)s promised from %(warehouse)s were not there "
                        "when it was counted.",
                        product=row.product_id.display_name,
                        quantity=f"{row.waiting_quantity:g}",
                        warehouse=row.warehouse_id.name,
                    ),
                    "figures": {"missing": row.waiting_quantity},
                }
                for row in self
            ]
        )
