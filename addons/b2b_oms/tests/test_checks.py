from odoo.tests import tagged

from .common import B2BCase


@tagged("post_install", "-at_install")
class TestChecks(B2BCase):
    """Each check finds what it is for, and nothing else."""

    def test_clean_order_has_no_finding(self):
        self.assertEqual(self._found(self._make_order()), [])

    # duplicate

    def test_same_po_number_of_the_account_is_found_on_the_later_order(self):
        first = self._make_order(client_order_ref="PO-7")
        second = self._make_order(client_order_ref=" po-7 ")
        self.assertEqual(self._found(first + second), ["duplicate"])
        self.assertEqual(self._found(first), [])

    def test_same_po_number_of_another_account_is_no_duplicate(self):
        self._make_order(client_order_ref="PO-7")
        other = self._make_account("Southside Foods", "S-100")
        self.assertEqual(self._found(self._make_order(account=other, client_order_ref="PO-7")), [])

    def test_po_number_of_a_branch_counts_for_the_whole_account(self):
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.account.id, "type": "delivery"}
        )
        self._make_order(client_order_ref="PO-7")
        self.assertEqual(
            self._found(self._make_order(account=branch, client_order_ref="PO-7")), ["duplicate"]
        )

    def test_po_number_of_a_cancelled_order_may_be_used_again(self):
        self._make_order(client_order_ref="PO-7").action_cancel()
        self.assertEqual(self._found(self._make_order(client_order_ref="PO-7")), [])

    # unknown product

    def test_archived_product_is_found(self):
        order = self._make_order()
        self.bolt.active = False
        self.assertEqual(self._found(order), ["unknown_product"])

    def test_product_no_longer_sold_is_found(self):
        order = self._make_order()
        self.bolt.sale_ok = False
        self.assertEqual(self._found(order), ["unknown_product"])

    # minimum order value

    def test_minimum_order_value(self):
        cases = (
            # own minimum, tier's minimum, quantity at 9.00, found
            (0, 100, 11, True),
            (0, 100, 12, False),
            (0, 99, 11, False),  # exactly the minimum
            (200, 100, 12, True),  # the account's own goes first
            (50, 100, 6, False),
            (0, 0, 1, False),
        )
        for own, tier, quantity, found in cases:
            with self.subTest(own=own, tier=tier, quantity=quantity):
                self.account.b2b_minimum_order = own
                self.tier.minimum_order = tier
                codes = self._found(self._make_order({self.bolt: quantity}))
                self.assertEqual(codes, ["minimum_order"] if found else [])

    def test_minimum_order_value_is_converted_to_the_orders_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 0.5, "company_id": self.env.company.id}
        )
        self.pricelist.currency_id = euro
        order = self._make_order({self.bolt: 11})  # 11 x 4.50 EUR = 49.50 of the 50.00 asked
        self.assertEqual(order.currency_id, euro)
        self.assertEqual(self._found(order), ["minimum_order"])
        self.assertEqual(self._found(self._make_order({self.bolt: 12})), [])

    # document

    def test_unclear_row_is_found_until_a_person_corrects_it(self):
        order = self._make_order()
        order.order_line.b2b_row_problem = "Row 3: “many” is not a quantity."
        self.assertEqual(self._found(order), ["document"])
        order.order_line.product_uom_qty = 30
        self.assertEqual(self._found(order), [])

    # all of them

    def test_checks_of_a_priced_order_cost_at_most_fifteen_queries_whatever_its_lines(self):
        self.env["b2b.credit.limit"].create({"account_id": self.account.id, "amount": 1_000_000})

        def queries(count):
            products = [self._make_product(f"P{n}", f"Q-{count}-{n}", 10) for n in range(count)]
            order = self._make_order({p: 20 for p in products}, client_order_ref=f"PO-{count}")
            self._found(order)  # fills what the registry remembers, which new products empty
            self.env.flush_all()
            self.env.invalidate_all()
            order._b2b_quotes()  # as the step before does
            before = self.cr.sql_log_count
            self.assertEqual(self._found(order), [])
            return self.cr.sql_log_count - before

        few, many = queries(2), queries(40)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 15)
