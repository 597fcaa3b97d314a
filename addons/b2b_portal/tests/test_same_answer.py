import random
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.b2b_oms.tests.common import IntakeCase

from .common import Members

CARTS = 24
SEED = 6


@tagged("post_install", "-at_install")
class TestSameAnswer(Members, IntakeCase):
    """Promise 6 beyond prices: what a cart says is what its order is, whatever is in it.

    Carts of one account one after the other, so that each meets what the ones before left of
    stock and credit.
    """

    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.user = self._make_member("buyer")
        self.buyer = self._buyer(self.user)
        self.branch = self.env["res.partner"].create(
            {"name": "Store 7", "type": "delivery", "parent_id": self.account.id}
        )
        self._make_terms()
        self.products = self.bolt | self.nut | self._make_scarce() | self._make_expected()

    def _make_terms(self):
        """Everything that moves totals, credit and holds."""
        self.bolt.taxes_id = self.env["account.tax"].create({"name": "8 %", "amount": 8})
        self.env["b2b.volume.discount"].create({"threshold": 600, "percent": 5})
        self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 6000})
        self.env["b2b.quantity.rule"].create(
            {"product_tmpl_id": self.nut.product_tmpl_id.id, "multiple": 5}
        )
        self.tier.write({"freight_charge": 24, "free_freight_from": 250})
        self.buyer.member.order_limit = 1500

    def _make_scarce(self):
        """In two warehouses, not enough for everybody."""
        far = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        washer = self._make_product("Washer", "TEST-WASHER", 12.0, on_hand=30)
        self.env["stock.quant"]._update_available_quantity(washer, far.lot_stock_id, 40)
        return washer

    def _make_expected(self):
        """None in stock; some come in nine days."""
        rivet = self._make_product("Rivet", "TEST-RIVET", 6.0)
        supplier = self.env["stock.warehouse"].search([], limit=1).in_type_id
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": supplier.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": rivet.id,
                            "product_uom_qty": 60,
                            "date": fields.Datetime.now() + timedelta(days=9),
                            "location_id": self.env.ref("stock.stock_location_suppliers").id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        return rivet

    def _fill(self):
        """A cart as buyers make them: one to four products, any quantity, some wishes."""
        cart = self.env["b2b.cart"]._current(self.buyer)
        chosen = self.random.sample(self.products.ids, self.random.randint(1, 4))
        cart._add({product: self.random.randint(1, 45) for product in self.products.browse(chosen)})
        if self.random.random() < 0.3:
            cart.line_ids[0].ship_to_id = self.branch
        if self.random.random() < 0.3:
            days = self.random.randint(1, 20)
            cart.requested_date = fields.Date.today() + timedelta(days=days)
        if self.random.random() < 0.3:
            cart.customer_po = f"PO-{self.random.randint(1, 4)}"  # some twice: a duplicate
        return cart

    def _standing(self):
        pair = self.account, self.env.company
        return self.env["b2b.credit.standing"]._of_accounts([pair])[pair].available

    def _told(self, cart, review):
        """What a review says of an order, without naming the cart's lines."""
        return {
            "total": (review.goods, review.untaxed, review.tax, review.total),
            "extras": sorted(review.extras),
            "holds": {(title, words) for title, words, _line in review.holds},
            "lines": [
                (line.product_id, review.lines[line.id].price, review.lines[line.id].subtotal)
                for line in cart.line_ids
            ],
            "terms": (review.terms, review.prepaid),
        }

    def _made(self, cart, order):
        """The same of the order that was made."""
        goods = order._b2b_goods().sorted("id")
        rest = order.order_line - goods
        return {
            "total": (
                order._b2b_goods_value(), order.amount_untaxed, order.amount_tax,
                order.amount_total,
            ),
            "extras": sorted((line.name, line.price_subtotal) for line in rest),
            "holds": {(title, words) for title, words, _line in cart._told_holds()},
            "lines": [(ln.product_id, ln._b2b_effective_price(), ln.price_subtotal) for ln in goods],
            "terms": (order.payment_term_id.name or "", order._b2b_term("prepaid")),
        }  # fmt: skip

    def test_stock_dates_credit_and_holds_of_a_cart_are_those_of_its_order(self):
        released = held = backordered = 0
        for number in range(CARTS):
            cart = self._fill()
            before = self._standing()
            review = cart._review()
            order = cart._submit(self.buyer).order_ids
            with self.subTest(cart=number, lines=cart.line_ids.mapped("quantity")):
                self.assertEqual(self._told(cart, review), self._made(cart, order))
                self.assertAlmostEqual(review.credit.before, before)
                self.assertEqual(order.b2b_state, "held" if review.holds else "released")
            if order.b2b_state == "held":
                held += 1
                continue
            released += 1
            days = order._b2b_promised_days()
            goods = order._b2b_goods().sorted("id")
            for line, made in zip(cart.line_ids, goods, strict=True):
                with self.subTest(cart=number, product=line.product_id.name):
                    told = review.lines[line.id].days
                    self.assertEqual(told, days[made.id])
                    self.assertEqual(sum(share[1] for share in told), line.quantity)
                    backordered += any(not share[2] for share in told)
            self.assertAlmostEqual(review.credit.after, self._standing())
        # The carts met what they were made to meet.
        self.assertGreater(min(released, held, backordered), 3, (released, held, backordered))
        self.assertPromisesHold()

    def test_offer_and_quick_order_say_the_stock_and_date_the_order_gets(self):
        washer, rivet = self.products[-2:]
        self.tier.freight_charge = 0
        offers = self.env["b2b.portal.offer"]._of(self.buyer, washer | rivet)
        days = self.env["b2b.portal.quick.order"]._days(self.buyer, {washer: 20, rivet: 20})
        cart = self.env["b2b.cart"]._current(self.buyer)
        cart._add({washer: 20, rivet: 20})
        order = cart._submit(self.buyer).order_ids
        self.assertReleased(order)
        made = {line.product_id: order._b2b_promised_days()[line.id] for line in order._b2b_goods()}
        self.assertEqual({p: days[p.id] for p in made}, made)
        self.assertEqual((offers[washer].free, offers[rivet].free), (70, 0))
        self.assertTrue(all(share[2] for share in made[washer]))
        self.assertFalse(any(share[2] for share in made[rivet]))
        for product in made:
            line = order.order_line.filtered(lambda line, p=product: line.product_id == p)
            self.assertEqual(offers[product].price, line._b2b_effective_price())
