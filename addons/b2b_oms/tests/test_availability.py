from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .test_routing import RoutingCase


@tagged("post_install", "-at_install")
class TestAvailability(RoutingCase):
    """What may be promised."""

    def _available(self, product=None, warehouse=None, **options):
        product, warehouse = product or self.bolt, warehouse or self.paris
        found = self.env["b2b.availability"]._by_warehouse(product, warehouse, **options)
        return found.get((product.id, warehouse.id), 0.0)

    def _timeline(self, **options):
        return self.env["b2b.availability"]._timeline(
            self.bolt | self.nut, self.paris | self.lyon, **options
        )

    def _customers(self):
        return self.env.ref("stock.stock_location_customers")

    # === NOW === #

    def test_reserved_stock_is_not_promised_again(self):
        self._put(self.bolt, paris=10)
        move = self._move(self.bolt, 4, self.paris.lot_stock_id, self._customers())
        move._action_assign()
        self.assertEqual(self._available(), 6)

    def test_stock_on_a_shelf_counts_and_stock_at_the_gate_does_not(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.paris.lot_stock_id.id}
        )
        self.paris.reception_steps = "two_steps"
        gate = self.paris.wh_input_stock_loc_id
        for location in (shelf, gate):
            self.env["stock.quant"]._update_available_quantity(self.bolt, location, 5)
        self.assertEqual(self._available(), 5)

    def test_a_negative_quant_reduces_what_its_neighbours_hold_and_never_below_nothing(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.paris.lot_stock_id.id}
        )
        self._put(self.bolt, paris=5)
        self.env["stock.quant"]._update_available_quantity(self.bolt, shelf, -3)
        self.assertEqual(self._available(), 2)
        self.env["stock.quant"]._update_available_quantity(self.bolt, shelf, -3)
        self.assertEqual(self._available(), 0)

    def test_the_nearest_safety_quantity_is_kept_back(self):
        self._put(self.bolt, paris=10, lyon=10)
        kept = self.env["b2b.safety.stock"]
        kept.create({"company_id": self.company.id, "quantity": 1})
        self.assertEqual(self._available(), 9)
        kept.create({"company_id": self.company.id, "quantity": 2, "product_id": self.bolt.id})
        self.assertEqual(self._available(), 8)
        kept.create(
            {
                "company_id": self.company.id,
                "quantity": 3,
                "product_id": self.bolt.id,
                "warehouse_id": self.paris.id,
            }
        )
        self.assertEqual(self._available(), 7)
        self.assertEqual(self._available(warehouse=self.lyon), 8)

    def test_a_category_keeps_back_of_each_product_below_it(self):
        metal = self.env["product.category"].create({"name": "Metal"})
        self.bolt.categ_id = metal.create({"name": "Bolts", "parent_id": metal.id})
        self._put(self.bolt, paris=10)
        self._put(self.nut, paris=10)
        self.env["b2b.safety.stock"].create(
            {"company_id": self.company.id, "quantity": 4, "categ_id": metal.id}
        )
        self.assertEqual(self._available(), 6)
        self.assertEqual(self._available(self.nut), 10)

    def test_the_last_ones_are_for_the_tier_they_are_protected_for(self):
        self._put(self.bolt, paris=10)
        self.env["b2b.protected.stock"].create(
            {
                "company_id": self.company.id,
                "tier_id": self.tier.id,
                "product_id": self.bolt.id,
                "quantity": 4,
            }
        )
        other = self.tier.copy({"code": "TEST-OTHER"})
        self.assertEqual(self._available(), 6)
        self.assertEqual(self._available(tier=other), 6)
        self.assertEqual(self._available(tier=self.tier), 10)

    # === LATER === #

    def test_receipts_are_listed_by_day_and_earlier_promises_take_the_first(self):
        day = fields.Date.today() + timedelta(days=3)
        self._receive(self.bolt, self.paris, 5, day + timedelta(days=4))
        self._receive(self.bolt, self.paris, 5, day)
        key = (self.bolt.id, self.paris.id)
        self.assertEqual(self._timeline()[key], [(day, 5), (day + timedelta(days=4), 5)])
        self._move(self.bolt, 7, self.paris.lot_stock_id, self._customers())
        self.assertEqual(self._timeline()[key], [(day + timedelta(days=4), 3)])

    def test_what_a_waiting_delivery_has_reserved_is_not_taken_twice(self):
        day = fields.Date.today() + timedelta(days=3)
        self._put(self.bolt, paris=4)
        self._receive(self.bolt, self.paris, 5, day)
        move = self._move(self.bolt, 6, self.paris.lot_stock_id, self._customers())
        move._action_assign()
        self.assertEqual(self._timeline()[self.bolt.id, self.paris.id], [(day, 3)])

    def test_a_late_receipt_counts_for_today(self):
        today = fields.Date.today()
        self._receive(self.bolt, self.paris, 5, today - timedelta(days=30))
        ((day, quantity),) = self._timeline()[self.bolt.id, self.paris.id]
        self.assertEqual(quantity, 5)
        self.assertLessEqual(abs(day - today), timedelta(days=1))

    def test_the_promise_date_is_that_of_the_receipt_that_suffices(self):
        day = fields.Date.today() + timedelta(days=3)
        self._receive(self.bolt, self.paris, 5, day)
        timeline, availability = self._timeline(), self.env["b2b.availability"]
        self.assertEqual(availability._promise_date(self.bolt, self.paris, 5, timeline), day)
        self.assertFalse(availability._promise_date(self.bolt, self.paris, 6, timeline))
        self.assertFalse(availability._promise_date(self.nut, self.paris, 1, timeline))

    def test_a_move_within_the_stock_neither_comes_nor_waits(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.paris.lot_stock_id.id}
        )
        self._move(self.bolt, 5, self.paris.lot_stock_id, shelf)
        self.assertEqual(self._timeline(), {})

    def test_goods_between_warehouses_come_to_the_one_that_waits_for_them(self):
        transit = self.company.internal_transit_location_id
        self._move(
            self.bolt,
            5,
            transit,
            self.lyon.lot_stock_id,
            picking_type_id=self.lyon.in_type_id.id,
        )
        self.assertEqual(list(self._timeline()), [(self.bolt.id, self.lyon.id)])

    def test_many_products_and_warehouses_take_as_many_queries_as_one(self):
        self._put(self.bolt, paris=5)
        self._receive(self.bolt, self.paris, 5, fields.Date.today())
        few = self._queries(self.bolt, self.paris)
        many = self.env["product.product"].create(
            [{"name": f"Part {n}", "is_storable": True} for n in range(50)]
        )
        for product in many:
            self._put(product, lyon=1, berlin=1)
        self.assertEqual(self._queries(many | self.bolt, self.paris | self.lyon | self.berlin), few)

    def _queries(self, products, warehouses):
        for _warm in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["b2b.availability"]._by_warehouse(products, warehouses)
            self.env["b2b.availability"]._timeline(products, warehouses)
        return self.env.cr.sql_log_count - before
