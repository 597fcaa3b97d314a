import base64
from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from ..models import b2b_migration
from .common import IntakeCase

ORDERS = "Order number;Account number;PO number;SKU;Ordered;Delivered;Invoiced;Price"


@tagged("post_install", "-at_install")
class TestMigrationOfTerms(IntakeCase):
    """Tiers, agreements and open orders of the old system, and long files in the background."""

    def _file(self, kind, *rows):
        one = self.env["b2b.migration"].create(
            {
                "kind": kind,
                "filename": f"{kind}.csv",
                "content": base64.b64encode("\n".join(rows).encode()),
            }
        )
        one.action_check()
        return one

    def _taken(self, kind, *rows):
        one = self._file(kind, *rows)
        one.action_import()
        return one

    def _counts(self, one):
        return (one.created_count, one.changed_count, one.same_count, one.refused_count)

    def _refused(self, kind, header, cases):
        """Each row alone is refused, with the words beside it in the reason."""
        for row, reason in cases.items():
            with self.subTest(row=row):
                one = self._file(kind, header, row)
                self.assertEqual((one.created_count, one.refused_count), (0, 1), one.problem)
                self.assertIn(reason, one.problem)

    def _order(self, number):
        return self.env["sale.order"].search([("client_order_ref", "=", number)])

    # === TIERS === #

    def test_tiers_come_with_their_terms_and_are_changed_by_the_next_file(self):
        header = "Tier code;Name;Price list;Payment terms;Minimum order;PO required;Priority"
        row = f"SILVER;Silver;Gold;{self.term.name};250;yes;3"
        self.assertEqual(self._counts(self._taken("tiers", header, row)), (1, 0, 0, 0))
        tier = self.env["b2b.account.tier"].search([("code", "=", "SILVER")])
        self.assertEqual((tier.pricelist_id, tier.payment_term_id), (self.pricelist, self.term))
        self.assertEqual((tier.minimum_order, tier.po_required, tier.allocation_priority),
                         (250.0, True, 3))  # fmt: skip
        self.assertEqual(self._counts(self._taken("tiers", header, row)), (0, 0, 1, 0))
        self._taken("tiers", header, row.replace("250", "300"))
        self.assertEqual(tier.minimum_order, 300.0)

    def test_bad_tiers_are_refused(self):
        header = "Tier code;Name;Price list;Minimum order;PO required;If not in stock"
        cases = {
            "A;A;Nowhere;;;": "Price list “Nowhere” does not exist.",
            "A;A;;-1;;": "below zero",
            "A;A;;;perhaps;": "neither yes nor no",
            "A;A;;;;pray": "“If not in stock” is one of",
            "A;;;;;": "“Name” is empty.",
        }
        self._refused("tiers", header, cases)

    # === AGREEMENTS === #

    AGREEMENTS = "Account number;Agreement;Valid from;Valid until;SKU;Price;From quantity"

    def test_agreements_price_the_next_order(self):
        rows = (
            "N-100;RV-7;2020-01-01;2099-12-31;TEST-BOLT;6.50;",
            "N-100;RV-7;2020-01-01;2099-12-31;TEST-BOLT;6.00;50",
        )
        one = self._taken("agreements", self.AGREEMENTS, *rows)
        self.assertEqual(self._counts(one), (2, 0, 0, 0))
        agreement = self.env["b2b.price.agreement"].search([("account_id", "=", self.account.id)])
        self.assertEqual((agreement.reference, len(agreement.item_ids)), ("RV-7", 2))
        order = self._make_order({self.bolt: 60})
        order.action_confirm()
        self.assertEqual((order.order_line.price_unit, order.order_line.b2b_price_source),
                         (6.0, "agreement"))  # fmt: skip
        again = self._taken("agreements", self.AGREEMENTS, rows[0].replace("6.50", "6.40"), rows[1])
        self.assertEqual(self._counts(again), (0, 1, 1, 0))
        self.assertEqual(len(agreement.item_ids), 2)

    def test_bad_agreements_are_refused(self):
        cases = {
            "NOBODY;R;2020-01-01;;TEST-BOLT;1;": "There is not exactly one account",
            "N-100;R;2020-01-01;;NOPE;1;": "There is not exactly one item “NOPE”.",
            "N-100;R;2020-01-01;;TEST-BOLT;0;": "is not above zero",
            "N-100;R;2020-01-01;;TEST-BOLT;1;-5": "is not above zero",
            "N-100;R;2020-01-01;2019-01-01;TEST-BOLT;1;": "cannot end before it begins",
            "N-100;R;someday;;TEST-BOLT;1;": "is not a date",
        }
        self._refused("agreements", self.AGREEMENTS, cases)

    def test_rows_of_one_agreement_with_other_dates_are_refused(self):
        one = self._taken("agreements", self.AGREEMENTS,
            "N-100;RV-7;2020-01-01;;TEST-BOLT;6.50;",
            "N-100;RV-7;2021-01-01;;TEST-NUT;2;")  # fmt: skip
        self.assertEqual(self._counts(one), (1, 0, 0, 1))
        self.assertIn("is from 2020-01-01", one.problem)

    # === OPEN ORDERS === #

    def test_an_open_order_has_what_is_left_at_its_old_price(self):
        one = self._taken("open_orders", ORDERS, "OLD-1;N-100;PO-9;TEST-BOLT;50;30;30;8.25")
        self.assertEqual(self._counts(one), (1, 0, 0, 0))
        order = self._order("PO-9")
        self.assertEqual(order.b2b_intake_id.state, "order")
        line = order.order_line
        self.assertEqual((line.product_uom_qty, line.price_unit), (20.0, 8.25))
        self.assertEqual(line.b2b_price_reason, "Price of the old system.")
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_what_the_old_system_invoiced_is_delivered_and_not_invoiced_again(self):
        self._taken("open_orders", ORDERS, "OLD-1;N-100;PO-9;TEST-BOLT;50;10;25;8")
        order = self._order("PO-9")
        self.assertEqual([(line.product_uom_qty, line.price_unit) for line in order.order_line],
                         [(25.0, 8.0), (15.0, 0.0)])  # fmt: skip
        self._deliver(order)
        self.assertEqual(sum(order.order_line.mapped("qty_delivered")), 40.0)
        self.assertEqual(self._invoice(order).amount_untaxed, 200.0)
        self.assertPromisesHold()

    def test_the_same_file_again_makes_no_second_order(self):
        rows = (ORDERS, "OLD-1;N-100;PO-9;TEST-BOLT;50;30;30;8", "OLD-1;N-100;PO-9;TEST-NUT;9;;;4")
        first = self._taken("open_orders", *rows)
        self.assertEqual(self._counts(first), (2, 0, 0, 0), first.problem)
        self.assertEqual(self._counts(self._file("open_orders", *rows)), (0, 0, 2, 0))
        other = self._file("open_orders", rows[0], rows[1])
        self.assertIn("is here already as", other.problem)
        self.assertEqual(len(self._order("PO-9")), 1)

    def test_trying_open_orders_makes_nothing(self):
        counts = [self.env[model].search_count([]) for model in ("sale.order", "b2b.intake")]
        one = self._file("open_orders", ORDERS, "OLD-1;N-100;PO-9;TEST-BOLT;50;30;30;8.25")
        self.assertEqual(self._counts(one), (1, 0, 0, 0))
        self.assertEqual(
            [self.env[model].search_count([]) for model in ("sale.order", "b2b.intake")], counts
        )

    def test_nobody_is_written_to(self):
        mails = self.env["mail.mail"].search_count([])
        self._taken("open_orders", ORDERS, "OLD-1;N-100;PO-9;TEST-BOLT;50;30;30;8.25",
                    "OLD-2;N-100;PO-8;TEST-BOLT;1;;;8")  # fmt: skip
        self.assertHeldFor(self._order("PO-8"), "minimum_order")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_bad_open_orders_are_refused(self):
        cases = {
            "O;NOBODY;;TEST-BOLT;5;;;1": "There is not exactly one account",
            "O;N-100;;NOPE;5;;;1": "There is not exactly one item",
            "O;N-100;;TEST-BOLT;0;;;1": "below zero",
            "O;N-100;;TEST-BOLT;5;-1;;1": "below zero",
            "O;N-100;;TEST-BOLT;5;6;6;1": "more is delivered or invoiced than ordered",
            "O;N-100;;TEST-BOLT;5;3;1;1": "let the old system invoice what it delivered: 2",
            "O;N-100;;TEST-BOLT;5;5;5;1": "Everything of this order is delivered.",
            "O;N-100;;TEST-BOLT;five;;;1": "is not a number",
        }
        self._refused("open_orders", ORDERS, cases)

    def test_an_order_is_taken_whole_or_not_at_all(self):
        one = self._taken("open_orders", ORDERS,
            "OLD-1;N-100;PO-9;TEST-BOLT;50;;;8", "OLD-1;N-100;PO-9;NOPE;5;;;1",
            "OLD-2;N-100;PO-8;TEST-BOLT;20;;;8", "OLD-2;S-1;PO-8;TEST-BOLT;20;;;8",
            "OLD-3;N-100;PO-7;TEST-BOLT;20;;;8")  # fmt: skip
        self.assertEqual(self._counts(one), (1, 0, 0, 4))
        self.assertIn("differ in “Account number”", one.problem)
        self.assertFalse(self._order("PO-9") | self._order("PO-8"))
        self.assertTrue(self._order("PO-7"))

    # === LONG FILES === #

    def test_a_long_file_is_taken_in_the_background_with_its_progress(self):
        manager = new_test_user(self.env, "mig_long", groups="b2b_oms.group_manager")
        self.env = self.env(user=manager)
        rows = [f"M-{n};Account {n};TEST-GOLD" for n in range(7)]
        rows[5] = "M-0;Twice;TEST-GOLD"
        with patch.object(b2b_migration, "AT_ONCE", 3), patch.object(b2b_migration, "CHUNK", 3):
            one = self._taken("accounts", "Account number;Name;Tier", *rows)
            self.assertEqual((one.state, one.planned, one.progress), ("running", 7, 0.0))
            one._take_chunk()
            self.assertEqual((one.processed, round(one.progress)), (3, 43))
            self.env["b2b.migration"].sudo()._cron_run()
        self.assertEqual((one.state, one.progress), ("done", 100.0))
        self.assertEqual(self._counts(one), (6, 0, 0, 1))
        self.assertIn("It stands in row 2 already.", one.problem)
        self.assertTrue(one.refused_file)

    def test_reasons_are_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        one = self._file("tiers", "Tier code;Name", "A;")
        french = one.with_context(lang="fr_FR")
        with patch.object(type(self.env), "_", lambda env, term, **kw: f"{env.lang}:{term}"):
            french.action_check()
        self.assertIn("fr_FR:", french.problem)
