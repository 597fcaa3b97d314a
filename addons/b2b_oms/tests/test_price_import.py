import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestPriceImport(B2BCase):
    """New prices from a file: looked at first, active from a day, all or nothing, taken back."""

    def _import(self, *rows, header="SKU;Price;From", **vals):
        content = "\n".join((header, *rows)).encode()
        return self.env["b2b.price.import"].create(
            {
                "pricelist_id": self.pricelist.id,
                "filename": "prices.csv",
                "content": base64.b64encode(content),
            }
            | vals
        )

    def _price(self, product=None, quantity=1, days=0):
        moment = fields.Datetime.now() + timedelta(days=days)
        return self.pricelist._get_product_price(product or self.bolt, quantity, date=moment)

    def test_dry_run_shows_what_changes_and_changes_nothing(self):
        held = self._make_order({self.bolt: 2})
        held.action_confirm()
        one = self._import("TEST-BOLT;8,50;", "test-nut;3,60;", "TEST-BOLT;7,00;50")
        one.action_check()
        self.assertEqual(one.state, "checked")
        found = [(line.product_id, line.min_quantity, line.old_price, line.new_price)
                 for line in one.line_ids.sorted("id")]  # fmt: skip
        self.assertEqual(
            found,
            [
                (self.bolt, 0, 9.0, 8.5),
                (self.nut, 0, 3.6, 3.6),
                (self.bolt, 50, 9.0, 7.0),
            ],
        )
        self.assertEqual((one.row_count, one.changed_count), (3, 2))
        self.assertEqual((one.account_count, one.order_count, one.amount_change), (1, 1, -1.0))
        self.assertEqual(self._price(), 9.0)

    def test_new_prices_count_from_their_day_and_can_be_taken_back(self):
        today = fields.Date.today()
        self._import("TEST-BOLT;8.50;", date=today).action_check()
        first = self.env["b2b.price.import"].search([], limit=1)
        first.action_activate()
        self.assertEqual(self._price(), 8.5)
        later = self._import("TEST-BOLT;8.00;", date=today + timedelta(days=10))
        later.action_check()
        later.action_activate()
        self.assertEqual([self._price(days=days) for days in (0, 9, 10)], [8.5, 8.5, 8.0])
        later.action_take_back()
        self.assertEqual([self._price(days=days) for days in (0, 10)], [8.5, 8.5])
        first.action_take_back()
        self.assertEqual(self._price(), 9.0)

    def test_prices_must_be_checked_before_they_are_activated(self):
        one = self._import("TEST-BOLT;8.50;")
        with self.assertRaisesRegex(UserError, "Check the file first"):
            one.action_activate()

    def test_one_bad_row_and_nothing_is_taken(self):
        cases = (
            ("TEST-BOLT;eight;", "Row 3: “eight” is not a price."),
            ("TEST-BOLT;0;", "Row 3: a price must be above zero."),
            ("TEST-BOLT;-1;", "Row 3: a price must be above zero."),
            ("NOPE;1.5;", "Row 3: “NOPE” is no SKU of ours."),
            ("TEST-NUT;3.5;", "Row 3: “TEST-NUT” stands in row 2 already."),
            (";3.5;", "Row 3: no SKU."),
        )
        for row, sentence in cases:
            with self.subTest(row=row):
                one = self._import("TEST-NUT;3.40;", row)
                one.action_check()
                self.assertEqual(one.state, "refused")
                self.assertIn(sentence, one.problem)
                self.assertFalse(one.line_ids)

    def test_file_that_is_no_price_list_is_refused_with_a_reason(self):
        one = self._import("TEST-BOLT;red;", header="SKU;Colour;Size")
        one.action_check()
        self.assertIn("SKU", one.problem)
        self.assertEqual(one.state, "refused")

    def test_three_decimals_stay(self):
        one = self._import("TEST-BOLT;0,125;", "TEST-NUT;1,5;")
        one.action_check()
        one.action_activate()
        self.assertEqual(self._price(), 0.125)

    def test_hundred_thousand_rows_are_read_and_named_when_too_many(self):
        rows = [f"S-{number};1.5;" for number in range(100_001)]
        one = self._import(*rows)
        one.action_check()
        self.assertIn("more than 100000 rows", one.problem)
        one.content = base64.b64encode("\n".join(["SKU;Price", *rows[:100_000]]).encode())
        one.action_check()
        self.assertIn("Row 2: “S-0” is no SKU of ours.", one.problem)
        self.assertIn("and 99950 more", one.problem)
