from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from ..documents.purchase_order import OrderLine, PurchaseOrder
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestOrderMapper(B2BCase):
    """A purchase order becomes an order; what cannot be mapped stays in the buyer's words."""

    def _map(self, *lines, **header):
        document = PurchaseOrder(lines=lines, **header)
        vals = self.env["b2b.order.mapper"]._prepare_order(document, self.account, self.env.company)
        return self.env["sale.order"].create(vals)

    def _line(self, quantity="5", **vals):
        return OrderLine(where="row 2", quantity=quantity and Decimal(quantity), **vals)

    def test_item_is_found_by_sku_barcode_or_own_part_number(self):
        self.bolt.barcode = "4006381333931"
        self.env["b2b.customer.part"].create(
            {"account_id": self.account.id, "code": "NF-77", "product_id": self.bolt.id}
        )
        cases = (
            {"sku": "TEST-BOLT"},
            {"sku": " test-bolt"},
            {"barcode": "4006381333931"},
            {"customer_code": "NF-77"},
            {"customer_code": "nf-77"},
            {"sku": "NF-77"},
            {"sku": "4006381333931"},
        )
        for case in cases:
            with self.subTest(case=case):
                self.assertEqual(self._map(self._line(**case)).order_line.product_id, self.bolt)

    def test_item_is_never_found_by_name_or_by_another_accounts_number(self):
        other = self._make_account("Southside", "S-1")
        self.env["b2b.customer.part"].create(
            {"account_id": other.id, "code": "S-77", "product_id": self.bolt.id}
        )
        unknown = self.env.ref("b2b_oms.product_unknown_item")
        for case in ({"sku": "Hex bolt M8"}, {"customer_code": "S-77"}, {"sku": "TEST-BOL"}):
            with self.subTest(case=case):
                line = self._map(self._line(raw={"Item": "as written"}, **case)).order_line
                self.assertEqual(line.product_id, unknown)
                self.assertIn("as written", line.name)
                self.assertEqual(line.product_uom_qty, 5)

    def test_archived_item_says_so(self):
        self.bolt.active = False
        self.assertIn("no longer sold", self._map(self._line(sku="TEST-BOLT")).order_line.name)

    def test_sku_of_two_products_is_not_guessed(self):
        self._make_product("Another bolt", "TEST-BOLT", 3.0)
        self.assertIn("several products", self._map(self._line(sku="TEST-BOLT")).order_line.name)

    def test_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        dozen.active = True
        for text, unit in (("", "Units"), ("EA", "Units"), ("pcs.", "Units"), ("dozens", "Dozens")):
            with self.subTest(text=text):
                line = self._map(self._line(sku="TEST-BOLT", unit=text)).order_line
                expected = dozen if unit == "Dozens" else self.bolt.uom_id
                self.assertEqual(line.product_uom_id, expected)
                self.assertFalse(line.b2b_row_problem)
        for text in ("furlong", "kg"):
            with self.subTest(text=text):
                line = self._map(self._line(sku="TEST-BOLT", unit=text)).order_line
                self.assertIn("is not a unit of", line.b2b_row_problem)

    def test_unit_of_an_unknown_item_counts_once_a_person_names_the_product(self):
        self.env.ref("uom.product_uom_dozen").active = True
        for unit, expected, problem in (("dozen", "Dozens", False), ("furlong", "Units", True)):
            with self.subTest(unit=unit):
                line = self._map(self._line("3", sku="NOPE", unit=unit)).order_line
                line.write({"product_id": self.bolt.id})
                self.assertEqual((line.product_uom_id.name, line.product_uom_qty), (expected, 3))
                self.assertEqual(bool(line.b2b_row_problem), problem)

    def test_quantity_finer_than_the_unit_is_kept_and_named(self):
        self.env.ref("uom.decimal_product_uom").digits = 2
        for quantity in ("0.0001", "1.00001"):
            with self.subTest(quantity=quantity):
                line = self._map(self._line(quantity, sku="TEST-BOLT")).order_line
                self.assertIn("finer than", line.b2b_row_problem)

    def test_price_is_ours_and_the_buyers_is_kept_beside_it(self):
        line = self._map(self._line(sku="TEST-BOLT", price=Decimal("3.00"))).order_line
        self.assertEqual((line.price_unit, line.b2b_customer_price), (9.0, 3.0))
        line.product_uom_qty = 8
        self.assertEqual(line.price_unit, 9.0)

    def test_ship_to_by_reference_name_or_city(self):
        dock = self.env["res.partner"].create(
            {
                "parent_id": self.account.id,
                "type": "delivery",
                "name": "Dock 4",
                "ref": "N-100-4",
                "city": "Lansing",
            }
        )
        for text in ("N-100-4", "dock 4", " Lansing "):
            with self.subTest(text=text):
                order = self._map(self._line(sku="TEST-BOLT"), ship_to=text)
                self.assertEqual(order.partner_shipping_id, dock)
                self.assertFalse(order.b2b_document_problem)

    def test_rows_with_addresses_of_their_own_go_there(self):
        places = self.env["res.partner"].create(
            [
                {"name": name, "type": "delivery", "parent_id": self.account.id}
                for name in ("Dock North", "Dock South")
            ]
        )
        lines = (self._line(sku="TEST-BOLT", ship_to=place.name) for place in places)
        order = self._map(*lines)
        self.assertFalse(order.b2b_document_problem)
        self.assertEqual(order.order_line.mapped("b2b_ship_to_id"), places)

    def test_unknown_ship_tos_hold_the_order(self):
        order = self._map(self._line(sku="TEST-BOLT"), ship_to="The Moon")
        self.assertIn("The Moon", order.b2b_document_problem)
        lines = (self._line(sku="TEST-BOLT", ship_to=place) for place in ("Here", "There"))
        problem = self._map(*lines).b2b_document_problem
        self.assertIn("“Here”", problem)
        self.assertIn("“There”", problem)

    def test_foreign_currency_holds_the_order(self):
        order = self._map(self._line(sku="TEST-BOLT"), currency="JPY")
        self.assertIn("JPY", order.b2b_document_problem)

    def test_requested_date_and_number_are_kept(self):
        order = self._map(
            self._line(sku="TEST-BOLT"), number="PO-1", requested_date=date(2030, 1, 2)
        )
        self.assertEqual(order.client_order_ref, "PO-1")
        self.assertEqual(order.b2b_requested_date, date(2030, 1, 2))
