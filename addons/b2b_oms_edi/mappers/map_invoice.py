from datetime import date
from decimal import Decimal

from odoo import models

from odoo.addons.b2b_oms.documents.party import AllowanceCharge, PaymentTerms

from ..documents.invoice import Invoice, InvoiceLine, Tax
from .mapper import decimal, money, unit_code

ZERO = Decimal(0)


class InvoiceMapper(models.AbstractModel):
    """The posted invoice, cent for cent: what does not add up is not sent."""

    _name = "b2b.edi.mapper.invoice"
    _inherit = "b2b.edi.mapper"
    _description = "Invoices"
    _code = "invoice"

    def _document(self, exchange):
        move = exchange.move_id.sudo()
        if move.state != "posted":
            return None
        billed = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        charged = billed.filtered(lambda line: self._is_charge(line))
        orders = billed.sale_line_ids.order_id
        order = orders[:1]
        head = order.b2b_edi_head or {}
        lines = tuple(self._lines(billed - charged))
        return Invoice(
            number=move.name,
            invoice_date=move.invoice_date,
            currency=move.currency_id.name,
            lines=lines,
            lines_total=sum((line.amount for line in lines), ZERO),
            taxable_total=money(move.amount_untaxed, move.currency_id),
            tax_total=money(move.amount_tax, move.currency_id),
            total=money(move.amount_total, move.currency_id),
            payable=money(move.amount_residual, move.currency_id),
            kind="credit" if move.move_type == "out_refund" else "invoice",
            order_number=order.client_order_ref or order.name or "",
            order_date=head.get("order_date") and date.fromisoformat(head["order_date"]),
            our_number=order.name or "",
            despatch_number=self._despatch_number(billed),
            corrects=move.reversed_entry_id.name or "",
            parties=self._parties(exchange.partner_id, order),
            allowances=tuple(self._charge(line) for line in charged),
            taxes=tuple(self._taxes(move, billed)),
            terms=PaymentTerms(
                text=move.invoice_payment_term_id.name or "",
                net_days=max((move.invoice_date_due - move.invoice_date).days, 0),
                due_date=move.invoice_date_due,
            ),
        )

    # === LINES === #

    def _is_charge(self, line):
        """Discounts, fees and freight have no item the buyer could look for."""
        adjusted = any(line.sale_line_ids.mapped("b2b_adjustment"))
        return adjusted or line.price_subtotal < 0 or not line.product_id.default_code

    def _lines(self, billed):
        used = set()
        unordered = billed.filtered(lambda line: not line.sale_line_ids).product_id
        items = self._product_items(unordered, billed.move_id.commercial_partner_id)
        for number, line in enumerate(billed, 1):
            sale_line = line.sale_line_ids[:1]
            order_line_id = self._line_id(sale_line) if sale_line else ""
            line_id = order_line_id if order_line_id not in used | {""} else f"{number + 1000}"
            used.add(line_id)
            order = sale_line.order_id
            yield InvoiceLine(
                line_id=line_id,
                item=self._item(sale_line) if sale_line else items[line.product_id],
                quantity=decimal(line.quantity),
                unit=self._unit(sale_line) if sale_line else unit_code(line.product_uom_id),
                price=decimal(line.price_unit * (1 - (line.discount or 0.0) / 100)),
                amount=money(line.price_subtotal, line.currency_id),
                price_basis=Decimal((sale_line.b2b_edi_line or {}).get("basis") or 1),
                tax_rate=self._rate(line),
                tax_category=self._category(line),
                order_number=order.client_order_ref or order.name or "",
                order_line_id=order_line_id,
            )

    def _charge(self, line):
        return AllowanceCharge(
            is_charge=line.price_subtotal > 0,
            amount=abs(money(line.price_subtotal, line.currency_id)),
            text=(line.name or line.product_id.name or "")[:80].replace("\n", " "),
        )

    def _despatch_number(self, billed):
        """The delivery the invoice is for; empty when it is for several."""
        claims = self.env["b2b.billing.claim"].search([("line_id", "in", billed.ids)])
        pickings = claims.move_id.picking_id
        return pickings.name if len(pickings) == 1 else ""

    # === TAX === #

    def _rate(self, line):
        return decimal(sum(line.tax_ids.flatten_taxes_hierarchy().mapped("amount")))

    def _category(self, line):
        return "S" if self._rate(line) else "Z"

    def _taxes(self, move, billed):
        """What was taxed at each rate; the sum is the invoice's own, cent for cent."""
        currency, groups = move.currency_id, {}
        for line in billed:
            key = (self._category(line), self._rate(line))
            base, amount = groups.get(key, (ZERO, ZERO))
            tax = line.price_total - line.price_subtotal
            groups[key] = (
                base + money(line.price_subtotal, currency),
                amount + money(tax, currency),
            )
        rest = money(move.amount_tax, currency) - sum((tax for _base, tax in groups.values()), ZERO)
        taxed = [key for key in groups if key[1]]
        if rest and taxed:  # tax was rounded over the whole invoice, not by line
            base, amount = groups[taxed[-1]]
            groups[taxed[-1]] = (base, amount + rest)
        for (category, rate), (base, amount) in groups.items():
            yield Tax(rate=rate, base=base, amount=amount, category=category)
