from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestAccountChecks(IntakeCase):
    """Checks about who buys, where to, when and on which terms: each finds what it is for."""

    def _today(self, days=0):
        return fields.Date.today() + timedelta(days=days)

    # === CUSTOMER PO === #

    def test_po_number_is_asked_of_accounts_that_want_it(self):
        cases = (
            # the account's own, its tier's, number, found
            (False, False, False, False),
            (False, True, False, True),
            (False, True, "  ", True),
            (False, True, "PO-1", False),
            ("no", True, False, False),
            ("yes", False, False, True),
        )
        for own, tier, number, found in cases:
            with self.subTest(own=own, tier=tier, number=number):
                self.account.b2b_po_required = own
                self.tier.po_required = tier
                codes = self._found(self._make_order(client_order_ref=number))
                self.assertEqual(codes, ["customer_po"] if found else [])

    # === NEAR-DUPLICATE === #

    def test_same_lines_under_another_number_or_channel_are_found_for_some_days(self):
        self._policy("near_duplicate").write({"action": "hold", "days": 3})
        first = self._make_order({self.bolt: 20, self.nut: 30}, client_order_ref="PO-1")
        second = self._make_order(
            {self.nut: 30, self.bolt: 20}, client_order_ref="PO-2", b2b_channel="email"
        )
        self.assertEqual(self._found(first), [])
        self.assertEqual(self._found(second), ["near_duplicate"])
        for days, found in ((3, True), (4, False)):
            first.date_order = second.date_order - timedelta(days=days)
            self.assertEqual(bool(self._found(second)), found)

    def test_other_quantities_units_accounts_and_cancelled_orders_are_no_near_duplicates(self):
        self._policy("near_duplicate").action = "hold"
        first = self._make_order({self.bolt: 20})
        self.assertEqual(self._found(self._make_order({self.bolt: 21})), [])
        self.assertEqual(self._found(self._make_order({self.bolt: 20, self.nut: 1})), [])
        other = self._make_account("Southside", "S-1")
        self.assertEqual(self._found(self._make_order({self.bolt: 20}, account=other)), [])
        first.action_cancel()
        self.assertEqual(self._found(self._make_order({self.bolt: 20})), [])

    def test_one_po_number_is_a_duplicate_and_not_a_near_duplicate_as_well(self):
        self._policy("near_duplicate").action = "hold"
        self._make_order(client_order_ref="PO-1")
        self.assertEqual(self._found(self._make_order(client_order_ref="PO-1")), ["duplicate"])

    def test_difference_view_shows_both_orders_line_by_line(self):
        self._policy("near_duplicate").action = "hold"
        first = self._make_order({self.bolt: 20, self.nut: 30}, client_order_ref="PO-1")
        second = self._make_order({self.bolt: 20, self.nut: 30}, client_order_ref="PO-2")
        second.action_confirm()
        hold = second.b2b_hold_ids
        difference = self.env["b2b.order.difference"].browse(hold.action_compare()["res_id"])
        self.assertEqual((difference.order_id, difference.other_id), (second, first))
        rows = {
            line.product_id: (line.quantity, line.other_quantity) for line in difference.line_ids
        }
        self.assertEqual(rows, {self.bolt: (20, 20), self.nut: (30, 30)})

    # === SHIP-TO === #

    def test_ship_to_must_be_an_open_address_of_the_account(self):
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.account.id, "type": "delivery"}
        )
        stranger = self.env["res.partner"].create({"name": "Building site"})
        order = self._make_order(partner_shipping_id=branch.id)
        self.assertEqual(self._found(order), [])
        branch.b2b_no_delivery = True
        self.assertEqual(self._found(order), ["ship_to"])
        branch.write({"b2b_no_delivery": False, "active": False})
        self.assertEqual(self._found(order), ["ship_to"])
        order.partner_shipping_id = stranger
        self.assertEqual(self._found(order), ["ship_to"])
        self.account.b2b_third_party_ship_to = True
        self.assertEqual(self._found(order), [])

    # === ACCOUNT STATUS === #

    def test_new_blocked_closed_and_archived_accounts_do_not_buy(self):
        order = self._make_order()
        for status in ("new", "blocked", "closed"):
            self.account.b2b_status = status
            self.assertEqual(self._found(order), ["account_status"], status)
        self.account.b2b_status = "active"
        self.assertEqual(self._found(order), [])
        self.account.active = False
        self.assertEqual(self._found(order), ["account_status"])

    def test_account_archived_while_on_hold_stays_held_and_is_let_go_when_it_is_back(self):
        self.account.b2b_status = "blocked"
        order = self._make_order()
        order.action_confirm()
        self.assertHeldFor(order, "account_status")
        self.account.active = False
        self.account.b2b_status = False
        self.env["sale.order"]._cron_b2b_look_again()
        self.assertHeldFor(order, "account_status")
        self.account.active = True
        self.env["sale.order"]._cron_b2b_look_again()
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_merged_account_keeps_its_held_order(self):
        self.account.b2b_status = "blocked"
        order = self._make_order()
        order.action_confirm()
        other = self._make_account("Northside Foods Inc.", "N-101", b2b_status="blocked")
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.account | other).ids, other)
        self.assertEqual(order.b2b_account_id, other)
        self.assertHeldFor(order, "account_status")
        self.assertEqual(order.b2b_hold_ids.account_id, other)
        other.b2b_status = "active"
        self.env["sale.order"]._cron_b2b_look_again()
        self.assertReleased(order)
        self.assertPromisesHold()

    # === TERMS === #

    def test_payment_terms_are_the_accounts(self):
        order = self._make_order()
        order.payment_term_id = self.env.ref("account.account_payment_term_immediate")
        self.assertEqual(self._found(order), ["payment_terms"])
        order.payment_term_id = False
        self.assertEqual(self._found(order), ["payment_terms"])
        order.payment_term_id = self.term
        self.assertEqual(self._found(order), [])

    # === FIRST ORDERS, VALUE === #

    def test_first_orders_of_an_account_are_counted(self):
        self._policy("first_orders").write({"action": "hold", "times": 2})
        for _n in range(2):
            order = self._make_order()
            order.action_confirm()
            self.assertHeldFor(order, "first_orders")
            order.b2b_hold_ids.action_release("Known to us")
            self.assertReleased(order)
        self.assertEqual(self._found(self._make_order()), [])

    def test_order_value_is_compared_in_the_companys_currency(self):
        policy = self._policy("order_value")
        policy.write({"action": "hold", "amount": 180})
        order = self._make_order({self.bolt: 20})  # 180.00, and no tax
        order.order_line.tax_ids = False
        self.assertEqual(self._found(order), [])
        policy.amount = 179.99
        self.assertEqual(self._found(order), ["order_value"])
        policy.amount = 0
        self.assertEqual(self._found(order), [])

    # === RESTRICTED GOODS === #

    def test_restricted_category_needs_a_permit(self):
        top = self.env["product.category"].create(
            {"name": "Chemicals", "b2b_restriction": "permission"}
        )
        self.bolt.categ_id = self.env["product.category"].create(
            {"name": "Acids", "parent_id": top.id}
        )
        order = self._make_order()
        self.assertEqual(self._found(order), ["restricted"])
        self.account.b2b_permitted_categ_ids = top
        self.assertEqual(self._found(order), [])

    def test_goods_not_for_export_stay_in_the_home_countries(self):
        usa, mexico = self.env.ref("base.us"), self.env.ref("base.mx")
        self.env.company.country_id = usa
        self.bolt.categ_id = self.env["product.category"].create(
            {"name": "Optics", "b2b_restriction": "no_export"}
        )
        order = self._make_order()
        for country, found in ((usa, []), (mexico, ["restricted"])):
            self.account.country_id = country
            self.assertEqual(self._found(order), found)
        self.env.company.b2b_home_country_group_id = self.env["res.country.group"].create(
            {"name": "Free trade", "country_ids": [Command.set(mexico.ids)]}
        )
        self.assertEqual(self._found(order), [])

    # === DATES === #

    def test_requested_date_must_leave_time_to_deliver(self):
        self._policy("requested_date").action = "hold"
        self.bolt.sale_delay = 4
        for days, found in ((-1, True), (3, True), (4, False)):
            order = self._make_order(b2b_requested_date=self._today(days))
            self.assertEqual(bool(self._found(order)), found, days)
        order = self._make_order()
        order.order_line.b2b_requested_date = self._today(1)
        self.assertEqual(self._found(order), ["requested_date"])

    # === DISCOUNTS === #

    def test_discount_is_measured_against_the_sellers_authority(self):
        seller = self._make_user("b2b-rep", "sales_team.group_sale_salesman")
        order = self._make_order(user_id=seller.id)
        order.order_line.price_unit = 8.1  # 10 % under 9.00
        order._b2b_price_lines()
        self.assertEqual(self._found(order), [])
        order.order_line.price_unit = 8.0
        self.assertEqual(self._found(order), ["discount"])
        seller.b2b_discount_authority = 12
        self.assertEqual(self._found(order), [])
        seller.b2b_discount_authority = 5
        order.order_line.price_unit = 8.5
        self.assertEqual(self._found(order), ["discount"])
        order.order_line.price_unit = 9.5
        self.assertEqual(self._found(order), [])
