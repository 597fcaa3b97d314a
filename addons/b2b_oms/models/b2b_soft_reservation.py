from collections import defaultdict

from odoo import api, fields, models


class SoftReservation(models.Model):
    """Stock kept for an order that is not released yet. It ends by itself.

    Kept from other orders of accounts: nothing is promised from it. Odoo's own transfers may still
    take it, as they may before every release.
    """

    _name = "b2b.soft.reservation"
    _description = "Kept stock"
    _order = "expires_on, id"
    _rec_name = "product_id"

    order_id = fields.Many2one("sale.order", ondelete="cascade", index="btree_not_null")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    expires_on = fields.Datetime(required=True, index=True)

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "Keep more than nothing.")

    @api.model
    def _held(self, products, warehouses, without_order=None):
        """{(product id, warehouse id): quantity} that nothing new may be promised from.

        What was promised a moment ago and is not reserved yet counts as well.

        :param without_order: ``sale.order`` for which stock may be kept; its own does not count
        """
        domain = [
            ("product_id", "in", products.ids),
            ("warehouse_id", "in", warehouses.ids),
            ("expires_on", ">", fields.Datetime.now()),
        ]
        if without_order:
            domain.append(("order_id", "not in", without_order.ids))
        held = defaultdict(float)
        held |= self.env["b2b.allocation"]._promised_without_moves(products, warehouses)
        rows = self.sudo()._read_group(domain, ["product_id", "warehouse_id"], ["quantity:sum"])
        for product, warehouse, quantity in rows:
            held[product.id, warehouse.id] += quantity
        return held

    # === GOODS REPORTED MISSING === #

    @api.model
    def _block(self, product, warehouse, quantity, days):
        """Promise nothing from goods that a picker did not find, until they are counted."""
        self.sudo().create(
            {
                "product_id": product.id,
                "warehouse_id": warehouse.id,
                "quantity": quantity,
                "expires_on": fields.Datetime.add(fields.Datetime.now(), days=days),
            }
        )

    @api.model
    def _unblock(self, products, warehouses):
        self.sudo().search(
            [
                ("order_id", "=", False),
                ("product_id", "in", products.ids),
                ("warehouse_id", "in", warehouses.ids),
            ]
        ).unlink()

    @api.model
    def _blocked(self, products, warehouses):
        """{(product id, warehouse id): quantity} reported missing and not counted yet."""
        rows = self.sudo()._read_group(
            [
                ("order_id", "=", False),
                ("product_id", "in", products.ids),
                ("warehouse_id", "in", warehouses.ids),
                ("expires_on", ">", fields.Datetime.now()),
            ],
            ["product_id", "warehouse_id"],
            ["quantity:sum"],
        )
        return {(product.id, warehouse.id): amount for product, warehouse, amount in rows}

    @api.autovacuum
    def _gc_expired(self):
        self.sudo().search([("expires_on", "<", fields.Datetime.now())]).unlink()
