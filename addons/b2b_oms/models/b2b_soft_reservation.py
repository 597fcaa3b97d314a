from collections import defaultdict
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..routing.words import Need

# Kept for nobody: goods a picker did not find.
MISSING = Domain("order_id", "=", False) & Domain("account_id", "=", False)


class Kept(NamedTuple):
    """What is kept for a cart: {product: quantity in its unit}, and until when (naive UTC)."""

    quantities: dict
    expires_on: Any


class SoftReservation(models.Model):
    """Stock kept for an order that is not released yet, or for a buyer's cart. It ends by itself.

    Kept from others: nothing is promised from it. Odoo's own transfers may still take it, as they
    may before every release.
    """

    _name = "b2b.soft.reservation"
    _description = "Kept stock"
    _order = "expires_on, id"
    _rec_name = "product_id"

    order_id = fields.Many2one("sale.order", ondelete="cascade", index="btree_not_null")
    account_id = fields.Many2one(
        "res.partner",
        ondelete="cascade",
        index="btree_not_null",
        help="Kept for a cart of this account.",
    )
    cart = fields.Char(help="Which of the account's carts.")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    expires_on = fields.Datetime(required=True, index=True)
    kept_for = fields.Char(compute="_compute_kept_for")

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "Keep more than nothing.")

    @api.depends("order_id", "account_id")
    def _compute_kept_for(self):
        for kept in self:
            if kept.order_id:
                kept.kept_for = self.env._("Order %(name)s", name=kept.order_id.name)
            elif kept.account_id:
                kept.kept_for = self.env._("Cart of %(account)s", account=kept.account_id.name)
            else:
                kept.kept_for = self.env._("Nobody: reported missing, to be counted")

    @api.model
    def _held(self, products, warehouses, without_order=None, account=None):
        """{(product id, warehouse id): quantity} that nothing new may be promised from.

        What was promised a moment ago and is not reserved yet counts as well.

        :param without_order: ``sale.order`` for which stock may be kept; its own does not count
        :param account: the account that asks; what is kept for its carts does not count
        """
        domain = self._alive() & self._of(products, warehouses)
        if without_order:
            domain &= Domain("order_id", "not in", without_order.ids)
        if account:
            domain &= Domain("account_id", "not in", account.ids)
        held = defaultdict(float)
        held |= self.env["b2b.allocation"]._promised_without_moves(products, warehouses)
        rows = self.sudo()._read_group(domain, ["product_id", "warehouse_id"], ["quantity:sum"])
        for product, warehouse, quantity in rows:
            held[product.id, warehouse.id] += quantity
        return held

    def _alive(self):
        return Domain("expires_on", ">", fields.Datetime.now())

    def _of(self, products, warehouses):
        return Domain("product_id", "in", products.ids) & Domain(
            "warehouse_id", "in", warehouses.ids
        )

    @api.model
    def _keep(self, plan, products, expires_on, **owner):
        """Keep what a plan takes from stock.

        :param plan: ``routing_plan.Plan``
        :param products: {key of its needs: ``product.product``}
        :param owner: ``order_id``, or ``account_id`` and ``cart``
        """
        return self.sudo().create(
            [
                owner
                | {
                    "product_id": products[share.key].id,
                    "warehouse_id": share.warehouse.id,
                    "quantity": share.quantity,
                    "expires_on": expires_on,
                }
                for share in plan.shares
                if share.kind == "stock"
            ]
        )

    # === A BUYER'S CART === #

    @api.model
    def _keep_for_cart(self, account, quantities, company, cart="", ship_to=None):
        """Keep stock for a cart for as many minutes as the account's tier allows.

        Called again it begins anew: what the cart kept is let go, what it asks now is kept, the
        minutes run from now. Where less is there, less is kept; nothing raises, no order is made.
        The warehouses are those an order would be served from. An order of the account uses up what
        is kept for it when it is released.

        :param account: ``res.partner``, the commercial partner that buys
        :param quantities: {``product.product``: quantity in the product's own unit}
        :param company: ``res.company`` that sells
        :param cart: name of the cart, where an account has several
        :param ship_to: ``res.partner`` the goods would go to; default the account
        :return: :class:`Kept`; without quantities where the tier keeps nothing for carts
        """
        self._let_cart_go(account, company, cart)
        minutes = account.sudo().with_company(company).b2b_tier_id.keep_cart_minutes
        wanted = {p: q for p, q in quantities.items() if q > 0 and p.is_storable}
        if minutes <= 0 or not wanted:
            return Kept({}, False)
        self.env["b2b.account.turn"]._wait((), self.env["product.product"].concat(*wanted))
        needs = [Need(p, p, quantity, ship_to or account) for p, quantity in wanted.items()]
        plan = self.env["b2b.routing.plan"]._plan(account, needs, company)
        expires_on = fields.Datetime.add(fields.Datetime.now(), minutes=minutes)
        products = {product: product for product in wanted}
        rows = self._keep(plan, products, expires_on, account_id=account.id, cart=cart)
        return Kept(rows._sums(), expires_on if rows else False)

    @api.model
    def _kept_for_cart(self, account, company, cart=""):
        """What is kept for a cart now, as :class:`Kept`; ``expires_on`` False where nothing is."""
        rows = self.sudo().search(self._alive() & self._of_cart(account, company, cart))
        return Kept(rows._sums(), min(rows.mapped("expires_on"), default=False))

    @api.model
    def _let_cart_go(self, account, company, cart=""):
        """Keep nothing for this cart any more: it was emptied, or its buyer left."""
        self.sudo().search(self._of_cart(account, company, cart)).unlink()

    def _of_cart(self, account, company, cart):
        return (
            Domain("account_id", "=", account.id)
            & Domain("company_id", "=", company.id)
            & Domain("cart", "in", [cart, False] if not cart else [cart])
        )

    def _sums(self):
        return {
            product.with_env(self.env): sum(rows.mapped("quantity"))
            for product, rows in self.grouped("product_id").items()
        }

    @api.model
    def _use_up(self, order):
        """An order was released: so much less is kept for the carts of its account."""
        carts = self.sudo().search(
            Domain("account_id", "=", order.sudo().b2b_account_id.id)
            & Domain("company_id", "=", order.company_id.id)
            & Domain("product_id", "in", order.order_line.product_id.ids)
        )
        for product, rows in carts.grouped("product_id").items():
            lines = order.order_line.filtered(lambda line, p=product: line.product_id == p)
            ordered = sum(
                line.product_uom_id._compute_quantity(line.product_uom_qty, product.uom_id)
                for line in lines
            )
            rows._shrink(ordered)

    def _shrink(self, quantity):
        """Keep so much less, what ends first goes first."""
        for kept in self:
            taken = min(quantity, kept.quantity)
            quantity -= taken
            if kept.uom_id.compare(taken, kept.quantity) >= 0:
                kept.unlink()
            elif taken > 0:
                kept.quantity -= taken

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
        self.sudo().search(MISSING & self._of(products, warehouses)).unlink()

    @api.model
    def _blocked(self, products, warehouses):
        """{(product id, warehouse id): quantity} reported missing and not counted yet."""
        rows = self.sudo()._read_group(
            MISSING & self._alive() & self._of(products, warehouses),
            ["product_id", "warehouse_id"],
            ["quantity:sum"],
        )
        return {(product.id, warehouse.id): amount for product, warehouse, amount in rows}

    @api.autovacuum
    def _gc_expired(self):
        self.sudo().search([("expires_on", "<", fields.Datetime.now())]).unlink()
