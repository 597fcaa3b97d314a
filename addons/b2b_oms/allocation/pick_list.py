"""What a picker carries through the warehouse: a delivery's goods in the order of their places."""

import base64
import re
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.tools.barcode import createBarcodeDrawing


class PickLine(NamedTuple):
    """One place to go to.

    ``quantity`` is in ``unit``; ``packs`` says the same in packs, empty where there are none.
    ``part`` is the buyer's own number, ``expiry`` the lot's date where lots have one.
    """

    location: str
    product: Any  # product.product
    part: str
    lot: str
    expiry: Any
    package: str
    quantity: float
    unit: Any  # uom.uom
    packs: str


class Missing(NamedTuple):
    """Goods of the delivery that are not there yet: not to be looked for."""

    product: Any
    quantity: float
    unit: Any


class PickList(models.AbstractModel):
    """Adopted by ``stock.picking``."""

    _name = "b2b.pick.list"
    _description = "Pick list"

    b2b_packing_note = fields.Text(
        string="Packing Instructions", compute="_compute_b2b_notes", groups="base.group_user"
    )
    b2b_shipping_note = fields.Text(
        string="Shipping Instructions", compute="_compute_b2b_notes", groups="base.group_user"
    )

    @api.depends("partner_id", "move_ids.sale_line_id")
    def _compute_b2b_notes(self):
        """What the account wants, then what this address wants beside it."""
        for picking in self:
            address = picking._b2b_ship_to().sudo()
            asked = address.commercial_partner_id | address
            for field in ("b2b_packing_note", "b2b_shipping_note"):
                picking[field] = "\n".join(filter(None, asked.mapped(field))) or False

    def _b2b_ship_to(self):
        """Where the goods of this step end up: the pick of three steps goes to no customer itself."""
        self.ensure_one()
        if self.picking_type_code not in ("outgoing", "internal"):
            return self.partner_id.browse()
        promised = self.move_ids.sudo().b2b_allocation_id.ship_to_id.with_env(self.env)
        return promised[:1] or (
            self.partner_id
            if self.picking_type_code == "outgoing"
            else self._b2b_orders().partner_shipping_id.with_env(self.env)[:1]
        )

    # === WHAT IS PRINTED === #

    def _b2b_barcode(self):
        """The delivery's number as a picture for ``src``: drawn, it is sharp on any printer.

        Odoo's own barcodes are painted and need a library that is not everywhere.
        """
        self.ensure_one()
        drawing = createBarcodeDrawing("Code128", value=self.name, width=300, height=48)
        picture = base64.b64encode(drawing.asString("svg").encode()).decode()
        return f"data:image/svg+xml;base64,{picture}"

    def _b2b_pick_lines(self):
        """The reserved goods of one delivery by their places: list of :class:`PickLine`."""
        self.ensure_one()
        parts, packs = self._b2b_part_numbers(), self._b2b_pack_sizes()
        lines = [
            PickLine(
                line.location_id.display_name,
                line.product_id,
                parts.get(line.product_id, ""),
                line.lot_id.name or line.lot_name or "",
                "expiration_date" in line.lot_id._fields and line.lot_id.expiration_date,
                line.package_id.display_name or "",
                line.quantity,
                line.product_uom_id,
                line._b2b_in_packs(packs.get(line.product_id, 0.0)),
            )
            for line in self.move_line_ids
            if line.quantity > 0
        ]
        return sorted(lines, key=_way)

    def _b2b_missing_goods(self):
        """What the delivery still waits for: list of :class:`Missing`."""
        self.ensure_one()
        waiting = self.move_ids.filtered(
            lambda move: (
                move.state in ("confirmed", "partially_available", "waiting")
                and move.product_uom.compare(move.product_uom_qty, move.quantity) > 0
            )
        )
        return [
            Missing(move.product_id, move.product_uom_qty - move.quantity, move.product_uom)
            for move in waiting
        ]

    def _b2b_part_numbers(self):
        """{product: the account's own number for it}."""
        account = self._b2b_ship_to().commercial_partner_id | self._b2b_orders().b2b_account_id
        found = self.env["b2b.customer.part"].sudo()._of(account, self.move_ids.product_id)
        return {product: parts[0].code for product, parts in found.items()}

    def _b2b_pack_sizes(self):
        """{product: how many are in a pack} by the quantity rules of whose order it is."""
        packs = {}
        for order in self._b2b_orders():
            packs |= order._b2b_packs(self.move_ids.product_id)
        return packs


def _way(line):
    """The way through the warehouse: A-2 comes before A-10."""
    place = [int(bit) if bit.isdigit() else bit for bit in re.split(r"(\d+)", line.location)]
    return place, line.product.default_code or "", line.product.id, line.lot
