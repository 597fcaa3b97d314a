from odoo import models
from odoo.tools import SQL


class QuantitiesAddUp(models.AbstractModel):
    """Per line: ordered = delivered + still to deliver + cancelled. Nothing forgotten, nothing more."""

    _name = "b2b.audit.promise.quantities"
    _inherit = "b2b.audit.promise"
    _description = "Quantities add up"
    _code = "quantities"
    _sequence = 40

    def _violations(self):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        rows = self.env.execute_query(SQL(self._query(), digits=digits))
        for line_id, order, ordered, delivered, waiting, cancelled in rows:
            yield self._broken(
                "sale.order.line",
                line_id,
                f"{order}: {ordered:g} ordered, {delivered:g} delivered, {waiting:g} to deliver, "
                f"{cancelled:g} cancelled.",
            )
        yield from self._not_as_allocated(digits)

    def _not_as_allocated(self, digits):
        """Lines whose allocations are not what is ordered: less promised, or more still to leave."""
        self.env["b2b.allocation"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id, o.name, l.product_uom_qty * u.factor / pu.factor AS ordered,
                       sum(a.quantity), sum(a.open_quantity), sum(a.delivered_quantity)
                  FROM b2b_allocation a
                  JOIN sale_order_line l ON l.id = a.line_id
                  JOIN sale_order o ON o.id = l.order_id
                  JOIN product_product p ON p.id = l.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  JOIN uom_uom u ON u.id = l.product_uom_id
                  JOIN uom_uom pu ON pu.id = t.uom_id
                 WHERE o.b2b_state IN ('released', 'closed') AND o.state = 'sale'
                 GROUP BY l.id, o.name, u.factor, pu.factor, t.type
                HAVING t.type <> 'service'
                   AND round((l.product_uom_qty * u.factor / pu.factor
                              - sum(a.quantity))::numeric, %(digits)s) > 0
                    OR round((sum(a.open_quantity) + sum(a.delivered_quantity)
                              - greatest(l.product_uom_qty * u.factor / pu.factor,
                                         sum(a.delivered_quantity)))::numeric, %(digits)s) > 0
                """,
                digits=digits,
            )
        )
        for line_id, order, ordered, promised, waiting, delivered in rows:
            yield self._broken(
                "sale.order.line",
                line_id,
                f"{order}: {ordered:g} ordered, {promised:g} promised, {delivered:g} delivered, "
                f"{waiting:g} to deliver.",
            )

    def _query(self):
        """Lines of released orders whose goods moves do not add up, in the product's own unit.

        Delivered is what reached a customer less what came back; still to deliver is what heads
        for one and has no follow-up move yet (the next step of a multi-step warehouse is made when
        this one is done). A cancelled or returned move explains what is missing; more than ordered
        may leave only as an over-delivery.
        """
        return """
            WITH steps AS (
                SELECT m.sale_line_id AS line_id, m.state, m.product_qty, m.quantity,
                       m.product_uom, m.product_id, source.usage AS leaves,
                       reached.usage AS reaches, target.usage AS heads_for,
                       EXISTS (SELECT 1 FROM stock_move_move_rel next
                                WHERE next.move_orig_id = m.id) AS goes_on
                  FROM stock_move m
                  JOIN stock_location source ON source.id = m.location_id
                  JOIN stock_location reached ON reached.id = m.location_dest_id
                  JOIN stock_location target
                    ON target.id = COALESCE(m.location_final_id, m.location_dest_id)
                 WHERE m.sale_line_id IS NOT NULL
            ), moved AS (
                SELECT s.line_id,
                       COALESCE(sum(s.quantity * u.factor / pu.factor)
                                FILTER (WHERE s.state = 'done' AND s.reaches = 'customer'), 0)
                       - COALESCE(sum(s.quantity * u.factor / pu.factor)
                                  FILTER (WHERE s.state = 'done' AND s.leaves = 'customer'), 0)
                           AS delivered,
                       COALESCE(sum(s.product_qty) FILTER (
                           WHERE s.state NOT IN ('done', 'cancel') AND s.heads_for = 'customer'
                             AND NOT s.goes_on), 0) AS waiting,
                       COALESCE(sum(s.product_qty) FILTER (
                           WHERE s.state = 'cancel' AND s.heads_for = 'customer'
                             AND NOT s.goes_on), 0)
                       + COALESCE(sum(s.quantity * u.factor / pu.factor)
                                  FILTER (WHERE s.state = 'done' AND s.leaves = 'customer'), 0)
                           AS cancelled
                  FROM steps s
                  JOIN uom_uom u ON u.id = s.product_uom
                  JOIN product_product p ON p.id = s.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  JOIN uom_uom pu ON pu.id = t.uom_id
                 GROUP BY s.line_id
            ), lines AS (
                SELECT l.id, o.name AS order_name,
                       l.product_uom_qty * u.factor / pu.factor AS ordered,
                       COALESCE(moved.delivered, 0) AS delivered,
                       COALESCE(moved.waiting, 0) AS waiting,
                       COALESCE(moved.cancelled, 0) AS cancelled
                  FROM sale_order_line l
                  JOIN sale_order o ON o.id = l.order_id
                  JOIN product_product p ON p.id = l.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  JOIN uom_uom u ON u.id = l.product_uom_id
                  JOIN uom_uom pu ON pu.id = t.uom_id
                  LEFT JOIN moved ON moved.line_id = l.id
                 WHERE o.b2b_state IN ('released', 'closed') AND o.state = 'sale'
                   AND t.is_storable AND l.display_type IS NULL
            )
            SELECT id, order_name, ordered, delivered, waiting, cancelled FROM lines
             WHERE round((ordered - delivered - waiting - cancelled)::numeric, %(digits)s) > 0
                OR (waiting > 0 AND round((delivered + waiting - ordered)::numeric, %(digits)s) > 0)
        """
