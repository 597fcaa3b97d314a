from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..pricing.pricing import Demand
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestPricing(B2BCase):
    """Agreement, then the account's list, then the company's: the first that answers, per line."""

    def _agree(self, *items, account=None, **vals):
        return self.env["b2b.price.agreement"].create(
            {
                "name": "Agreement",
                "account_id": (account or self.account).id,
                "item_ids": [Command.create(item) for item in items],
            }
            | vals
        )

    def _fixed(self, price, product=None, **vals):
        product = product or self.bolt
        return {
            "applied_on": "0_product_variant",
            "product_id": product.id,
            "product_tmpl_id": product.product_tmpl_id.id,
            "compute_price": "fixed",
            "fixed_price": price,
        } | vals

    def _quotes(self, *demands, account=None, **options):
        demands = [Demand(product, quantity, product.uom_id) for product, quantity in demands]
        return self.env["b2b.pricing"]._quote(account or self.account, demands, **options)

    def _price(self, quantity=1, product=None, **options):
        quote = self._quotes((product or self.bolt, quantity), **options)[0]
        return round(quote.price, 6), quote.source

    # === LEVELS === #

    def test_first_level_that_answers_gives_the_price(self):
        self.assertEqual(self._price(), (9.0, "tier"))
        self._agree(self._fixed(7.5))
        self.assertEqual(self._price(), (7.5, "agreement"))
        self.assertEqual(self._price(product=self.nut), (3.6, "tier"))

    def test_company_list_answers_when_the_accounts_list_does_not(self):
        self.pricelist.item_ids.unlink()
        self.assertEqual(self._price(), (10.0, "list"))
        self.env.company.b2b_pricelist_id = self.env["product.pricelist"].create(
            {"name": "Company", "item_ids": [Command.create(self._fixed(9.5))]}
        )
        self.assertEqual(self._price(), (9.5, "company"))

    def test_tier_without_a_list_sells_at_list_price(self):
        self.tier.pricelist_id = False
        self.env["product.pricelist"].search([("id", "!=", self.pricelist.id)]).active = False
        self.pricelist.active = False
        self.assertEqual(self._price(), (10.0, "list"))

    def test_agreement_is_of_its_account_and_its_dates_only(self):
        today = fields.Date.today()
        self._agree(self._fixed(7.5), date_start=today, date_end=today + timedelta(days=10))
        other = self._make_account("Southside", "S-1")
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.account.id})
        self.assertEqual(self._price(account=other), (9.0, "tier"))
        self.assertEqual(self._price(account=branch), (7.5, "agreement"))
        for days, expected in ((-1, "tier"), (0, "agreement"), (10, "agreement"), (11, "tier")):
            with self.subTest(days=days):
                moment = fields.Datetime.now() + timedelta(days=days)
                self.assertEqual(self._price(date=moment)[1], expected)

    def test_overlapping_agreements_follow_the_stated_rule(self):
        today = fields.Date.today()
        old = self._agree(self._fixed(8.0), date_start=today - timedelta(days=30))
        new = self._agree(self._fixed(7.0), date_start=today - timedelta(days=1))
        self.assertEqual(self._price(), (7.0, "agreement"))
        self.assertEqual(new.overlap_ids, old)
        category = {
            "applied_on": "2_product_category",
            "categ_id": self.bolt.categ_id.id or self.env.ref("product.product_category_goods").id,
            "compute_price": "percentage",
            "percent_price": 90,
        }
        self.bolt.categ_id = category["categ_id"]
        self._agree(category, date_start=today)
        self.assertEqual(self._price(), (7.0, "agreement"))  # the line about less wins

    def test_nobody_is_given_an_agreement_as_price_list(self):
        agreement = self._agree(self._fixed(7.5), name="Secret terms")
        names = self.env["product.pricelist"].name_search("Secret")
        self.assertEqual(names, [])
        self.env["product.pricelist"].search(
            [("id", "!=", agreement.pricelist_id.id)]
        ).active = False
        stranger = self.env["res.partner"].create({"name": "Walk-in"})
        self.assertFalse(stranger.property_product_pricelist)

    # === BREAKS === #

    def _with_breaks(self, **options):
        return self._agree(
            self._fixed(8.0, **options),
            self._fixed(7.0, min_quantity=10, **options),
            self._fixed(6.0, min_quantity=50, **options),
        )

    def test_breaks_and_the_next_one(self):
        self._with_breaks()
        cases = ((1, 8.0, 10, 7.0), (9, 8.0, 10, 7.0), (10, 7.0, 50, 6.0), (50, 6.0, 0, 0.0))
        for quantity, price, next_quantity, next_price in cases:
            with self.subTest(quantity=quantity):
                quote = self._quotes((self.bolt, quantity))[0]
                found = (quote.price, quote.next_quantity, quote.next_price)
                self.assertEqual(found, (price, next_quantity, next_price))

    def test_break_counts_the_product_over_all_lines(self):
        self._with_breaks()
        quotes = self._quotes((self.bolt, 4), (self.nut, 90), (self.bolt, 6))
        self.assertEqual([quote.price for quote in quotes], [7.0, 3.6, 7.0])
        alone = self._quotes((self.bolt, 4), (self.bolt, 6), one_basket=False)
        self.assertEqual([quote.price for quote in alone], [8.0, 8.0])

    def test_mixed_break_counts_all_products_of_the_rule(self):
        category = self.env["product.category"].create({"name": "Fasteners"})
        (self.bolt + self.nut).categ_id = category
        rule = {
            "applied_on": "2_product_category",
            "categ_id": category.id,
            "compute_price": "percentage",
            "percent_price": 50,
            "min_quantity": 10,
        }
        agreement = self._agree(rule)
        self.assertEqual(self._quotes((self.bolt, 6), (self.nut, 5))[0].price, 9.0)
        agreement.item_ids.b2b_mix_and_match = True
        quotes = self._quotes((self.bolt, 6), (self.nut, 5))
        self.assertEqual([quote.price for quote in quotes], [5.0, 2.0])

    def test_price_and_break_in_cartons(self):
        carton = self.env["uom.uom"].create(
            {"name": "Carton of 12", "relative_factor": 12, "relative_uom_id": self.bolt.uom_id.id}
        )
        self.bolt.uom_ids = carton
        self._agree(self._fixed(84.0, b2b_uom_id=carton.id, min_quantity=2))
        price = self.env["b2b.pricing"]._quote
        self.assertEqual(price(self.account, [Demand(self.bolt, 2, carton)])[0].price, 84.0)
        self.assertEqual(
            price(self.account, [Demand(self.bolt, 24, self.bolt.uom_id)])[0].price, 7.0
        )
        self.assertEqual(
            price(self.account, [Demand(self.bolt, 23, self.bolt.uom_id)])[0].price, 9.0
        )

    def test_quantity_to_draw_down(self):
        agreement = self._agree(self._fixed(7.0, b2b_quantity_total=50))
        order = self._make_order({self.bolt: 30})
        self.assertEqual(order.order_line.price_unit, 7.0)
        order.action_confirm()
        rule = agreement.item_ids
        self.assertEqual((rule.b2b_quantity_drawn, rule.b2b_quantity_left), (30, 20))
        self.assertEqual(self._price(20), (7.0, "agreement"))
        self.assertEqual(self._price(21), (9.0, "tier"))
        order.action_cancel()
        self.assertEqual(rule.b2b_quantity_left, 50)

    # === ON AN ORDER === #

    def test_changing_one_line_reprices_its_sisters(self):
        self._with_breaks()
        order = self._make_order()
        order.order_line = [Command.create({"product_id": self.bolt.id, "product_uom_qty": 5})]
        self.assertEqual(order.order_line.mapped("price_unit"), [7.0, 7.0])
        order.order_line[0].product_uom_qty = 4
        self.assertEqual(order.order_line.mapped("price_unit"), [8.0, 8.0])
        order.order_line[0].product_uom_qty = 60
        self.assertEqual(order.order_line.mapped("price_unit"), [6.0, 6.0])

    def test_prices_of_customers_without_a_tier_are_left_to_odoo(self):
        stranger = self.env["res.partner"].create({"name": "Walk-in"})
        order = self._make_order(account=stranger)
        order.order_line = [
            Command.create({"product_id": self.nut.id, "product_uom_qty": 5, "price_unit": 3.0})
        ]
        order.order_line[0].product_uom_qty = 7
        self.assertEqual(order.order_line[1].price_unit, 3.0)

    def test_removing_a_line_takes_the_break_away(self):
        self._with_breaks()
        order = self._make_order()
        order.order_line = [Command.create({"product_id": self.bolt.id, "product_uom_qty": 40})]
        self.assertEqual(order.order_line.mapped("price_unit"), [6.0, 6.0])
        order.order_line[1].unlink()
        self.assertEqual(order.order_line.price_unit, 7.0)

    def test_form_shows_the_price_of_the_sum_before_saving(self):
        self._with_breaks()
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.account
            for quantity in (4, 6):
                with form.order_line.new() as line:
                    line.product_id = self.bolt
                    line.product_uom_qty = quantity
            self.assertEqual(
                [form.order_line._records[n]["price_unit"] for n in (0, 1)], [7.0, 7.0]
            )

    def test_given_price_stays_through_quantity_changes(self):
        order = self._make_order()
        order.order_line = [
            Command.create({"product_id": self.nut.id, "product_uom_qty": 5, "price_unit": 3.0})
        ]
        line = order.order_line[1]
        self.assertTrue(line.b2b_price_pinned)
        line.product_uom_qty = 7
        self.assertEqual(line.price_unit, 3.0)
        line.price_unit = 3.6  # ours again
        self.assertFalse(line.b2b_price_pinned)
        line.price_unit = 2.0
        order._recompute_prices()
        self.assertEqual((line.price_unit, line.b2b_price_pinned), (3.6, False))

    def test_confirmed_lines_are_frozen(self):
        agreement = self._agree(self._fixed(7.0))
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        line = order.order_line
        self.assertEqual(
            (line.b2b_price_source, line.b2b_price_rule_id, line.b2b_engine_price),
            ("agreement", agreement.item_ids, 7.0),
        )
        agreement.item_ids.fixed_price = 5.0
        line.product_uom_qty = 30
        self.assertEqual(line.price_unit, 7.0)
        self.assertPromisesHold()

    def test_stale_price_is_brought_up_to_date_at_release_and_said(self):
        order = self._make_order({self.bolt: 20})
        self.assertEqual(order.order_line.price_unit, 9.0)
        self.pricelist.item_ids.percent_price = 20.0
        order.action_confirm()
        self.assertEqual(order.order_line.price_unit, 8.0)
        told = order.b2b_event_ids.filtered(lambda event: event.kind == "price")
        self.assertEqual(told.figures, {"old": 9.0, "new": 8.0})
        self.assertPromisesHold()

    def test_valid_quotation_keeps_its_price(self):
        order = self._make_order({self.bolt: 20})
        order.order_line._b2b_forget_price()
        order._b2b_price_lines()
        order.action_quotation_sent()
        self.pricelist.item_ids.percent_price = 20.0
        order.action_confirm()
        self.assertEqual(order.order_line.price_unit, 9.0)

    def test_open_orders_keep_or_follow_an_agreement_as_it_says(self):
        for protection, expected in (("keep", 7.0), ("follow", 6.0)):
            with self.subTest(protection=protection):
                agreement = self._agree(self._fixed(7.0), protection=protection)
                order = self._make_order({self.bolt: 1})
                order.action_confirm()
                self.assertEqual(order.b2b_state, "held")
                agreement.item_ids.fixed_price = 6.0
                order.b2b_hold_ids.filtered(lambda hold: hold.state == "open").action_release(
                    "Fine"
                )
                if order.b2b_state == "held":  # the figures changed with the price
                    order.b2b_hold_ids.filtered(lambda h: h.state == "open").action_release("Fine")
                self.assertEqual(order.order_line.price_unit, expected)
                agreement.unlink()

    def test_price_date_is_the_accounts_choice(self):
        later = fields.Date.today() + timedelta(days=30)
        self._agree(self._fixed(5.0), date_start=later)
        for choice, expected in ((False, 9.0), ("order", 9.0), ("requested", 5.0), ("ship", 5.0)):
            with self.subTest(choice=choice):
                self.account.b2b_price_date = choice
                order = self._make_order(
                    {self.bolt: 20}, b2b_requested_date=later + timedelta(days=1)
                )
                self.assertEqual(order.order_line.price_unit, expected)

    def test_other_addons_get_the_accounts_price_from_the_price_list(self):
        self._with_breaks()
        products = self.bolt + self.nut
        prices = self.pricelist._get_products_price(products, 10, account=self.account)
        self.assertEqual(prices, {self.bolt.id: 7.0, self.nut.id: 3.6})

    def test_line_added_or_repriced_after_the_release_is_explained(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        order.order_line = [Command.create({"product_id": self.nut.id, "product_uom_qty": 5})]
        self.assertEqual(order.order_line[1].b2b_price_source, "tier")
        self.assertPromisesHold()
        order.order_line[0].price_unit = 8.5
        line = order.order_line[0]
        self.assertEqual((line.b2b_price_source, line.b2b_price_pinned), ("given", True))
        self.assertIn(self.env.user.name, line.b2b_price_reason)
        self.assertPromisesHold()

    def test_price_nobody_can_explain_is_named_by_the_audit(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self.env.cr.execute(
            "UPDATE sale_order_line SET price_unit = 1 WHERE id = %s", [order.order_line.id]
        )
        self.env.invalidate_all()
        found = [(v["promise"], v["id"]) for v in self.env["b2b.audit"].violations()]
        self.assertEqual(found, [("price", order.order_line.id)])

    def test_why_this_price_lists_the_candidates_in_order(self):
        self._with_breaks()
        order = self._make_order({self.bolt: 20})
        action = order.order_line.action_b2b_explain_price()
        why = self.env["b2b.price.explanation"].browse(action["res_id"])
        self.assertEqual((why.source, why.engine_price), ("agreement", 7.0))
        self.assertEqual((why.next_quantity, why.next_price), (50, 6.0))
        told = [(c.source, c.price, c.outcome) for c in why.candidate_ids]
        facts = order.order_line.b2b_explain_price()
        self.assertEqual(
            [(c["source"], c["price"], c["outcome"]) for c in facts["candidates"]], told
        )
        self.assertEqual(
            told,
            [
                ("agreement", 6.0, "Break not reached"),
                ("agreement", 7.0, "This one"),
                ("agreement", 8.0, "Asked after the one that won"),
                ("tier", 9.0, "Asked after the one that won"),
            ],
        )

    def test_price_told_otherwise_than_charged_is_named_by_the_audit(self):
        order = self._make_order({self.bolt: 20})
        self.assertPromisesHold()
        told = patch.object(type(self.pricelist), "_get_product_price", return_value=1.0)
        with told:
            found = [(v["promise"], v["id"]) for v in self.env["b2b.audit"].violations()]
        self.assertEqual(found, [("same_answer", order.order_line.id)])

    # === BAD INPUT === #

    def test_bad_terms_are_refused_with_a_sentence(self):
        cases = (
            (self._fixed(0.0), "above zero"),
            (self._fixed(-1.0), "above zero"),
            (self._fixed(5.0, b2b_uom_id=self.env.ref("uom.product_uom_kgm").id), "not a unit of"),
        )
        for item, sentence in cases:
            with (
                self.subTest(sentence=sentence),
                self.assertRaisesRegex(ValidationError, sentence),
            ):
                self._agree(item)

    @mute_logger("odoo.sql_db")
    def test_agreement_must_not_end_before_it_begins(self):
        today = fields.Date.today()
        with self.assertRaises(IntegrityError):
            self._agree(date_start=today, date_end=today - timedelta(days=1))
            self.env.flush_all()

    def test_foreign_currency_needs_a_rate(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        yen.rate_ids.unlink()
        with self.assertRaisesRegex(ValidationError, "no exchange rate for JPY"):
            self._agree(self._fixed(700.0), currency_id=yen.id)
        self.env["res.currency.rate"].create({"currency_id": yen.id, "rate": 100.0})
        self._agree(self._fixed(700.0), currency_id=yen.id)
        self.assertEqual(self._price(), (7.0, "agreement"))

    def test_break_of_zero_is_the_price_itself(self):
        self._agree(self._fixed(7.0, min_quantity=0))
        self.assertEqual(self._price(), (7.0, "agreement"))

    def test_product_archived_after_the_agreement_is_held_not_lost(self):
        self._agree(self._fixed(7.0))
        order = self._make_order({self.bolt: 20})
        self.bolt.active = False
        order.action_confirm()
        self.assertHeldFor(order, "unknown_product")

    def test_circular_price_list_base_is_refused_by_odoo(self):
        other = self.env["product.pricelist"].create({"name": "Other"})
        base = {"compute_price": "formula", "base": "pricelist"}
        other.item_ids = [Command.create(base | {"base_pricelist_id": self.pricelist.id})]
        with self.assertRaises(ValidationError):
            self.pricelist.item_ids = [Command.create(base | {"base_pricelist_id": other.id})]

    def test_huge_quantity_and_small_prices(self):
        self._agree(self._fixed(0.005))
        order = self._make_order({self.bolt: 10**9})
        self.assertEqual(order.order_line.price_unit, 0.005)
        self.assertEqual(order.amount_untaxed, 5_000_000.0)

    def test_tax_included_product_keeps_its_net_price_logic(self):
        tax = self.env["account.tax"].create(
            {
                "name": "Included 25",
                "amount": 25.0,
                "price_include_override": "tax_included",
                "type_tax_use": "sale",
            }
        )
        self.bolt.taxes_id = tax
        self._agree(self._fixed(12.5))
        order = self._make_order({self.bolt: 20})
        self.assertEqual((order.order_line.price_unit, order.amount_untaxed), (12.5, 200.0))

    # === COST === #

    def test_pricing_costs_the_same_queries_for_ten_and_a_hundred_lines(self):
        self._with_breaks()

        def queries(count):
            products = self.env["product.product"].concat(
                *(self._make_product(f"P{n}", f"PR-{count}-{n}", 10) for n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertTrue(self.env.user.name)  # read it before we count
            before = self.cr.sql_log_count
            self._quotes(*((product, 5) for product in products))
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(10), queries(100))
