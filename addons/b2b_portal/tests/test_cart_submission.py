import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.b2b_oms.tests.common import IntakeCase


@tagged("post_install", "-at_install")
class TestCartSubmission(IntakeCase):
    """A cart becomes one order, by the path of every other channel."""

    def setUp(self):
        super().setUp()
        self.buyer = self._make_buyer("b2b-ann", "buyer")
        self.cart = self.env["b2b.cart"]._current(self.buyer)

    def _make_buyer(self, login, role, account=None, **vals):
        account = account or self.account
        contact = self.env["res.partner"].create({"name": login, "parent_id": account.id})
        user = new_test_user(
            self.env, login, groups="base.group_portal", partner_id=contact.id, email=login
        )
        self.env["b2b.account.member"].create(
            {"user_id": user.id, "account_id": account.id, "role": role} | vals
        )
        return self.env["b2b.account.member"]._buyer(user)

    def _make_branch(self, name, **vals):
        return self.env["res.partner"].create(
            {"name": name, "type": "delivery", "parent_id": self.account.id} | vals
        )

    def test_cart_becomes_an_order_of_the_portal_with_what_was_chosen(self):
        branch = self._make_branch("Store 7")
        self.cart._add({self.bolt: 20, self.nut: 10})
        self.cart.write({"customer_po": "PO-9", "ship_to_id": branch.id, "note": "Ring twice"})
        intake = self.cart._submit(self.buyer)
        order = intake.order_ids
        self.assertEqual((intake.state, order.b2b_channel), ("order", "portal"))
        self.assertReleased(order)
        self.assertEqual(order.client_order_ref, "PO-9")
        self.assertEqual(order.partner_shipping_id, branch)
        self.assertEqual(
            {line.product_id: line.product_uom_qty for line in order.order_line},
            {self.bolt: 20, self.nut: 10},
        )
        self.assertIn(self.buyer.user.partner_id, order.message_partner_ids)
        self.assertPromisesHold()

    def test_handing_in_again_answers_with_the_same_order(self):
        self.cart._add({self.bolt: 20})
        first = self.cart._submit(self.buyer)
        self.assertEqual(self.cart._submit(self.buyer), first)
        self.assertEqual(len(first.order_ids), 1)
        self.assertPromisesHold()

    def test_same_things_ordered_again_are_a_new_order(self):
        for number in ("PO-1", "PO-2"):
            cart = self.env["b2b.cart"]._current(self.buyer)
            cart._add({self.bolt: 20})
            cart.customer_po = number
            self.assertEqual(cart._submit(self.buyer).state, "order")
        self.assertPromisesHold()

    def test_lines_to_several_addresses_keep_theirs(self):
        here, there = self._make_branch("Store 7"), self._make_branch("Store 8")
        self.cart.ship_to_id = here
        self.cart._add({self.bolt: 20})
        self.cart.line_ids.create(
            {
                "cart_id": self.cart.id,
                "product_id": self.bolt.id,
                "quantity": 5,
                "ship_to_id": there.id,
            }
        )
        order = self.cart._submit(self.buyer).order_ids
        self.assertEqual(order.partner_shipping_id, here)
        self.assertEqual(
            sorted((line.product_uom_qty, line.b2b_ship_to_id) for line in order.order_line),
            [(5, there), (20, self.env["res.partner"])],
        )

    def test_two_branches_of_one_name_are_told_apart(self):
        self._make_branch("Store 7")
        twin = self._make_branch("Store 7")
        self.cart._add({self.bolt: 20})
        self.cart.ship_to_id = twin
        self.assertEqual(self.cart._submit(self.buyer).order_ids.partner_shipping_id, twin)

    def test_product_is_the_chosen_one_though_its_sku_is_not_unique(self):
        twin = self._make_product("Hex bolt M8, black", "TEST-BOLT", 11.0, on_hand=50)
        bare = self._make_product("Sample", False, 50.0, on_hand=50)
        self.cart._add({twin: 20, bare: 3})
        order = self.cart._submit(self.buyer).order_ids
        self.assertEqual(order.order_line.product_id, twin | bare)

    def test_words_nobody_understands_are_kept_on_the_order(self):
        self.cart._add({self.bolt: 20})
        self.cart.line_ids.create({"cart_id": self.cart.id, "text": "XY-404", "quantity": 3})
        order = self.cart._submit(self.buyer).order_ids
        self.assertHeldFor(order, "unknown_product")
        self.assertIn("XY-404", order.order_line.mapped("b2b_source_code"))

    def test_attachments_go_with_the_order(self):
        self.cart._add({self.bolt: 20})
        file = self.env["ir.attachment"].create(
            {
                "name": "drawing.pdf",
                "raw": b"%PDF-",
                "res_model": "b2b.cart",
                "res_id": self.cart.id,
            }
        )
        order = self.cart._submit(self.buyer).order_ids
        self.assertEqual((file.res_model, file.res_id), ("sale.order", order.id))

    def test_cart_that_cannot_be_an_order_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(UserError, "nothing in your cart"):
            self.cart._submit(self.buyer)
        kept = self.cart.create(
            {
                "kind": "list",
                "name": "Weekly",
                "user_id": self.buyer.user.id,
                "account_id": self.account.id,
                "company_id": self.buyer.company.id,
            }
        )
        kept._add({self.bolt: 1})
        with self.assertRaisesRegex(UserError, "Put the list into the cart"):
            kept._submit(self.buyer)

    def test_only_who_may_order_for_the_account_hands_in(self):
        self.cart._add({self.bolt: 20})
        stranger = self._make_account("Southside Foods", "S-100")
        for buyer in (
            self._make_buyer("b2b-viewer", "viewer"),
            self._make_buyer("b2b-stranger", "admin", stranger),
        ):
            with self.subTest(buyer=buyer.user.login), self.assertRaises(AccessError):
                self.cart._submit(buyer)
        self.assertFalse(self.cart.intake_id)

    def test_address_the_login_may_not_order_to_is_refused(self):
        allowed, other = self._make_branch("Store 7"), self._make_branch("Store 8")
        buyer = self._make_buyer("b2b-limited", "buyer", ship_to_ids=[(6, 0, allowed.ids)])
        cart = self.env["b2b.cart"]._current(buyer)
        cart._add({self.bolt: 20})
        cart.ship_to_id = other
        with self.assertRaisesRegex(UserError, "Store 8"):
            cart._submit(buyer)

    def test_numbers_of_ours_in_a_document_name_no_goods_of_another_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self._make_product("Foreign", "F-1", 1.0, company_id=elsewhere.id)
        for number in (foreign.id, -1, 10**20, "x", 1.5):
            with self.subTest(number=number):
                rows = [{"product_id": number, "sku": "F-1x", "quantity": 1}]
                po = {"number": f"PO-{number}", "account": "N-100", "lines": rows}
                order = self._submit(po).order_ids
                self.assertEqual(order.order_line.b2b_source_code, "F-1x")
                self.assertEqual(order.order_line.product_id, order._b2b_unknown_item())

    def test_document_says_what_the_cart_holds(self):
        self.cart._add({self.bolt: 20})
        intake = self.cart._submit(self.buyer)
        document = json.loads(intake._bytes())
        self.assertEqual(document["cart"], self.cart.id)
        self.assertEqual(document["lines"][0]["product_id"], self.bolt.id)

    def test_audit_finds_a_cart_that_became_an_order_of_another_account(self):
        self.cart._add({self.bolt: 20})
        order = self.cart._submit(self.buyer).order_ids
        self.assertPromisesHold()
        self.cart.account_id = self._make_account("Southside Foods", "S-100")
        found = [v for v in self.env["b2b.audit"].violations() if v["promise"] == "own_documents"]
        self.assertEqual([(v["model"], v["id"]) for v in found], [("sale.order", order.id)])
