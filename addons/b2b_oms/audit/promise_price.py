from odoo import models
from odoo.tools import SQL

from ..const import PRICE_DIGITS


class PriceExplained(models.AbstractModel):
    """Every released line's price is the engine's, or says what made it differ."""

    _name = "b2b.audit.promise.price"
    _inherit = "b2b.audit.promise"
    _description = "The price is explained"
    _code = "price"
    _sequence = 50

    def _violations(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id
                  FROM sale_order_line l
                  JOIN sale_order o ON o.id = l.order_id
                 WHERE o.b2b_state IN ('released', 'closed') AND o.state = 'sale'
                   AND l.product_id IS NOT NULL AND l.display_type IS NULL
                   AND (l.b2b_price_source IS NULL
                        OR (l.b2b_price_source = 'given'
                            AND COALESCE(l.b2b_price_reason, '') = '')
                        OR (l.b2b_price_source != 'given' AND abs(
                            l.price_unit * (1 - COALESCE(l.discount, 0) / 100)
                            - l.b2b_engine_price) > %s))
                """,
                10.0**-PRICE_DIGITS,
            )
        )
        lines = self.env["sale.order.line"].browse(row[0] for row in rows)
        for order, suspects in lines.grouped("order_id").items():
            for line in suspects & order._get_update_prices_lines():
                if line._b2b_is_priced():
                    yield self._broken(
                        "sale.order.line",
                        line.id,
                        f"{order.name}: nothing explains {line.price_unit:g} for "
                        f"{line.product_id.display_name}.",
                    )
