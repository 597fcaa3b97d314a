from odoo import fields, models

from ..documents.item import Item
from ..documents.order_change import OrderChange
from ..documents.order_response import OrderResponse, ResponseLine, ResponsePart


class RefusalMapper(models.AbstractModel):
    """Documents a person refused before they became orders: every line of them is rejected."""

    _inherit = "b2b.edi.mapper.order.response"

    def _document(self, exchange):
        intake = exchange.refused_intake_id
        return self._refusal(exchange, intake) if intake else super()._document(exchange)

    def _refusal(self, exchange, intake):
        refused = intake._documents()[0]
        is_change = isinstance(refused, OrderChange)
        lines = (line.line if is_change else line for line in refused.lines)
        return OrderResponse(
            number=f"R{intake.id}",
            order_number=refused.order_number if is_change else refused.number,
            status="rejected",
            response_date=fields.Date.context_today(intake),
            lines=tuple(self._turned_away(line) for line in lines if line.quantity),
            order_date=refused.order_date,
            release=refused.release,
            currency=refused.currency or intake.company_id.currency_id.name,
            parties=self._parties(exchange.partner_id, self.env["sale.order"]),
            change_sequence=refused.sequence if is_change else "",
        )

    def _turned_away(self, line):
        reason = self.env._("The order is refused.")
        return ResponseLine(
            line_id=line.line_id,
            item=Item(
                sku=line.sku,
                customer_code=line.customer_code,
                barcode=line.barcode,
                description=line.description,
            ),
            quantity=line.quantity,
            unit=line.unit or "EA",
            parts=(ResponsePart("rejected", line.quantity, reason=reason),),
            ordered_price=line.price,
            price_basis=line.price_basis,
        )
