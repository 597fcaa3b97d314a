from odoo import models


class QuantityCheck(models.AbstractModel):
    """Minimum, pack multiple and maximum of each product, over all lines of the order."""

    _name = "b2b.order.check.quantity"
    _inherit = "b2b.order.check"
    _description = "Quantity rules"
    _code = "quantity"
    _sequence = 25
    _about = ("lines",)

    def _find(self, orders):
        rules = self.env["b2b.quantity.rule"]._about(orders.order_line.product_id)
        if not rules:
            return
        for order in orders:
            quantities = self._quantities(order)
            limits = rules._limits(order, quantities)
            for product, quantity in quantities.items():
                yield from self._judge(order, product, quantity, limits[product])

    def _quantities(self, order):
        """{product: quantity in its own unit} of the goods of an order."""
        quantities = {}
        for line, demand in order._b2b_demands():
            own = demand.uom._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id, raise_if_failure=False
            )
            quantities[line.product_id] = quantities.get(line.product_id, 0.0) + own
        return quantities

    def _judge(self, order, product, quantity, limits):
        unit = product.uom_id
        told = {"product": product.display_name, "unit": unit.name, "quantity": f"{quantity:g}"}
        findings = (
            (
                unit.compare(quantity, limits.minimum) < 0 and not order._b2b_is_split(),
                self.env._(
                    "%(product)s: %(quantity)s %(unit)s are under the minimum of %(limit)s."
                ),
                limits.minimum,
            ),
            (
                limits.maximum and unit.compare(quantity, limits.maximum) > 0,
                self.env._("%(product)s: %(quantity)s %(unit)s are over the maximum of %(limit)s."),
                limits.maximum,
            ),
            (
                limits.multiple and self._leaves_rest(quantity, limits.multiple, unit),
                self.env._("%(product)s: %(quantity)s %(unit)s are no multiple of %(limit)s."),
                limits.multiple,
            ),
        )
        for found, message, limit in findings:
            if found:
                yield self._finding(
                    order,
                    message % dict(told, limit=f"{limit:g}"),
                    product=product.id,
                    quantity=quantity,
                    limit=limit,
                )

    def _leaves_rest(self, quantity, multiple, unit):
        packs = round(quantity / multiple)
        return unit.compare(quantity, packs * multiple) != 0
