from odoo import models


class UnknownProductCheck(models.AbstractModel):
    """Every line must name a product that we sell."""

    _name = "b2b.order.check.unknown_product"
    _inherit = "b2b.order.check"
    _description = "Unknown or discontinued product"
    _code = "unknown_product"
    _sequence = 20
    _about = ("lines",)

    def _find(self, orders):
        unknown = self.env["sale.order"]._b2b_unknown_item()
        for line in orders.order_line:
            product = line.product_id
            if not product or line.b2b_adjustment or line.is_reward_line:
                continue
            if product == unknown:
                item = line.b2b_source_code or line.name or ""
                message = self.env._("Unknown item “%(item)s”.", item=item[:80])
            elif not product.active or not product.sale_ok:
                item = product.display_name
                message = self.env._("“%(item)s” is no longer sold.", item=item)
            else:
                continue
            yield self._finding(line.order_id, message, line=line, item=item, product=product.id)
