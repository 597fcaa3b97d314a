from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .test_allocation import AllocationCase


@tagged("post_install", "-at_install")
class TestCartStock(AllocationCase):
    """Stock kept for a buyer's cart: for some minutes, where the tier allows it."""

    def setUp(self):
        super().setUp()
        self.tier.keep_cart_minutes = 15
        self.other = self._make_account("Rival Foods", "R-200")
        self.kept = self.env["b2b.soft.reservation"]
        self.company = self.env.company

    def _keep(self, quantity, account=None, cart="", product=None):
        product = product or self.gear
        kept = self.kept._keep_for_cart(
            account or self.account, {product: quantity}, self.company, cart
        )
        return kept.quantities.get(product, 0.0)

    def test_what_is_kept_is_not_promised_to_another_account(self):
        self.assertEqual(self._keep(10), 10)
        order = self._release(13, account=self.other)
        self.assertEqual(sum(order.b2b_allocation_ids.mapped("reserved_quantity")), 3)

    def test_the_account_itself_gets_what_is_kept_and_uses_it_up(self):
        self._keep(10)
        order = self._release(13)
        self.assertEqual(sum(order.b2b_allocation_ids.mapped("reserved_quantity")), 13)
        self.assertEqual(self.kept._kept_for_cart(self.account, self.company).quantities, {})

    def test_a_smaller_order_uses_up_as_much_as_it_has(self):
        self._keep(10)
        self._release(4)
        kept = self.kept._kept_for_cart(self.account, self.company)
        self.assertEqual(kept.quantities, {self.gear: 6})

    def test_kept_again_begins_anew_and_never_doubles(self):
        self._keep(10)
        self.assertEqual(self._keep(4), 4)
        kept = self.kept._kept_for_cart(self.account, self.company)
        self.assertEqual(kept.quantities, {self.gear: 4})

    def test_no_more_is_kept_than_is_there(self):
        self.assertEqual(self._keep(50), 13)
        self.assertEqual(self._keep(5, self.other), 0)

    def test_it_ends_after_the_minutes_of_the_tier(self):
        self._keep(13)
        end = self.kept._kept_for_cart(self.account, self.company).expires_on
        expected = fields.Datetime.now() + timedelta(minutes=15)
        self.assertAlmostEqual(end, expected, delta=timedelta(minutes=1))
        with freeze_time(end + timedelta(seconds=1)):
            self.assertEqual(self.kept._kept_for_cart(self.account, self.company).quantities, {})
            self.assertEqual(self._keep(13, self.other), 13)

    def test_a_tier_that_keeps_nothing_keeps_nothing(self):
        self.tier.keep_cart_minutes = 0
        self.assertEqual(self._keep(5), 0)
        self.assertFalse(self.kept.search([("account_id", "=", self.account.id)]))

    def test_an_emptied_cart_lets_go(self):
        self._keep(13)
        self.kept._let_cart_go(self.account, self.company)
        self.assertEqual(self._keep(13, self.other), 13)

    def test_two_carts_of_an_account_are_kept_apart(self):
        self._keep(5, cart="7")
        self._keep(6, cart="8")
        self.kept._let_cart_go(self.account, self.company, "7")
        self.assertEqual(
            self.kept._kept_for_cart(self.account, self.company, "8").quantities, {self.gear: 6}
        )
        self.assertEqual(self.kept._kept_for_cart(self.account, self.company).quantities, {})

    def test_a_count_frees_what_was_missing_and_not_what_is_kept_for_a_cart(self):
        self._keep(5)
        self.kept._unblock(self.gear, self.warehouse | self.second)
        self.assertEqual(
            self.kept._kept_for_cart(self.account, self.company).quantities, {self.gear: 5}
        )

    def test_a_cancelled_order_leaves_the_cart_alone(self):
        order = self._make_order({self.gear: 5})
        self._keep(5)
        order._action_cancel()
        self.assertEqual(
            self.kept._kept_for_cart(self.account, self.company).quantities, {self.gear: 5}
        )

    def test_services_and_nothing_are_not_kept(self):
        service = self.env["product.product"].create({"name": "Advice", "type": "service"})
        self.assertEqual(self._keep(5, product=service), 0)
        self.assertEqual(self._keep(0), 0)
        self.assertEqual(self._keep(-3), 0)

    def test_the_account_sees_its_own_kept_goods_as_available_and_others_do_not(self):
        self._keep(13)
        houses = self.warehouse | self.second

        def seen(account):
            found = self.env["b2b.availability"]._by_warehouse(self.gear, houses, account=account)
            return sum(found.values())

        self.assertEqual((seen(self.account), seen(self.other)), (13, 0))
