"""Each delivery of an order apart, as its buyer follows it."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from odoo import fields, models


class Shipment(NamedTuple):
    """``picking`` is ``stock.picking``, sudo; ``lines`` are (product, quantity, unit)."""

    picking: Any
    label: str
    colour: str
    is_gone: bool
    day: datetime | None
    arrived_on: datetime | None
    carrier: str
    tracking: str
    tracking_url: str
    packages: str
    lines: list


class OrderShipments(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.portal.order.shipments"
    _description = "Shipments of an order"

    def _portal_pickings(self):
        """The deliveries to customers, not the steps inside the warehouse: ``stock.picking``, sudo."""
        return self.sudo().picking_ids.filtered(
            lambda picking: (
                picking.location_dest_id.usage == "customer" and picking.state != "cancel"
            )
        )

    def _portal_shipments(self):
        """List of :class:`Shipment`, what left first in front."""
        self.ensure_one()
        last = fields.Datetime.to_datetime("9999-12-31")
        pickings = self._portal_pickings().sorted(
            lambda picking: (picking.date_done or last, picking.scheduled_date, picking.id)
        )
        return [picking._portal_shipment() for picking in pickings]


class PickingShipment(models.AbstractModel):
    """Adopted by ``stock.picking``."""

    _name = "b2b.portal.picking.shipment"
    _description = "Delivery as its buyer sees it"

    b2b_arrived_on = fields.Datetime(
        string="Arrived On", copy=False, readonly=True, groups="base.group_user",
        help="When the buyer said that it is there.",
    )  # fmt: skip
    b2b_arrived_by_id = fields.Many2one(
        "res.users", string="Arrival Told By", copy=False, readonly=True, groups="base.group_user"
    )

    def _portal_shipment(self):
        self.ensure_one()
        label, colour = self._portal_status()
        carrier, tracking, url = self._b2b_tracking()
        gone = self.state == "done"
        return Shipment(
            self,
            label,
            colour,
            gone,
            self.date_done if gone else self.scheduled_date,
            self.b2b_arrived_on or (self.date_done if gone and self.is_signed else None),
            carrier or "",
            tracking or "",
            web_link(url),
            self._b2b_package_names(),
            self._portal_shipped_lines(),
        )

    def _portal_status(self):
        """(words, Bootstrap colour)."""
        if self.state == "done":
            return (
                (self.env._("Delivered"), "success")
                if self.b2b_arrived_on or self.is_signed
                else (self.env._("Shipped"), "success")
            )
        if self.sudo().sale_id.b2b_is_stopped:
            return self.env._("Waiting"), "warning"
        if self.state == "assigned":
            return self.env._("Being prepared"), "primary"
        return self.env._("Waiting for goods"), "secondary"

    def _portal_shipped_lines(self):
        """[(product, quantity, unit)] of what is or will be in it."""
        rows = {}
        for move in self.move_ids.filtered(lambda move: move.state != "cancel"):
            key = move.product_id, move.product_uom
            amount = move.quantity if self.state == "done" else move.product_uom_qty
            rows[key] = rows.get(key, 0.0) + amount
        return [(product, amount, unit) for (product, unit), amount in rows.items() if amount]

    def _portal_arrived(self, buyer):
        """The buyer says that it is there. Twice says nothing more.

        :param buyer: :class:`Buyer` whose delivery it is
        """
        for picking in self.sudo().filtered(lambda p: p.state == "done" and not p.b2b_arrived_on):
            picking.write(
                {"b2b_arrived_on": fields.Datetime.now(), "b2b_arrived_by_id": buyer.user.id}
            )


def web_link(url):
    """The address of a page on the web, else nothing: no script of whoever typed the tracking page."""
    return url if url and urlsplit(url).scheme in ("http", "https") else ""
