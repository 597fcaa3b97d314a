from odoo import models
from odoo.tools import SQL


class NoOversell(models.AbstractModel):
    """Per product, location, lot, package and owner: what is promised is there, and only once.

    Reserved never passes what is on hand, and equals what the open move lines say.
    """

    _name = "b2b.audit.promise.no_oversell"
    _inherit = "b2b.audit.promise"
    _description = "No oversell"
    _code = "no_oversell"
    _sequence = 10

    def _violations(self):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for quant_id, line_id, product_id, location, reserved, lines, on_hand in self._figures(
            digits
        ):
            name = f"{self.env['product.product'].browse(product_id).display_name} in {location}"
            model, record = ("stock.quant", quant_id) if quant_id else ("stock.move.line", line_id)
            if round(reserved - on_hand, digits) > 0:
                yield self._broken(
                    model, record, f"{name}: {reserved:g} reserved of {on_hand:g} on hand."
                )
            if round(reserved - lines, digits):
                yield self._broken(
                    model, record, f"{name}: {reserved:g} reserved, but {lines:g} on move lines."
                )

    def _figures(self, digits):
        """Rows (quant, move line, product, location, reserved, on lines, on hand) that may break."""
        return self.env.execute_query(
            SQL(
                """
                SELECT min(s.quant), min(s.line), s.product_id, l.complete_name,
                       sum(s.reserved), sum(s.lines), sum(s.on_hand)
                  FROM (SELECT id AS quant, NULL::int AS line, product_id, location_id, lot_id,
                               package_id, owner_id, COALESCE(reserved_quantity, 0) AS reserved,
                               0 AS lines, COALESCE(quantity, 0) AS on_hand
                          FROM stock_quant
                     UNION ALL
                        SELECT NULL, id, product_id, location_id, lot_id, package_id, owner_id,
                               0, quantity_product_uom, 0
                          FROM stock_move_line
                         WHERE state NOT IN ('done', 'cancel')) s
                  JOIN stock_location l ON l.id = s.location_id
                  JOIN product_product p ON p.id = s.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE l.usage IN ('internal', 'transit') AND t.is_storable
                 GROUP BY s.product_id, l.complete_name, s.location_id, s.lot_id, s.package_id,
                          s.owner_id
                HAVING round((sum(s.reserved) - sum(s.lines))::numeric, %(digits)s) <> 0
                    OR sum(s.reserved) > 0
                   AND round((sum(s.reserved) - sum(s.on_hand))::numeric, %(digits)s) > 0
                """,
                digits=digits,
            )
        )
