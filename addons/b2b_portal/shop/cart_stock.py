"""Stock kept for a cart for minutes, where the account's tier says so."""

from odoo import models


class CartStock(models.AbstractModel):
    """Adopted by ``b2b.cart``."""

    _name = "b2b.cart.stock"
    _description = "Stock kept for a cart"

    def _keep_stock(self):
        """Keep what the open cart asks; the minutes begin anew with every change of it."""
        self.ensure_one()
        if self.kind != "cart" or self.intake_id or not self._keep_minutes():
            return
        self.env["b2b.soft.reservation"]._keep_for_cart(
            self.account_id,
            self.line_ids._sums(),
            self.company_id,
            cart=self._stock_name(),
            ship_to=self.ship_to_id,
        )

    def _kept_until(self):
        """Until when (naive UTC) stock is kept for the cart; False: nothing is."""
        if not self or not self._keep_minutes():
            return False
        kept = self.env["b2b.soft.reservation"]._kept_for_cart(
            self.account_id, self.company_id, self._stock_name()
        )
        return kept.expires_on

    def _let_stock_go(self):
        self.ensure_one()
        if self._keep_minutes():
            self.env["b2b.soft.reservation"]._let_cart_go(
                self.account_id, self.company_id, self._stock_name()
            )

    def _keep_minutes(self):
        return self.account_id.with_company(self.company_id).b2b_tier_id.keep_cart_minutes

    def _stock_name(self):
        return f"cart/{self.id}"
