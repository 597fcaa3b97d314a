from odoo import api, models
from odoo.tools import html2plaintext

from .resource import amount, quantity

# What buyers can see to themselves, told by name; the rest is reviewed, as on the portal.
TOLD_TO_BUYERS = {
    "account_status", "channel_twin", "credit_expired", "credit_limit", "customer_po", "document",
    "duplicate", "minimum_order", "near_duplicate", "overdue", "payment_terms", "prepayment", "price",
    "quantity", "requested_date", "restricted", "ship_to", "unknown_product",
}  # fmt: skip


class ApiOrderView(models.AbstractModel):
    """Orders as the API tells them: dicts of the kinds in ``order_kinds.py``."""

    _name = "b2b.api.order.view"
    _description = "Orders for the API"

    @api.model
    def _summary(self, order):
        return {
            "id": order.id,
            "name": order.name,
            "number": order.client_order_ref or "",
            "state": order.b2b_state,
            "account": self._partner(order.b2b_account_id),
            "ship_to": self._partner(order.partner_shipping_id),
            "channel": order.b2b_channel or "",
            "ordered": order.date_order,
            "requested_date": order.b2b_requested_date or None,
        } | self._sums(order)

    @api.model
    def _sums(self, order):
        currency = order.currency_id
        return {
            "currency": currency.name,
            "untaxed": amount(currency, order.amount_untaxed),
            "tax": amount(currency, order.amount_tax),
            "total": amount(currency, order.amount_total),
        }

    @api.model
    def _partner(self, partner):
        return {
            "id": partner.id,
            "ref": partner.ref or "",
            "name": partner.name or partner.commercial_partner_id.name or "",
        }

    @api.model
    def _full(self, order, for_account):
        """:param for_account: the reader is the account itself, not our company"""
        blocking = order.b2b_hold_ids.filtered(lambda hold: hold._is_blocking()).sorted("id")
        told = [(hold.code, hold.message, hold.line_id.id or None) for hold in blocking]
        return self._summary(order) | {
            "note": html2plaintext(order.note or ""),
            "holds": [
                {"code": code, "message": message, "line": line}
                for code, message, line in self._reasons(told, for_account)
            ],
            "lines": [self._line(line) for line in self._lines(order)],
        }

    @api.model
    def _reasons(self, told, for_account):
        """Pairs and more that begin with (code, message), as this reader may know them.

        Buyers learn what they can see to themselves, without our figures.
        """
        if not for_account:
            return told
        labels = dict(self.env["b2b.check.policy"]._selection_code())
        review = self.env._("This order is being reviewed. We will come back to you.")
        return [
            (code, labels[code], *more) if code in TOLD_TO_BUYERS else ("review", review, *more)
            for code, _message, *more in told
        ]

    @api.model
    def _lines(self, order):
        return order.order_line.filtered(lambda line: not line.display_type)

    @api.model
    def _line(self, line):
        return {"id": line.id, "ordered_as": line.b2b_source_code or ""} | self._goods(line) | {
            "delivered": quantity(line.qty_delivered),
            "invoiced": quantity(line.qty_invoiced),
            "allocations": [
                {
                    "warehouse": row.warehouse_id.code,
                    "quantity": quantity(row.quantity),
                    "kind": row.kind,
                    "date": row.promised_date or None,
                }
                for row in line.order_id.b2b_allocation_ids.sorted("id")
                if row.line_id == line and row.quantity > 0
            ],
        }  # fmt: skip

    @api.model
    def _goods(self, line):
        unknown = line.product_id == line.order_id._b2b_unknown_item()
        return {
            "sku": "" if unknown else line.product_id.default_code or "",
            "name": line.name or "",
            "quantity": quantity(line.product_uom_qty),
            "unit": line.product_uom_id.name or "",
            "price": round(line.price_unit, 6),
            "discount": round(line.discount, 4),
            "price_source": line.b2b_price_source or "",
            "subtotal": amount(line.currency_id, line.price_subtotal),
        }
