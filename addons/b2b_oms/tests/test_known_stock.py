from odoo.tests import tagged

from ..reservation.known_stock import KnownStock
from .test_allocation import AllocationCase


@tagged("post_install", "-at_install")
class TestKnownStock(AllocationCase):
    """What is read beforehand answers as Odoo's own search does, or says that it does not know."""

    def setUp(self):
        super().setUp()
        self.stock = self.warehouse.lot_stock_id
        self.shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id, "usage": "internal"}
        )
        self.none = (
            self.env["stock.lot"],
            self.env["stock.package"],
            self.env["res.partner"],
        )

    def _move(self, product, location=None):
        return self.env["stock.move"].new(
            {"product_id": product.id, "location_id": (location or self.stock).id}
        )

    def _learned(self, *products):
        known = KnownStock()
        moves = self.env["stock.move"].concat(*(self._move(product) for product in products))
        known.learn(moves)
        return known

    def _odoos(self, product, location, **options):
        return self.env["stock.quant"].sudo()._gather(product, location, **options).ids

    def test_finds_the_same_quants_in_the_same_order_as_odoo(self):
        for quantity, days in ((3, 5), (4, 9), (5, 1)):
            place = self.env["stock.location"].create(
                {"name": f"P{days}", "location_id": self.shelf.id, "usage": "internal"}
            )
            quant = self.env["stock.quant"].create(
                {"product_id": self.gear.id, "location_id": place.id, "quantity": quantity}
            )
            quant.in_date = f"2026-01-0{days} 10:00:00"
        known = self._learned(self.gear, self.bolt)
        for product in (self.gear, self.bolt):
            ids = list(known.find(product, self.stock, False, self.none))
            self.assertEqual(ids, self._odoos(product, self.stock))

    def test_a_strict_question_is_answered_from_what_is_known_above(self):
        self.env["stock.quant"]._update_available_quantity(self.gear, self.shelf, 2)
        known = self._learned(self.gear)
        ids = known.find(self.gear, self.shelf, True, self.none)
        self.assertEqual(ids, self._odoos(self.gear, self.shelf, strict=True))

    def test_what_was_not_learned_is_not_known(self):
        known = self._learned(self.gear)
        elsewhere = self.second.lot_stock_id
        self.assertIsNone(known.find(self.bolt, self.stock, False, self.none))
        self.assertIsNone(known.find(self.gear, elsewhere, False, self.none))
        self.assertIsNone(known.find(self.gear, elsewhere, True, self.none))

    def test_a_question_for_one_lot_or_owner_is_left_to_odoo(self):
        known = self._learned(self.gear)
        asked = (self.none[0], self.none[1], self.account)
        self.assertIsNone(known.find(self.gear, self.stock, False, asked))

    def test_forgotten_products_are_searched_again_and_others_stay_known(self):
        known = self._learned(self.gear, self.bolt)
        known.forget(self.gear)
        self.assertIsNone(known.find(self.gear, self.stock, False, self.none))
        self.assertIsNotNone(known.find(self.bolt, self.stock, False, self.none))

    def test_removal_strategies_that_choose_for_themselves_are_left_to_odoo(self):
        closest = self.env["product.removal"].search([("method", "=", "closest")], limit=1)
        self.gear.categ_id = self.env["product.category"].create(
            {"name": "Closest", "removal_strategy_id": closest.id}
        )
        known = self._learned(self.gear)
        self.assertIsNone(known.find(self.gear, self.stock, False, self.none))

    def test_reordering_rules_are_known_per_product(self):
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.gear.id,
                "location_id": self.stock.id,
                "product_min_qty": 1,
                "product_max_qty": 5,
            }
        )
        known = self._learned(self.gear, self.bolt)
        self.assertTrue(known.may_be_reordered(self.gear))
        self.assertFalse(known.may_be_reordered(self.bolt))
        self.assertTrue(known.may_be_reordered(self.nut), "nobody asked about it")

    def test_afterwards_nothing_is_known(self):
        known = self._learned(self.gear)
        known.close()
        self.assertIsNone(known.find(self.gear, self.stock, False, self.none))

    def test_a_release_reserves_in_the_order_of_the_removal_strategy(self):
        last = self.env["product.removal"].search([("method", "=", "lifo")], limit=1)
        self.gear.categ_id = self.env["product.category"].create(
            {"name": "Last in first out", "removal_strategy_id": last.id}
        )
        self.env["stock.quant"]._update_available_quantity(
            self.gear, self.shelf, 5, in_date="2030-01-01 00:00:00"
        )
        order = self._release(5)
        self.assertEqual(order.picking_ids.move_line_ids.location_id, self.shelf)
