from odoo.tests import Form, tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestAccountTier(B2BCase):
    """A tier gives its terms; the account's own terms go first."""

    def test_order_takes_price_list_and_terms_of_the_tier(self):
        order = self._make_order({self.bolt: 20})
        self.assertEqual(order.pricelist_id, self.pricelist)
        self.assertEqual(order.payment_term_id, self.term)
        self.assertEqual(order.order_line.price_unit, 9.0)

    def test_own_terms_of_the_account_go_first(self):
        own_list = self.env["product.pricelist"].create({"name": "Own"})
        own_term = self.env.ref("account.account_payment_term_15days")
        self.account.property_product_pricelist = own_list
        self.account.property_payment_term_id = own_term
        order = self._make_order({self.bolt: 20})
        self.assertEqual(order.pricelist_id, own_list)
        self.assertEqual(order.payment_term_id, own_term)
        self.assertEqual(order.order_line.price_unit, 10.0)

    def test_branch_buys_at_the_tier_of_its_account(self):
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.account.id, "type": "delivery"}
        )
        order = self._make_order({self.bolt: 20}, account=branch)
        self.assertEqual(order.b2b_account_id, self.account)
        self.assertEqual(order.pricelist_id, self.pricelist)
        self.assertEqual(order.payment_term_id, self.term)

    def test_saving_the_form_does_not_pin_the_tiers_list(self):
        with Form(self.account) as form:
            form.comment = "Called today"
        self.assertFalse(self.account.specific_property_product_pricelist)
        other = self.env["product.pricelist"].create({"name": "Silver"})
        self.tier.pricelist_id = other
        self.account.invalidate_recordset()
        self.assertEqual(self.account.property_product_pricelist, other)

    def test_tier_is_chosen_per_company(self):
        other = self.env["res.company"].create({"name": "Second company"})
        self.assertFalse(self.account.with_company(other).b2b_tier_id)
