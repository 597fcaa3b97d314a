from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

KINDS = [("cart", "Cart"), ("list", "List")]


class Cart(models.Model):
    """What a buyer is about to order, or keeps as a list to order from again.

    Kept on the server for an account and a login; a shared list is everybody's of the account.
    """

    _name = "b2b.cart"
    _inherit = [
        "b2b.cart.submission",
        "b2b.cart.review",
        "b2b.cart.form",
        "b2b.cart.list",
        "b2b.cart.stock",
        "b2b.cart.handing.back",
    ]
    _description = "Cart"
    _order = "kind, name, id"

    name = fields.Char()
    kind = fields.Selection(KINDS, required=True, default="cart")
    account_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    shared = fields.Boolean(help="Everybody of the account sees and uses the list.")
    customer_po = fields.Char(string="PO Number")
    ship_to_id = fields.Many2one("res.partner", string="Ship-to")
    requested_date = fields.Date()
    note = fields.Text()
    visit_id = fields.Integer(help="Filled for a system of the buyer's own; 0: ordered here.")
    line_ids = fields.One2many("b2b.cart.line", "cart_id")
    intake_id = fields.Many2one(
        "b2b.intake", index="btree_not_null", help="What became of it; empty while it is open."
    )

    # One open cart a login, account and company: two tabs fill the same one. A visit has its own.
    _open_cart_uniq = models.UniqueIndex(
        "(user_id, account_id, company_id, visit_id) WHERE kind = 'cart' AND intake_id IS NULL",
        "There is an open cart already.",
    )

    @api.model
    def _mine(self, buyer, cart_id):
        """The buyer's own cart with this number, open or handed in; else empty.

        :return: ``b2b.cart``, sudo, in the buyer's company
        """
        domain = [("id", "=", cart_id), *self._key_domain(buyer), ("kind", "=", "cart")]
        return self._ours(buyer).search(domain)

    @api.model
    def _open(self, buyer):
        """The open cart of a buyer, empty when there is none yet: reads only."""
        domain = [*self._key_domain(buyer), ("kind", "=", "cart"), ("intake_id", "=", False)]
        return self._ours(buyer).search(domain)

    @api.model
    def _current(self, buyer):
        """The open cart of a buyer, made when there is none.

        :param buyer: :class:`Buyer`
        :return: ``b2b.cart``, sudo, in the buyer's company
        """
        cart = self._open(buyer)
        if cart:
            return cart
        usual = buyer.account.address_get(["delivery"])["delivery"]
        ship_tos = buyer.ship_tos
        ship_to = ship_tos.filtered(lambda address: address.id == usual) or ship_tos[:1]
        key = {name: value for name, _operator, value in self._key_domain(buyer)}
        try:
            with self.env.cr.savepoint():
                return self._ours(buyer).create(key | {"ship_to_id": ship_to.id})
        except IntegrityError as error:
            # Another tab just made it; run again, this snapshot cannot see it.
            raise ConcurrencyError("The cart was made by another request") from error

    @api.model
    def _count(self, buyer):
        """How many lines are in the open cart."""
        lines = self.env["b2b.cart.line"].sudo()
        domain = [(f"cart_id.{name}", operator, value)
                  for name, operator, value in self._key_domain(buyer)]  # fmt: skip
        open_cart = [("cart_id.kind", "=", "cart"), ("cart_id.intake_id", "=", False)]
        return lines.search_count([*domain, *open_cart])

    def _ours(self, buyer):
        return self.sudo().with_company(buyer.company)

    def _key_domain(self, buyer):
        return [
            ("user_id", "=", buyer.user.id),
            ("account_id", "=", buyer.account.id),
            ("company_id", "=", buyer.company.id),
            ("visit_id", "=", buyer.visit.id if buyer.visit else 0),
        ]

    def _add(self, quantities):
        """Put products in; what is there already grows.

        :param quantities: {``product.product``: quantity in the product's unit}
        """
        self.ensure_one()
        lines = {line.product_id: line for line in self.line_ids if not line.ship_to_id}
        for product, quantity in quantities.items():
            if line := lines.get(product):
                line.quantity += quantity
        self.line_ids.create(
            [
                {"cart_id": self.id, "product_id": product.id, "quantity": quantity}
                for product, quantity in quantities.items()
                if product not in lines
            ]
        )
        self._keep_stock()

    def _add_words(self, words):
        """Put in what nobody could find a product for: a person finds out what is meant.

        :param words: list of (text, quantity)
        """
        self.ensure_one()
        self.line_ids.create(
            [
                {"cart_id": self.id, "text": text[:64], "quantity": quantity}
                for text, quantity in words
            ]
        )
