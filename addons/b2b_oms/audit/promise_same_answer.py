from odoo import models

from ..const import PRICE_DIGITS

# The newest orders speak for all: what is compared are two ways to one answer, not old data.
ORDERS = 100


class SameAnswer(models.AbstractModel):
    """What a buyer is told a product costs is what the confirmation charges for it."""

    _name = "b2b.audit.promise.same_answer"
    _inherit = "b2b.audit.promise"
    _description = "Same answer everywhere"
    _code = "same_answer"
    _sequence = 60

    def _violations(self):
        newest = self.env["sale.order"].search(
            [("b2b_state", "in", ("received", "held", "released"))], limit=ORDERS, order="id desc"
        )
        for order in newest:
            for line, quote in order._b2b_quotes().items():
                alone = len(
                    order.order_line.filtered(lambda o, p=line.product_id: o.product_id == p)
                )
                if alone == 1 and not quote.rule.b2b_mix_and_match:
                    yield from self._compare(order, line, quote)

    def _compare(self, order, line, quote):
        told = order.pricelist_id.with_company(order.company_id)._get_product_price(
            line.product_id.with_context(**line._get_product_price_context()),
            line.product_uom_qty or 1.0,
            uom=line.product_uom_id,
            date=order._b2b_price_moment(),
            currency=order.currency_id,
            account=order.partner_id,
        )
        if abs(told - quote.price) > 10.0**-PRICE_DIGITS:
            yield self._broken(
                "sale.order.line",
                line.id,
                f"{order.name}: {line.product_id.display_name} is told at {told:g} and would be "
                f"charged at {quote.price:g}.",
            )
