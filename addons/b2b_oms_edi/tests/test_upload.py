import base64

from odoo.tests import tagged

from odoo.addons.b2b_oms.tests.common import IntakeCase


@tagged("post_install", "-at_install")
class TestUpload(IntakeCase):
    """Files dropped on the orders list."""

    CLEAN = b"PO,Account,SKU,Qty\nPO-1,N-100,TEST-BOLT,20\n"

    def _upload(self, *files, user=None):
        env = self.env(user=user) if user else self.env
        attachments = env["ir.attachment"].create(
            [{"name": name, "datas": base64.b64encode(content)} for name, content in files]
        )
        action = env["sale.order"].create_document_from_attachment(attachments.ids)
        self.assertFalse(attachments.exists())
        return action

    def _intakes(self):
        return self.env["b2b.intake"].search([], order="id")

    def test_clean_file_opens_its_order(self):
        action = self._upload(("po.csv", self.CLEAN))
        self.assertEqual(action["res_model"], "sale.order")
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertReleased(order)
        self.assertEqual((order.client_order_ref, order.b2b_channel), ("PO-1", "rep"))
        self.assertPromisesHold()

    def test_file_that_became_no_order_opens_its_document(self):
        action = self._upload(("po.csv", b"SKU,Colour\nA,red\n"))
        self.assertEqual(action["res_model"], "b2b.intake")
        self.assertEqual(self.env["b2b.intake"].browse(action["res_id"]).state, "refused")

    def test_rep_uploads_several_files_at_once(self):
        rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman_all_leads")
        self._upload(("a.csv", self.CLEAN), ("b.csv", self.CLEAN), ("c.csv", b""), user=rep)
        self.assertEqual(self._intakes().mapped("state"), ["order", "duplicate", "refused"])
        self.assertPromisesHold()

    def test_file_with_several_orders_is_split(self):
        content = self.CLEAN + b"PO-2,N-100,TEST-NUT,50\nPO-3,NOBODY,TEST-NUT,50\n"
        self._upload(("po.csv", content))
        whole = self._intakes().filtered(lambda intake: not intake.parent_id)
        self.assertEqual(whole.state, "split")
        parts = whole.child_ids.sorted("part")
        self.assertEqual(parts.mapped("state"), ["order", "order", "waiting"])
        self.assertEqual(parts.order_ids.mapped("client_order_ref"), ["PO-1", "PO-2"])
        self.assertPromisesHold()
        parts[2].account_id = self.account
        parts[2].action_process_again()
        self.assertEqual(parts[2].reason_code, "account_mismatch")

    def test_every_bad_row_is_kept_and_the_order_held(self):
        rows = (
            ("unknown sku", b"NOPE,5", "unknown_product"),
            ("zero", b"TEST-NUT,0", "document"),
            ("negative", b"TEST-NUT,-1", "document"),
            ("text", b"TEST-NUT,some", "document"),
            ("ambiguous", b'TEST-NUT,"1,000"', "document"),
            ("formula", b"=cmd|' /C calc'!A0,5", "unknown_product"),
            ("long", b"X" * 5000 + b",5", "unknown_product"),
        )
        for number, (name, row, code) in enumerate(rows):
            with self.subTest(name):
                content = b"PO,Account,SKU,Qty\nPO-%d,N-100,TEST-BOLT,20\n,,%b\n" % (number, row)
                action = self._upload((f"{number}.csv", content))
                order = self.env["sale.order"].browse(action["res_id"])
                self.assertHeldFor(order, code)
                self.assertEqual(len(order.order_line), 2)
                self.assertEqual(order.b2b_intake_id._bytes(), content)
        self.assertPromisesHold()

    def test_archived_product_is_held_and_said(self):
        self.nut.active = False
        content = self.CLEAN + b"PO-1,N-100,TEST-NUT,5\n"
        order = self.env["sale.order"].browse(self._upload(("po.csv", content))["res_id"])
        self.assertHeldFor(order, "unknown_product")
        self.assertIn("no longer sold", order.order_line[1].name)

    def test_thousand_separator_is_understood_when_the_file_settles_it(self):
        self.nut.uom_id.rounding = 0.01
        content = b"PO;Account;SKU;Qty;Price\nPO-1;N-100;TEST-NUT;1.000;3,60\n"
        order = self.env["sale.order"].browse(self._upload(("po.csv", content))["res_id"])
        self.assertEqual(order.order_line.product_uom_qty, 1000)
        self.assertAlmostEqual(order.order_line.b2b_customer_price, 3.6)
