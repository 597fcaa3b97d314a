from odoo.fields import Command
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestPriceChecks(B2BCase):
    """Quantity rules, the buyer's price, the margin floor."""

    def _rule(self, **vals):
        return self.env["b2b.quantity.rule"].create(vals)

    # === QUANTITY RULES === #

    def test_quantity_limits(self):
        rule = self._rule(product_tmpl_id=self.bolt.product_tmpl_id.id, minimum=20, multiple=10,
                          maximum=50)  # fmt: skip
        for quantity, findings in ((19, 2), (20, 0), (25, 1), (50, 0), (60, 1), (55, 2)):
            with self.subTest(quantity=quantity):
                codes = self._found(self._make_order({self.bolt: quantity}))
                self.assertEqual(codes, ["quantity"] * findings)
        rule.active = False
        self.assertEqual(self._found(self._make_order({self.bolt: 19})), [])

    def test_quantity_of_all_lines_counts_in_the_products_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        dozen.active = True
        self._rule(product_tmpl_id=self.bolt.product_tmpl_id.id, minimum=24)
        order = self._make_order({self.bolt: 12})
        self.assertEqual(self._found(order), ["quantity"])
        order.order_line = [
            Command.create(
                {"product_id": self.bolt.id, "product_uom_id": dozen.id, "product_uom_qty": 1}
            )
        ]
        self.assertEqual(self._found(order), [])

    def test_nearest_quantity_rule_wins_for_each_field(self):
        self.bolt.categ_id = self.env["product.category"].create({"name": "Fasteners"})
        self._rule(minimum=1, multiple=5, maximum=500)
        self._rule(categ_id=self.bolt.categ_id.id, minimum=10)
        self._rule(product_tmpl_id=self.bolt.product_tmpl_id.id, multiple=3)
        self._rule(tier_id=self.tier.id, maximum=90)
        self._rule(account_id=self.account.id, minimum=6)
        rules = self.env["b2b.quantity.rule"]._about(self.bolt + self.nut)
        limits = rules._limits(self._make_order(), self.bolt + self.nut)
        self.assertEqual(limits[self.bolt], (6, 3, 90))
        self.assertEqual(limits[self.nut], (6, 5, 90))
        other = self._make_order(account=self._make_account("Southside", "S-1"))
        limits = rules._limits(other, self.bolt)
        self.assertEqual(limits[self.bolt], (10, 3, 90))

    # === THE BUYER'S PRICE === #

    def _order_at(self, theirs):
        """An order of a line whose document named a price; ours is 9.00."""
        order = self._make_order({self.bolt: 20})
        order.order_line.b2b_customer_price = theirs
        order.action_confirm()
        return order

    def test_buyers_price_is_judged_by_direction_and_tolerance(self):
        policy = self.env.ref("b2b_oms.price_policy")
        cases = (
            # policy, buyer's price, held, price on the line
            ({"lower_action": "hold"}, 8.0, True, 9.0),
            ({"lower_action": "hold"}, 9.0, False, 9.0),
            ({"lower_action": "hold", "lower_amount": 1.0}, 8.0, False, 9.0),
            ({"lower_action": "hold", "lower_amount": 0.99}, 8.0, True, 9.0),
            ({"lower_action": "hold", "lower_amount": 0, "lower_percent": 12}, 8.0, False, 9.0),
            ({"lower_action": "theirs", "lower_percent": 0}, 8.0, False, 8.0),
            ({"lower_action": "ours"}, 1.0, False, 9.0),
            ({"higher_action": "ours"}, 11.0, False, 9.0),
            ({"higher_action": "theirs"}, 11.0, False, 11.0),
            ({"higher_action": "hold"}, 11.0, True, 9.0),
        )
        for vals, theirs, held, price in cases:
            with self.subTest(vals=vals, theirs=theirs):
                policy.write(vals)
                order = self._order_at(theirs)
                self.assertEqual(order.b2b_state, "held" if held else "released")
                self.assertEqual(order.order_line.price_unit, price)
                self.assertEqual(order.order_line.b2b_customer_price, theirs)
        self.assertPromisesHold()

    def test_buyers_price_taken_by_policy_stays_and_says_why(self):
        self.env["b2b.price.policy"].create(
            {"account_id": self.account.id, "lower_action": "theirs", "higher_action": "theirs"}
        )
        order = self._order_at(8.0)
        self.assertReleased(order)
        self.assertEqual(order.order_line.b2b_price_source, "given")
        self.assertIn("by policy", order.order_line.b2b_price_reason)
        order.order_line.product_uom_qty = 30
        self.assertEqual(order.order_line.price_unit, 8.0)
        self.assertPromisesHold()

    # === MARGIN FLOOR === #

    def test_price_under_cost_plus_floor_is_held_for_the_manager(self):
        top = self.env["product.category"].create({"name": "Fasteners"})
        self.bolt.categ_id = self.env["product.category"].create(
            {"name": "Bolts", "parent_id": top.id}
        )
        self.bolt.standard_price = 8.0
        self.assertEqual(self._found(self._make_order()), [])
        top.write({"b2b_has_margin_floor": True, "b2b_margin_floor": 12.5})
        self.assertEqual(self._found(self._make_order()), [])  # 9.00 is exactly the floor
        top.b2b_margin_floor = 13
        order = self._make_order()
        order.action_confirm()
        self.assertHeldFor(order, "margin")
        self.assertEqual(
            order.b2b_hold_ids.policy_id.group_id, self.env.ref("b2b_oms.group_manager")
        )
        self.bolt.categ_id.write({"b2b_has_margin_floor": True, "b2b_margin_floor": 0})
        self.assertEqual(self._found(self._make_order()), [])
