"""What was agreed for goods that are not in stock, done the moment the order is released."""

from odoo import fields, models
from odoo.exceptions import UserError


class OrderShortage(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.order.shortage"
    _description = "Shortages of an order"

    def _b2b_waiting(self):
        """The backorders of these orders."""
        return self.sudo().b2b_allocation_ids.filtered(
            lambda a: a.state == "open" and a.kind == "backorder" and a.waiting_quantity > 0
        )

    def _step_substitute(self):
        """Another product instead, where the account takes one and there is enough of it."""
        if not self.env["b2b.substitute"]._is_used():
            return
        for order in self.filtered(lambda order: order._b2b_term("substitutes")):
            waiting = order._b2b_waiting()
            rules = self.env["b2b.substitute"]._for(waiting.product_id, order.company_id)
            for allocation in waiting if rules else ():
                order._b2b_try_substitutes(
                    allocation, rules.filtered(lambda r, a=allocation: r.product_id == a.product_id)
                )

    def _b2b_try_substitutes(self, allocation, rules):
        self.ensure_one()
        stock = self._b2b_in_stock(rules.substitute_id) if rules else {}
        for rule in rules:
            if stock[rule.substitute_id] < allocation.waiting_quantity * rule.ratio:
                continue
            line = allocation.line_id
            quantity = allocation.uom_id._compute_quantity(
                allocation.waiting_quantity, line.product_uom_id
            )
            try:
                with self.env.cr.savepoint():
                    line._b2b_substitute(rule, quantity)
                return
            except UserError as error:  # over the limit, restricted …: then it waits
                self.message_post(
                    body=self.env._(
                        "%(product)s could not be sent instead: %(why)s",
                        product=rule.substitute_id.display_name,
                        why=str(error),
                    ),
                    subtype_xmlid="mail.mt_note",
                )

    def _b2b_in_stock(self, products):
        """{product: quantity in all warehouses} that this order's account may be promised now."""
        self.ensure_one()
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", self.company_id.id)])
        found = self.env["b2b.availability"]._by_warehouse(
            products, warehouses, tier=self._b2b_tier()
        )
        return {
            product: sum(found.get((product.id, house.id), 0.0) for house in warehouses)
            for product in products
        }

    def _step_cancel_rest(self):
        """What is not there is cancelled, where that was agreed."""
        for order in self.filtered(lambda o: o._b2b_backorder_choice() == "cancel_rest"):
            for line, rows in order._b2b_waiting().grouped("line_id").items():
                line._b2b_close(
                    line.product_id.uom_id._compute_quantity(
                        sum(rows.mapped("waiting_quantity")), line.product_uom_id
                    ),
                    self.env._("Not in stock; the rest is cancelled as agreed."),
                )

    # === STOCK IS KEPT WHILE AN ORDER WAITS === #

    def _step_keep_stock(self):
        """Keep stock for held orders of tiers that want it, for so many hours."""
        keeping = self.filtered(lambda order: order._b2b_tier().keep_stock_hours > 0)
        for order in keeping:
            order._b2b_keep_stock(order._b2b_tier().keep_stock_hours)

    def _b2b_keep_stock(self, hours):
        """Plan as if the order were released and keep what is there. Renewed, never doubled."""
        self.ensure_one()
        Soft = self.env["b2b.soft.reservation"].sudo()
        Soft.search([("order_id", "=", self.id)]).unlink()
        wanted = [
            (line, address, quantity)
            for line in self._b2b_goods().filtered("product_id.is_storable")
            for address, quantity in line._b2b_targets().items()
            if quantity > 0
        ]
        if not wanted:
            return
        expires_on = fields.Datetime.add(fields.Datetime.now(), hours=hours)
        products = {(line, address): line.product_id for line, address, _quantity in wanted}
        Soft._keep(self._b2b_plan(wanted), products, expires_on, order_id=self.id)

    def _step_free_kept_stock(self):
        """What was kept while the order waited is promised now, or free again."""
        self.env["b2b.soft.reservation"].sudo().search([("order_id", "in", self.ids)]).unlink()

    def _step_use_cart_stock(self):
        """What was kept for a cart of the account is promised now."""
        for order in self.filtered(lambda order: order._b2b_tier().keep_cart_minutes > 0):
            self.env["b2b.soft.reservation"]._use_up(order)
