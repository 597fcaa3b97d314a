from odoo import api, models

from .subject import NotTakenError


class ConnectedShipments(models.AbstractModel):
    """Shipments of orders both sides have: what left there leaves here."""

    _name = "b2b.connection.subject.shipments"
    _inherit = "b2b.connection.subject"
    _description = "Shipments of a connection"
    _code = "shipments"
    _label = "Shipments"
    _sequence = 50
    _field_labels = {"state": "State", "lines": "Lines"}  # noqa: RUF012

    @api.model
    def _is_mirrored(self, data):
        """What is only planned is each side's own business."""
        return data["state"] == "shipped"

    @api.model
    def _values_of(self, data):
        quantities = {}
        for line in data["lines"]:
            key = (line["sku"], line["unit"])
            quantities[key] = quantities.get(key, 0.0) + float(line["quantity"])
        lines = [f"{sku} × {much:g} {unit}" for (sku, unit), much in sorted(quantities.items())]
        return {"state": data["state"], "lines": "\n".join(lines)}

    @api.model
    def _find(self, data, connection):
        orders = self._linked_orders([data["order"]], connection)
        return self._first_alike(orders.picking_ids, data, connection, ("state", "lines"))

    @api.model
    def _apply(self, record, data, values, connection):
        if record:
            raise NotTakenError(self.env._("What has left cannot be changed."))
        order = self._linked_orders([data["order"]], connection)
        if not order:
            raise NotTakenError(self.env._("Its order is not linked to one of ours."))
        return self._ship(order, data)

    def _ship(self, order, data):
        """The delivery of ours that takes these quantities along; the rest stays open."""
        wanted = {}
        for line in data["lines"]:
            wanted[line["sku"]] = wanted.get(line["sku"], 0.0) + float(line["quantity"])
        for picking in order.picking_ids.filtered(lambda one: one.state == "assigned").sorted("id"):
            if self._takes(picking, wanted):
                return self._leave(picking, wanted)
        raise NotTakenError(
            self.env._("No delivery of %(order)s has these quantities reserved.", order=order.name)
        )

    def _takes(self, picking, wanted):
        reserved = {}
        for move in picking.move_ids.filtered(lambda move: move.state != "cancel"):
            sku = move.product_id.default_code or ""
            reserved[sku] = reserved.get(sku, 0.0) + move.quantity
        return all(reserved.get(sku, 0.0) >= much for sku, much in wanted.items())

    def _leave(self, picking, wanted):
        left = dict(wanted)
        for move in picking.move_ids.filtered(lambda move: move.state != "cancel"):
            sku = move.product_id.default_code or ""
            much = min(left.get(sku, 0.0), move.quantity)
            left[sku] = left.get(sku, 0.0) - much
            move.quantity = much
            move.picked = bool(much)
        result = picking.with_context(skip_backorder=True).button_validate()
        if picking.state != "done":
            text = picking.b2b_stop_reason or str(result)[:200]
            raise NotTakenError(self.env._("It does not leave: %(why)s", why=text))
        return picking
