from datetime import date
from decimal import Decimal

from odoo import fields, models

from ..documents.item import Item
from ..documents.order_response import OrderResponse, ResponseLine, ResponsePart
from .mapper import decimal

ZERO = Decimal(0)


class OrderResponseMapper(models.AbstractModel):
    """What was decided about an order, line by line; the parts of a line add up to what was ordered."""

    _name = "b2b.edi.mapper.order.response"
    _inherit = "b2b.edi.mapper"
    _description = "Order responses"
    _code = "order_response"

    def _document(self, exchange):
        order = exchange.order_id.sudo()
        if not order.b2b_state or order.b2b_state == "received":
            return None  # nothing is decided: the next step says more
        lines = [self._line(order, line) for line in self._buyers_lines(order)]
        lines += [self._refused(said) for said in order.b2b_edi_refused or ()]
        head = order.b2b_edi_head or {}
        sequence = order.b2b_edi_change_sequence
        return OrderResponse(
            number=order.name,
            order_number=order.client_order_ref or order.name,
            status=self._status(order, lines),
            response_date=fields.Date.context_today(order),
            lines=tuple(lines),
            order_date=head.get("order_date") and date.fromisoformat(head["order_date"]),
            release=head.get("release", ""),
            currency=order.currency_id.name,
            parties=self._parties(exchange.partner_id, order),
            change_sequence=str(sequence) if sequence else "",
        )

    def _test_document(self, partner):
        """The response to an order that never was: one line, accepted."""
        part = ResponsePart("accepted", Decimal(1))
        item = Item(sku="TEST", description="Test")
        line = ResponseLine("1", item, Decimal(1), "EA", (part,), Decimal(1))
        return OrderResponse(
            number="TEST",
            order_number="TEST",
            status="accepted",
            response_date=fields.Date.context_today(partner),
            lines=(line,),
            currency=partner.company_id.currency_id.name,
            parties=self._parties(partner, self.env["sale.order"]),
            note="This is a test.",
        )

    def _buyers_lines(self, order):
        """Lines the buyer ordered; fees, rewards and substitutes are ours."""
        return order.order_line.filtered(
            lambda line: (
                line.product_id
                and not line.display_type
                and not line.b2b_adjustment
                and not line.is_reward_line
                and not line.is_downpayment
                and not line.b2b_substituted_line_id
            )
        )

    def _status(self, order, lines):
        if order.b2b_state == "held":
            return "on_hold"
        parts = [part.status for line in lines for part in line.parts]
        if all(status in ("rejected", "cancelled") for status in parts):
            return "rejected"
        return "accepted" if all(status == "accepted" for status in parts) else "changed"

    # === LINES === #

    def _line(self, order, line):
        said = line.b2b_edi_line or {}
        kept = decimal(line.product_uom_qty)
        ordered = decimal(said.get("quantity") or 0) or kept + decimal(line.b2b_cancelled_quantity)
        parts = self._parts(order, line, ordered)
        known = sum((part.quantity for part in parts), ZERO)
        if known > ordered:
            ordered = known  # a person of ours raised it
        elif known < ordered:
            parts.append(self._rejected(line, ordered - known))
        price = said.get("price")
        return ResponseLine(
            line_id=self._line_id(line),
            item=self._item(line),
            quantity=ordered,
            unit=self._unit(line),
            parts=tuple(parts),
            price=decimal(line._b2b_effective_price()),
            ordered_price=decimal(price) if price is not None else None,
            price_basis=Decimal(said.get("basis") or 1),
            action=said.get("action", ""),
        )

    def _parts(self, order, line, ordered):
        kept = decimal(line.product_uom_qty)
        if order.b2b_state == "held":
            return [ResponsePart("on_hold", ordered, reason=self._hold_words(line))]
        if order.b2b_state == "cancelled":
            return [ResponsePart("rejected", ordered, reason=self.env._("The order is cancelled."))]
        waiting = [
            part
            for allocation in self._waiting(line)
            for part in self._backordered(line, allocation)
        ]
        coming = kept - sum((part.quantity for part in waiting), ZERO)
        parts = [self._coming(line, coming)] if coming > 0 else []
        return [*parts, *waiting, *self._substituted(order, line)]

    def _hold_words(self, line):
        """Only what concerns the line and is no secret of ours; credit is none of EDI's business."""
        unknown = self.env["sale.order"]._b2b_unknown_item()
        return self.env._("We are looking for the item.") if line.product_id == unknown else ""

    def _waiting(self, line):
        return line.b2b_allocation_ids.filtered(
            lambda one: one.state == "open" and one.waiting_quantity > 0
        ).sorted(lambda one: one.promised_date or date.max)

    def _backordered(self, line, allocation):
        quantity = line.product_id.uom_id._compute_quantity(
            allocation.waiting_quantity, line.product_uom_id, round=False
        )
        yield ResponsePart(
            "backordered",
            decimal(quantity),
            ship_date=allocation.promised_date or None,
            reason_code="not_in_stock",
        )

    def _coming(self, line, quantity):
        promised = [
            one.promised_date
            for one in line.b2b_allocation_ids
            if one.promised_date and one.open_quantity > one.waiting_quantity
        ]
        ship_date = max(promised, default=None)
        return ResponsePart(self._coming_status(line, ship_date), quantity, ship_date=ship_date)

    def _coming_status(self, line, ship_date):
        price = (line.b2b_edi_line or {}).get("price")
        rounding = 10**-4
        if price and abs(price - line._b2b_effective_price()) > rounding:
            return "price_changed"
        wanted = line.b2b_requested_date or line.order_id.b2b_requested_date
        if wanted and ship_date and ship_date > wanted:
            return "date_changed"
        return "accepted"

    def _substituted(self, order, line):
        """What goes instead, in the quantity of what it stands for."""
        others = order.order_line.filtered(lambda one: one.b2b_substituted_line_id == line)
        cancelled = decimal(line.b2b_cancelled_quantity)
        for other in others[:1] if cancelled else ():
            yield ResponsePart(
                "substituted",
                cancelled,
                substitute=Item(
                    sku=other.product_id.default_code or "", description=other.product_id.name
                ),
            )

    def _rejected(self, line, quantity):
        return ResponsePart("rejected", quantity, reason_code="not_in_stock")

    def _refused(self, said):
        """A line that was refused when the order came."""
        quantity = decimal(said.get("quantity") or 0)
        reason = self.env._("We do not know this item.")
        return ResponseLine(
            line_id=said.get("id", ""),
            item=Item(
                sku=said.get("sku", ""),
                customer_code=said.get("customer_code", ""),
                barcode=said.get("barcode", ""),
                description=said.get("description", ""),
            ),
            quantity=quantity,
            unit=said.get("unit") or "EA",
            parts=(ResponsePart("rejected", quantity, reason=reason, reason_code="unknown_item"),),
        )
