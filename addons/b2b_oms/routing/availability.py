from datetime import date

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from .quantities import date_reached, without_first


class Availability(models.AbstractModel):
    """What may be promised, per product and warehouse, in the product's own unit.

    Everything is read as superuser from the given warehouses alone, in grouped queries whose number
    depends neither on the products nor on the warehouses.
    """

    _name = "b2b.availability"
    _description = "Availability"

    # === NOW === #

    @api.model
    def _by_warehouse(self, products, warehouses, tier=None, without_order=None, account=None):
        """{(product.id, warehouse.id): quantity that may be promised from stock now}, never below 0.

        On hand − reserved where deliveries are taken from − safety quantity − what is protected for
        other tiers − what is softly reserved.

        :param tier: ``b2b.account.tier`` that asks; what is protected for others is not offered
        :param without_order: ``sale.order`` whose own soft reservations do not count
        :param account: ``res.partner`` that asks; what is kept for its own carts does not count
        """
        if not products or not warehouses:
            return {}
        free = self._free(products, warehouses)
        kept = [
            self.env["b2b.safety.stock"]._of(products, warehouses),
            self.env["b2b.protected.stock"]._from(tier, products, warehouses),
            self.env["b2b.soft.reservation"]._held(products, warehouses, without_order, account),
        ]
        for quantities in kept:
            for key, quantity in quantities.items():
                if key in free:
                    free[key] -= quantity
        return {key: max(quantity, 0.0) for key, quantity in free.items()}

    def _free(self, products, warehouses):
        """{(product.id, warehouse.id): on hand − reserved}; may be negative, only where quants are."""
        houses = self._stock_locations(warehouses)
        groups = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [("product_id", "in", products.ids), ("location_id", "in", list(houses))],
                ["product_id", "location_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        )
        free = {}
        for product, location, quantity, reserved in groups:
            key = (product.id, houses[location.id])
            free[key] = free.get(key, 0.0) + quantity - reserved
        return free

    def _stock_locations(self, warehouses):
        """{location.id: warehouse.id} of the locations deliveries are taken from."""
        roots = {warehouse.lot_stock_id.id: warehouse.id for warehouse in warehouses.sudo()}
        locations = (
            self.env["stock.location"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch([("id", "child_of", list(roots))], ["parent_path"])
        )
        houses = {}
        for location in locations:
            path = (int(part) for part in location.parent_path.split("/")[:-1])
            houses[location.id] = next(roots[part] for part in path if part in roots)
        return houses

    # === LATER === #

    @api.model
    def _timeline(self, products, warehouses, without_order=None):
        """{(product.id, warehouse.id): [(date, quantity)]} of what comes and is not promised yet.

        Planned receipts by the warehouse's local date, the late ones counted for today, less what
        waits unreserved: the oldest promises take the earliest receipts.

        :param without_order: ``sale.order`` whose own waiting deliveries do not count
        """
        if not products or not warehouses:
            return {}
        houses = self._stock_locations(warehouses)
        timeline = self._receipts(products, warehouses)
        for key, waiting in self._waiting(products, houses, without_order).items():
            if key in timeline:
                timeline[key] = without_first(timeline[key], waiting)
        return timeline

    @api.model
    def _promise_date(self, product, warehouse, quantity, timeline):
        """The date on which so much can be promised out of a timeline; False: not in sight."""
        coming = timeline.get((product.id, warehouse.id), ())
        # Sums of floats: a hair below the demand is the demand.
        return date_reached(coming, quantity - product.uom_id.rounding / 2) or False

    def _receipts(self, products, warehouses):
        """{(product.id, warehouse.id): [(date, quantity)]} of what comes, promised or not."""
        houses = self._stock_locations(warehouses)
        here = list(houses)
        arriving = (
            Domain("product_id", "in", products.ids)
            & Domain("state", "not in", ["draft", "done", "cancel"])
            & Domain("location_id", "not in", here)
            & (
                Domain("location_final_id", "in", here)
                | (Domain("location_final_id", "=", False) & Domain("location_dest_id", "in", here))
            )
        )
        groups = (
            self.env["stock.move"]
            .sudo()
            .with_context(tz="UTC")
            ._read_group(
                arriving,
                ["product_id", "location_final_id", "location_dest_id", "date:hour"],
                ["product_qty:sum"],
            )
        )
        zones = {house.id: pytz.timezone(house._b2b_timezone()) for house in warehouses.sudo()}
        now, days = fields.Datetime.now(), {}
        for product, final, destination, hour, quantity in groups:
            house = houses[(final or destination).id]
            day = _local_date(max(hour, now), zones[house])
            coming = days.setdefault((product.id, house), {})
            coming[day] = coming.get(day, 0.0) + quantity
        return {key: sorted(coming.items()) for key, coming in days.items()}

    def _waiting(self, products, houses, without_order):
        """{(product.id, warehouse.id): quantity} that shall leave the stock and is not reserved."""
        here = list(houses)
        leaving = (
            Domain("product_id", "in", products.ids)
            & Domain("state", "in", ["waiting", "confirmed", "partially_available"])
            & Domain("location_id", "in", here)
            & Domain("location_dest_id", "not in", here)
        )
        if without_order:
            leaving &= Domain("sale_line_id", "=", False) | Domain(
                "sale_line_id.order_id", "not in", without_order.ids
            )
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                leaving,
                ["product_id", "location_id", "product_uom"],
                ["product_qty:sum", "quantity:sum"],
            )
        )
        waiting = {}
        for product, location, unit, demand, reserved in groups:
            own = unit._compute_quantity(reserved, product.uom_id, round=False)
            key = (product.id, houses[location.id])
            waiting[key] = waiting.get(key, 0.0) + max(demand - own, 0.0)
        return waiting


def _local_date(moment, zone) -> date:
    return pytz.utc.localize(moment).astimezone(zone).date()
