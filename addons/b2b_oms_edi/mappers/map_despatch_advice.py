from datetime import date

from odoo import fields, models

from ..documents.despatch_advice import DespatchAdvice, Package, ShippedItem, ShippedOrder
from .mapper import decimal


class DespatchAdviceMapper(models.AbstractModel):
    """What was packed and left, package by package, under the numbers on the labels."""

    _name = "b2b.edi.mapper.despatch.advice"
    _inherit = "b2b.edi.mapper"
    _description = "Despatch advices"
    _code = "despatch_advice"

    def _document(self, exchange):
        picking = exchange.picking_id.sudo()
        packed = picking.move_line_ids.filtered(
            lambda one: one.state == "done" and one.quantity and one.move_id.sale_line_id
        )
        if not packed:
            return None
        packages = packed.result_package_id
        if packages:
            (packages | packages.parent_package_id)._b2b_give_sscc(picking.company_id)
        orders = packed.move_id.sale_line_id.order_id
        carrier, tracking, _url = picking._b2b_tracking()
        done = fields.Datetime.context_timestamp(
            picking.with_context(tz=picking.company_id.partner_id.tz or "UTC"), picking.date_done
        )
        return DespatchAdvice(
            number=picking.name,
            despatched_at=done.replace(tzinfo=None),
            orders=tuple(self._shipped_order(order, packed) for order in orders),
            parties=self._parties(exchange.partner_id, orders[:1], picking.partner_id),
            carrier=carrier or "",
            tracking=tracking or "",
            gross_weight=decimal(sum(packages.mapped("shipping_weight")), 3) or None,
            package_count=len(packages) or None,
        )

    def _shipped_order(self, order, packed):
        of_order = packed.filtered(lambda one: one.move_id.sale_line_id.order_id == order)
        head = order.b2b_edi_head or {}
        loose = of_order.filtered(lambda one: not one.result_package_id)
        return ShippedOrder(
            order_number=order.client_order_ref or order.name,
            order_date=head.get("order_date") and date.fromisoformat(head["order_date"]),
            release=head.get("release", ""),
            our_number=order.name,
            packages=tuple(self._packages(of_order - loose)),
            items=tuple(self._items(loose)),
        )

    def _packages(self, packed):
        """Cartons on their pallets, then those that stand alone."""
        by_package = packed.grouped("result_package_id")
        for pallet, cartons in packed.result_package_id.grouped("parent_package_id").items():
            found = tuple(self._package("carton", one, by_package[one]) for one in cartons)
            if pallet:
                yield Package("pallet", pallet.b2b_sscc, packages=found)
            else:
                yield from found

    def _package(self, kind, package, packed):
        weight = decimal(package.shipping_weight, 3) or None
        return Package(kind, package.b2b_sscc, tuple(self._items(packed)), weight=weight)

    def _items(self, packed):
        """One for each order line and lot; serial numbers together."""
        keys = packed.grouped(lambda one: (one.move_id.sale_line_id, self._lot(one)))
        for (line, lot), rows in keys.items():
            quantity = sum(
                row.product_uom_id._compute_quantity(row.quantity, line.product_uom_id, round=False)
                for row in rows
            )
            serials = rows.lot_id.mapped("name") if line.product_id.tracking == "serial" else ()
            yield ShippedItem(
                line_id=self._line_id(line),
                item=self._item(line),
                quantity=decimal(quantity),
                unit=self._unit(line),
                ordered_quantity=self._ordered(line),
                lot=lot.name or "",
                serials=tuple(serials),
            )

    def _ordered(self, line):
        said = (line.b2b_edi_line or {}).get("quantity")
        return decimal(said or line.product_uom_qty + line.b2b_cancelled_quantity)

    def _lot(self, row):
        is_lot = row.product_id.tracking == "lot"
        return row.lot_id if is_lot else row.lot_id.browse()
