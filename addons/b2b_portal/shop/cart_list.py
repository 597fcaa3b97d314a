"""Lists an account keeps to order from again: templates of one login, or shared with its colleagues."""

from odoo import api, models

NAME_MAX = 60


class CartList(models.AbstractModel):
    """Adopted by ``b2b.cart``."""

    _name = "b2b.cart.list"
    _description = "List to order from"

    @api.model
    def _lists(self, buyer):
        """The lists a buyer sees: own ones and those shared in the account, by name."""
        return self._ours(buyer).search(
            [
                ("account_id", "=", buyer.account.id),
                ("company_id", "=", buyer.company.id),
                ("kind", "=", "list"),
                "|",
                ("user_id", "=", buyer.user.id),
                ("shared", "=", True),
            ],
            order="name, id",
        )

    @api.model
    def _list(self, buyer, list_id):
        """The list with this number if the buyer sees it; else empty."""
        return self._lists(buyer).filtered(lambda one: one.id == list_id)

    def _may_change(self, buyer):
        """Whether the buyer may rename, share or delete the list: it is the buyer's own."""
        self.ensure_one()
        return self.user_id == buyer.user

    @api.model
    def _keep_as_list(self, buyer, name, lines, shared=False):
        """A new list of these cart lines.

        :param lines: ``b2b.cart.line``, of any cart the buyer sees
        :return: the list, sudo
        """
        kept = self._ours(buyer).create(
            {
                "name": self._list_name(name),
                "kind": "list",
                "shared": shared,
                "user_id": buyer.user.id,
                "account_id": buyer.account.id,
                "company_id": buyer.company.id,
            }
        )
        kept._add(lines._sums())
        return kept

    def _rename(self, name):
        self.ensure_one()
        self.name = self._list_name(name)

    def _list_name(self, text):
        return " ".join((text or "").replace("\x00", "").split())[:NAME_MAX] or self.env._("List")

    def _orderable(self, buyer):
        """{product: quantity} of these lines that the account may still buy."""
        sums = self.line_ids._sums()
        ids = [product.id for product in sums]
        permitted = self.env["b2b.portal.catalogue"]._permitted(buyer, ids)
        return {product: sums[product] for product in sums if product in permitted}


class CartLineList(models.AbstractModel):
    """Adopted by ``b2b.cart.line``."""

    _name = "b2b.cart.line.list"
    _description = "Line of a list"

    def _sums(self):
        """{product: quantity} over these lines; words without a product are left out."""
        sums = {}
        for line in self.filtered("product_id"):
            sums[line.product_id] = sums.get(line.product_id, 0.0) + line.quantity
        return sums
