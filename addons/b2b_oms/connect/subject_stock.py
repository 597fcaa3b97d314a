from odoo import api, models

from .subject import NotTakenError


class ConnectedStock(models.AbstractModel):
    """What may be promised. Taking it counts our stock anew, so that as much is free here.

    Both sides keep back what they have promised: goods of an order that both know are not free on
    either, and stay so until both have shipped it.
    """

    _name = "b2b.connection.subject.stock"
    _inherit = "b2b.connection.subject"
    _description = "Stock of a connection"
    _code = "stock"
    _label = "Stock"
    _sequence = 30
    _field_labels = {"available": "Available"}  # noqa: RUF012

    @api.model
    def _is_mirrored(self, data):
        return bool(data["sku"])

    @api.model
    def _values_of(self, data):
        return {"available": round(float(data["available"]), 6)}

    @api.model
    def _find(self, data, connection):
        return self._product(data["sku"], connection).sudo()

    @api.model
    def _apply(self, record, data, values, connection):
        if not record:
            raise NotTakenError(self.env._("There is no such item here."))
        if "available" not in values:
            return record
        if record.tracking != "none":
            raise NotTakenError(self.env._("Items with lots or serial numbers are counted here."))
        house = connection.warehouse_id
        if not house:
            raise NotTakenError(self.env._("Choose the warehouse on the connection."))
        free = self._values_of(self._shown(record.ids, connection)[record])["available"]
        location = house.lot_stock_id
        quant = self.env["stock.quant"].sudo().search(
            [("product_id", "=", record.id), ("location_id", "=", location.id),
             ("lot_id", "=", False), ("package_id", "=", False), ("owner_id", "=", False)],
            limit=1,
        )  # fmt: skip
        target = quant.quantity + values["available"] - free
        if record.uom_id.compare(target, quant.reserved_quantity) < 0:
            raise NotTakenError(self.env._("More is reserved here than would be left."))
        counting = self.env["stock.quant"].sudo().with_context(inventory_mode=True)
        counted = counting.create(
            {
                "product_id": record.id,
                "location_id": location.id,
                "inventory_quantity": target,
            }
        )
        counted.action_apply_inventory()
        record.invalidate_recordset()
        return record
