from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestIntake(IntakeCase):
    """Every document ends as exactly one of order, duplicate, waiting, refused (or is split)."""

    def test_clean_order_is_released(self):
        intake = self._submit(self._po())
        self.assertEqual(intake.state, "order")
        self.assertReleased(intake.order_ids)
        self.assertEqual(intake.order_ids.b2b_channel, "api")
        self.assertEqual(intake.account_id, self.account)
        self.assertPromisesHold()

    def test_bytes_are_kept_as_they_came(self):
        for content in (b"", b"\x00\xff garbage", b'{"lines": 7}'):
            with self.subTest(content=content):
                intake = self._submit(content)
                self.assertEqual(intake._bytes(), content)
                self.assertEqual(intake.state, "refused")
                self.assertTrue(intake.reason)
        self.assertPromisesHold()

    def test_same_bytes_twice_make_one_order(self):
        first = self._submit(self._po())
        second = self._submit(self._po())
        self.assertEqual(second.state, "duplicate")
        self.assertEqual(second.duplicate_of_id, first)
        self.assertFalse(second.order_ids)
        self.assertIn(first.order_ids.name, second.reason)
        self.assertPromisesHold()

    def test_same_bytes_of_another_account_are_another_order(self):
        document = self._po(account="")
        other = self._make_account("Southside Foods", "S-100")
        first = self._submit(document, account=self.account)
        second = self._submit(document, account=other)
        self.assertEqual((first | second).mapped("state"), ["order", "order"])

    def test_same_po_number_with_other_lines_is_held(self):
        self._submit(self._po())
        intake = self._submit(self._po(lines=[("TEST-NUT", 50)]))
        self.assertEqual(intake.state, "order")
        self.assertHeldFor(intake.order_ids, "duplicate")

    def test_unknown_item_on_one_row_keeps_the_row_and_holds_the_order(self):
        intake = self._submit(self._po(lines=[("TEST-BOLT", 20), ("NOPE-1", 3)]))
        order = intake.order_ids
        self.assertHeldFor(order, "unknown_product")
        self.assertEqual(order.order_line.mapped("b2b_source_code"), ["TEST-BOLT", "NOPE-1"])
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [20, 3])

    def test_correcting_the_unknown_item_frees_the_order(self):
        order = self._submit(self._po(lines=[("TEST-BOLT", 20), ("NOPE-1", 3)])).order_ids
        order.write({"order_line": [(1, order.order_line[1].id, {"product_id": self.nut.id})]})
        self.assertEqual(order.b2b_state, "received")
        self.assertEqual(order.order_line[1].price_unit, 3.6)
        order.action_confirm()
        self.assertReleased(order)

    def test_unreadable_quantity_keeps_the_row_and_holds_the_order(self):
        for quantity in (0, -3, "many", "1,000", None, True, 1e12):
            with self.subTest(quantity=quantity):
                lines = [("TEST-BOLT", 20), ("TEST-NUT", quantity)]
                order = self._submit(self._po(f"PO-{quantity}", lines=lines)).order_ids
                self.assertHeldFor(order, "document")
                self.assertEqual(len(order.order_line), 2)

    def test_unknown_account_waits_for_a_person_who_names_it(self):
        for named in ("", "NOBODY"):
            with self.subTest(named=named):
                intake = self._submit(self._po(f"PO-{named}", account=named))
                self.assertEqual((intake.state, intake.reason_code), ("waiting", "unknown_account"))
                intake.account_id = self.account
                if named:
                    intake.action_process_again()
                    self.assertEqual(intake.reason_code, "account_mismatch")
                else:
                    intake.action_process_again()
                    self.assertReleased(intake.order_ids)
        self.assertPromisesHold()

    def test_document_of_one_account_handed_in_for_another_waits(self):
        other = self._make_account("Southside Foods", "S-100")
        intake = self._submit(self._po(), account=other)
        self.assertEqual((intake.state, intake.reason_code), ("waiting", "account_mismatch"))
        self.assertFalse(intake.order_ids)

    def test_archived_account_waits(self):
        self.account.active = False
        intake = self._submit(self._po())
        self.assertEqual((intake.state, intake.reason_code), ("waiting", "archived_account"))

    def test_document_of_a_person_can_be_refused_by_the_desk_only(self):
        intake = self._submit(self._po(account=""))
        rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman_all_leads")
        with self.assertRaises(AccessError):
            intake.with_user(rep).action_refuse()
        desk = self._make_user("b2b-desk", "b2b_oms.group_order_desk")
        intake.with_user(desk).action_refuse()
        self.assertEqual(intake.state, "refused")

    def test_finished_document_is_not_processed_again(self):
        intake = self._submit(self._po())
        with self.assertRaisesRegex(UserError, "wait for a person"):
            intake.action_process_again()

    def test_colleague_without_sales_rights_cannot_hand_in_a_file(self):
        clerk = self._make_user("b2b-clerk", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["b2b.intake"].with_user(clerk)._submit_upload(b"{}", "po.json")

    def test_upload_of_a_sales_rep_becomes_an_order(self):
        rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman")
        content = b'{"number": "PO-9", "account": "N-100", "lines": [{"sku": "TEST-BOLT", "quantity": 20}]}'
        intake = self.env["b2b.intake"].with_user(rep)._submit_upload(content, "po.json")
        self.assertEqual((intake.state, intake.channel, intake.sender), ("order", "rep", "b2b-rep"))
        self.assertReleased(intake.sudo().order_ids)
