from odoo import api, fields, models

KINDS = [("cart", "Cart"), ("list", "List")]


class Cart(models.Model):
    """What a buyer is about to order, or keeps as a list to order from again.

    Kept on the server for an account and a login; a shared list is everybody's of the account.
    """

    _name = "b2b.cart"
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
    line_ids = fields.One2many("b2b.cart.line", "cart_id")
    intake_id = fields.Many2one(
        "b2b.intake", index="btree_not_null", help="What became of it; empty while it is open."
    )

    # One open cart a login, account and company: two tabs fill the same one.
    _open_cart_uniq = models.UniqueIndex(
        "(user_id, account_id, company_id) WHERE kind = 'cart' AND intake_id IS NULL",
        "There is an open cart already.",
    )

    @api.model
    def _current(self, buyer):
        """The open cart of a buyer, made when there is none.

        :param buyer: :class:`Buyer`
        :return: ``b2b.cart``, sudo, in the buyer's company
        """
        Cart = self.sudo().with_company(buyer.company)
        key = {
            "user_id": buyer.user.id,
            "account_id": buyer.account.id,
            "company_id": buyer.company.id,
            "kind": "cart",
        }
        domain = [(name, "=", value) for name, value in key.items()]
        return Cart.search([*domain, ("intake_id", "=", False)]) or Cart.create(key)

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
