from odoo.fields import Command
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestAdjustments(B2BCase):
    """What depends on the order as a whole follows its goods."""

    def _volume(self, *steps, **scope):
        self.env["b2b.volume.discount"].create(
            [{"threshold": threshold, "percent": percent} | scope for threshold, percent in steps]
        )

    def _adjustments(self, order):
        lines = order.order_line.filtered("b2b_adjustment")
        return [(line.b2b_adjustment, line.price_unit) for line in lines]

    def _set_quantity(self, order, quantity):
        line = order._b2b_goods()[0]
        order.write({"order_line": [Command.update(line.id, {"product_uom_qty": quantity})]})

    def test_volume_discount_follows_the_goods(self):
        self._volume((500, 5), (900, 8))
        order = self._make_order({self.bolt: 50})  # 450.00
        order._b2b_adjust()
        for quantity, expected in (
            (55, []),
            (56, [-25.2]),
            (99, [-44.55]),
            (100, [-72.0]),
            (1, []),
        ):
            with self.subTest(quantity=quantity):
                self._set_quantity(order, quantity)
                found = [amount for _kind, amount in self._adjustments(order)]
                self.assertEqual(found, expected)

    def test_volume_discount_is_on_the_released_order_and_its_invoice(self):
        self._volume((500, 5))
        order = self._make_order({self.bolt: 100})
        order.action_confirm()
        self.assertReleased(order)
        self.assertEqual(order.amount_untaxed, 855.0)
        self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_untaxed, 855.0)
        self.assertEqual(invoice.amount_total, order.amount_total)
        self.assertPromisesHold()

    def test_volume_discount_keeps_taxes_apart(self):
        tax = self.env["account.tax"].create({"name": "T7", "amount": 7, "type_tax_use": "sale"})
        self.nut.taxes_id = tax
        self.bolt.taxes_id = False
        self._volume((100, 10))
        order = self._make_order({self.bolt: 10, self.nut: 10})  # 90.00 and 36.00
        order.action_confirm()
        self.assertEqual(sorted(a for _k, a in self._adjustments(order)), [-9.0, -3.6])
        self.assertAlmostEqual(order.amount_tax, 32.4 * 0.07, places=2)

    def test_nearest_volume_discount_counts(self):
        self._volume((100, 1))
        self._volume((100, 2), (1000, 9), tier_id=self.tier.id)
        order = self._make_order({self.bolt: 100})
        order._b2b_adjust()
        self.assertEqual(self._adjustments(order), [("volume", -18.0)])
        self._volume((800, 3), account_id=self.account.id)
        order._b2b_adjust()
        self.assertEqual(self._adjustments(order), [("volume", -27.0)])

    def test_small_order_pays_a_fee_instead_of_being_held(self):
        self.tier.small_order_fee = 15.0
        order = self._make_order({self.bolt: 2})
        order.action_confirm()
        self.assertReleased(order)
        self.assertEqual(self._adjustments(order), [("fee", 15.0)])
        self.account.b2b_small_order_fee = 7.5
        small = self._make_order({self.bolt: 2})
        small._b2b_adjust()
        self.assertEqual(self._adjustments(small), [("fee", 7.5)])
        self._set_quantity(small, 20)
        self.assertEqual(self._adjustments(small), [])
        self.assertPromisesHold()

    def test_freight_is_paid_by_orders_under_the_value_that_goes_free(self):
        self.tier.write({"freight_charge": 24, "free_freight_from": 500})
        order = self._make_order({self.bolt: 20})
        for quantity, expected in ((20, [("freight", 24.0)]), (56, []), (55, [("freight", 24.0)])):
            with self.subTest(quantity=quantity):
                self._set_quantity(order, quantity)
                order._b2b_adjust()
                self.assertEqual(self._adjustments(order), expected)
        order.action_confirm()
        self.assertReleased(order)
        self._deliver(order)
        self.assertEqual(self._invoice(order).amount_untaxed, 55 * 9 + 24)
        self.assertPromisesHold()

    def test_account_agrees_its_own_freight(self):
        self.tier.write({"freight_charge": 24, "free_freight_from": 500})
        self.account.b2b_freight_charge = 9
        order = self._make_order({self.bolt: 20})
        order._b2b_adjust()
        self.assertEqual(self._adjustments(order), [("freight", 9.0)])
        self.account.b2b_free_freight_from = 0.01
        order._b2b_adjust()
        self.assertEqual(self._adjustments(order), [])

    def test_without_a_value_that_goes_free_every_order_of_goods_pays_freight(self):
        self.tier.freight_charge = 24
        order = self._make_order({self.bolt: 5000})
        order._b2b_adjust()
        self.assertEqual(self._adjustments(order), [("freight", 24.0)])
        visit = self.env["product.product"].create({"name": "Visit", "type": "service"})
        service = self._make_order({visit: 1})
        service._b2b_adjust()
        self.assertEqual(self._adjustments(service), [])

    def test_parts_of_a_purchase_order_pay_freight_once(self):
        self.tier.write({"freight_charge": 24, "free_freight_from": 500})
        order = self._make_order({self.bolt: 50})
        rest = order._b2b_release_part({order._b2b_goods(): 30})
        self.assertEqual(self._adjustments(order), [("freight", 24.0)])
        self.assertEqual(self._adjustments(rest), [])
        free = self._make_order({self.nut: 200})  # 720.00: the whole goes free, so do its parts
        rest = free._b2b_release_part({free._b2b_goods(): 20})
        self.assertEqual(self._adjustments(free | rest), [])
        self.assertPromisesHold()

    def test_adjusting_twice_changes_nothing(self):
        self._volume((100, 5))
        order = self._make_order({self.bolt: 100})
        order._b2b_adjust()
        lines = order.order_line.ids
        order._b2b_adjust()
        self.assertEqual(order.order_line.ids, lines)

    def test_automatic_promotion_is_taken_without_a_click(self):
        self.env["loyalty.program"].create(
            {
                "name": "Spring",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "rule_ids": [Command.create({"minimum_amount": 100.0})],
                "reward_ids": [Command.create({"reward_type": "discount", "discount": 10.0})],
            }
        )
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self.assertReleased(order)
        reward = order.order_line.filtered("is_reward_line")
        self.assertAlmostEqual(reward.price_subtotal, -18.0)
        self.assertEqual(order.order_line[0].price_unit, 9.0)
        self.assertPromisesHold()

    def test_customer_without_a_tier_gets_no_adjustment(self):
        self._volume((1, 50))
        stranger = self.env["res.partner"].create({"name": "Walk-in"})
        order = self._make_order({self.bolt: 100}, account=stranger)
        order.action_confirm()
        self.assertEqual(self._adjustments(order), [])
