from odoo import api, models


class Availability(models.AbstractModel):
    """What may be promised, per product and warehouse, in the product's own unit."""

    _name = "b2b.availability"
    _description = "Availability"

    @api.model
    def _by_warehouse(self, products, warehouses, tier=None, without_order=None):
        """{(product.id, warehouse.id): quantity that may be promised from stock now}, never below 0.

        :param tier: ``b2b.account.tier`` that asks; what is protected for others is not offered
        :param without_order: ``sale.order`` whose own soft reservations do not count
        """
        result = {}
        for warehouse in warehouses:
            quants = (
                self.env["stock.quant"]
                .sudo()
                ._read_group(
                    [
                        ("product_id", "in", products.ids),
                        ("location_id", "child_of", warehouse.lot_stock_id.id),
                    ],
                    ["product_id"],
                    ["quantity:sum", "reserved_quantity:sum"],
                )
            )
            for product, quantity, reserved in quants:
                result[product.id, warehouse.id] = max(quantity - reserved, 0.0)
        return result

    @api.model
    def _timeline(self, products, warehouses, without_order=None):
        """{(product.id, warehouse.id): [(date, quantity)]} of what will come and is not promised."""
        return {}

    @api.model
    def _promise_date(self, product, warehouse, quantity, timeline):
        """The date on which so much can be promised out of a timeline; False: not in sight."""
        left = quantity
        for day, coming in timeline.get((product.id, warehouse.id), ()):
            left -= coming
            if left <= 0:
                return day
        return False
