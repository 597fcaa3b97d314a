from odoo import api, fields, models


class CustomerPart(models.Model):
    """An account's own part number for one of our products."""

    _name = "b2b.customer.part"
    _description = "Customer part number"
    _order = "account_id, code"
    _rec_name = "code"

    account_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("parent_id", "=", False)],
    )
    code = fields.Char(string="Customer Part", required=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)

    _account_code_uniq = models.UniqueIndex(
        "(account_id, code)", "This account uses this part number already."
    )

    @api.model
    def _of(self, account, products):
        """{product: its parts, the one that is shown first} of what an account calls these products,
        in one query. What it has no number for is not in it."""
        domain = [("account_id", "in", account.ids), ("product_id", "in", products.ids)]
        return self.search(domain).grouped("product_id")

    @api.model
    def _remember(self, account, code, product):
        """What the account calls this product, from a correction; nothing where it is known already.

        :param code: in the account's words
        """
        code = (code or "").strip()
        if not code or not product or code.lower() == (product.default_code or "").lower():
            return
        known = self.search([("account_id", "=", account.id), ("code", "=", code)], limit=1)
        if not known:
            self.create({"account_id": account.id, "code": code, "product_id": product.id})
        elif known.product_id != product:
            known.product_id = product
