from odoo import api, models
from odoo.fields import Domain

from .answer import Answer
from .operation import Operation
from .order_kinds import ACCOUNT_NAME
from .resource import PAGE, page_of, quantity
from .schema import Choice, ListOf, Maybe, Moment, Number, Text, Told, Whole

STATES = {"assigned": "ready", "done": "shipped", "cancel": "cancelled"}
SHIPMENT = Told(
    {
        "id": Whole(),
        "name": Text(most=60),
        "order": Told({"id": Whole(), "name": Text(most=60), "number": Text(most=200)}),
        "account": ACCOUNT_NAME,
        "ship_to": ACCOUNT_NAME,
        "warehouse": Text("Code of the warehouse.", most=20),
        "state": Choice(("waiting", "ready", "shipped", "cancelled")),
        "planned": Maybe(Moment()),
        "shipped": Maybe(Moment()),
        "carrier": Text(most=200),
        "tracking": Text(most=200),
        "tracking_url": Text(most=2000),
        "lines": ListOf(
            Told(
                {
                    "order_line": Whole(),
                    "sku": Text(most=100),
                    "quantity": Number("In the unit; shipped, or planned."),
                    "unit": Text(most=100),
                }
            )
        ),
    }
)


class ShipmentsResource(models.AbstractModel):
    """Deliveries to accounts."""

    _name = "b2b.api.resource.shipments"
    _inherit = "b2b.api.resource"
    _description = "Shipments"
    _code = "shipments"
    _feed = "shipments"
    _sequence = 50

    @api.model
    def _source(self):
        shown = [
            ("picking_type_code", "in", ("outgoing", "dropship")),
            ("sale_id.b2b_state", "!=", False),
        ]
        return "stock.picking", shown, "sale_id.b2b_account_id"

    @api.model
    def _feed_tell(self, pickings, call):
        return [self._tell(picking) for picking in pickings]

    @api.model
    def _operations(self):
        order = {"order": Whole("Id of the order.")}
        return [
            Operation("GET", "/shipments", "listShipments", "Shipments, the newest first",
                      "shipments:read", "_list", {200: page_of(SHIPMENT)}, query=PAGE | order),
            Operation("GET", "/shipments/{id}", "getShipment", "One shipment", "shipments:read",
                      "_get", {200: SHIPMENT}, parts={"id": Whole()}, versioned=True),
        ]  # fmt: skip

    @api.model
    def _list(self, call):
        order = call.query.get("order")
        domain = Domain("sale_id", "=", order) if order else Domain.TRUE
        return self._page(call, lambda found, _call: [self._tell(p) for p in found], domain)

    @api.model
    def _get(self, call):
        return Answer(200, self._tell(self._one(call)))

    @api.model
    def _tell(self, picking):
        partner = self.env["b2b.api.order.view"]._partner
        carrier, tracking, url = picking._b2b_tracking()
        order = picking.sale_id
        return {
            "id": picking.id,
            "name": picking.name,
            "order": {
                "id": order.id,
                "name": order.name,
                "number": order.client_order_ref or "",
            },
            "account": partner(order.b2b_account_id),
            "ship_to": partner(picking.partner_id or order.partner_shipping_id),
            "warehouse": picking.picking_type_id.warehouse_id.code or "",
            "state": STATES.get(picking.state, "waiting"),
            "planned": picking.scheduled_date or None,
            "shipped": picking.date_done or None,
            "carrier": carrier or "",
            "tracking": tracking or "",
            "tracking_url": url or "",
            "lines": [
                {
                    "order_line": move.sale_line_id.id,
                    "sku": move.product_id.default_code or "",
                    "quantity": quantity(
                        move.quantity if picking.state == "done" else move.product_uom_qty
                    ),
                    "unit": move.product_uom.name,
                }
                for move in picking.move_ids
                if move.sale_line_id and move.state != "cancel"
            ],
        }
