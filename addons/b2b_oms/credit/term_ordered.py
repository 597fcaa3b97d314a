from odoo import models
from odoo.tools import SQL


class OrderedTerm(models.AbstractModel):
    """Confirmed and not yet on a posted invoice, with tax; down payments on invoices reduce it.

    Odoo itself counts goods invoiced on delivery as nothing until they are delivered. Here they
    count from the confirmation: delivered plus what is still to be delivered. Goods that will
    never be delivered (a cancelled backorder) do not count.
    """

    _name = "b2b.exposure.term.ordered"
    _inherit = "b2b.exposure.term"
    _description = "Confirmed, not invoiced"
    _code = "ordered"
    _sequence = 40
    _reads = (
        "account.move",
        "account.move.line",
        "product.template",
        "sale.order",
        "sale.order.line",
        "stock.move",
    )

    def _select(self, accounts, companies, without):
        return SQL(
            """
            SELECT o.b2b_account_id, o.company_id, o.currency_id,
                   CASE WHEN l.is_downpayment THEN - COALESCE(invoiced.amount, 0)
                        ELSE GREATEST(0, %s - COALESCE(invoiced.quantity, 0)) * %s
                   END
              FROM sale_order o
              JOIN sale_order_line l ON l.order_id = o.id AND l.display_type IS NULL
              LEFT JOIN product_product pp ON pp.id = l.product_id
              LEFT JOIN product_template pt ON pt.id = pp.product_tmpl_id
              LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
              LEFT JOIN uom_uom pu ON pu.id = pt.uom_id
              LEFT JOIN LATERAL (%s) invoiced ON TRUE
              LEFT JOIN LATERAL (%s) moves ON TRUE
             WHERE o.state = 'sale'
               AND o.b2b_state IS DISTINCT FROM 'closed'
               AND o.id NOT IN %s
               AND o.b2b_account_id IN %s
               AND o.company_id IN %s
            """,
            self._expected(),
            self._unit_price(),
            self._invoiced(),
            self._to_deliver(),
            without,
            accounts,
            companies,
        )

    def _expected(self):
        """What will be invoiced in the end, in the line's unit."""
        return SQL(
            """
            CASE WHEN pt.invoice_policy = 'delivery' AND moves.count > 0
                 THEN l.qty_delivered + LEAST(GREATEST(l.product_uom_qty - l.qty_delivered, 0),
                                              COALESCE(moves.open, 0) * pu.factor / lu.factor)
                 ELSE GREATEST(l.product_uom_qty, l.qty_delivered)
            END
            """
        )

    def _unit_price(self):
        """With tax and discount; unrounded, as Odoo keeps the line's total."""
        return SQL("COALESCE(l.price_total / NULLIF(l.product_uom_qty, 0), l.price_unit, 0)")

    def _invoiced(self):
        return SQL(
            """
            SELECT SUM(sign * il.quantity * iu.factor / lu.factor) AS quantity,
                   SUM(sign * il.price_total) AS amount
              FROM sale_order_line_invoice_rel r
              JOIN account_move_line il ON il.id = r.invoice_line_id
              JOIN account_move m ON m.id = il.move_id AND m.state = 'posted'
              LEFT JOIN uom_uom iu ON iu.id = COALESCE(il.product_uom_id, lu.id),
                   LATERAL (SELECT CASE WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END AS sign) s
             WHERE r.order_line_id = l.id
            """
        )

    def _to_deliver(self):
        """Whether the line has deliveries at all, and how much is open, in the product's unit."""
        return SQL(
            """
            SELECT COUNT(*) AS count,
                   SUM(sm.product_qty) FILTER (WHERE sm.state NOT IN ('done', 'cancel')) AS open
              FROM stock_move sm
              JOIN stock_location d ON d.id = COALESCE(sm.location_final_id, sm.location_dest_id)
             WHERE sm.sale_line_id = l.id AND d.usage IN ('customer', 'transit')
            """
        )
