from odoo import models
from odoo.tools import SQL


class NoOversell(models.AbstractModel):
    """Per product, location, lot, package and owner: reserved never passes what is on hand."""

    _name = "b2b.audit.promise.no_oversell"
    _inherit = "b2b.audit.promise"
    _description = "No oversell"
    _code = "no_oversell"
    _sequence = 10

    def _violations(self):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT min(q.id), q.product_id, l.complete_name,
                       sum(q.reserved_quantity), sum(COALESCE(q.quantity, 0))
                  FROM stock_quant q
                  JOIN stock_location l ON l.id = q.location_id
                 WHERE l.usage IN ('internal', 'transit')
                 GROUP BY q.product_id, l.complete_name, q.location_id, q.lot_id, q.package_id,
                          q.owner_id
                HAVING sum(q.reserved_quantity) > 0
                   AND round((sum(q.reserved_quantity) - sum(COALESCE(q.quantity, 0)))::numeric, %s) > 0
                """,
                digits,
            )
        )
        for quant_id, product_id, location, reserved, on_hand in rows:
            product = self.env["product.product"].browse(product_id)
            yield self._broken(
                "stock.quant",
                quant_id,
                f"{product.display_name} in {location}: {reserved:g} reserved of {on_hand:g} on hand.",
            )
