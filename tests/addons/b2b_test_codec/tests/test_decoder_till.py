from odoo.tests import tagged

from odoo.addons.b2b_oms.documents.problems import Undecodable
from odoo.addons.b2b_oms.tests.common import IntakeCase

from .. import till


@tagged("post_install", "-at_install")
class TestTillDecoder(IntakeCase):
    """What a till prints becomes an order, or waits for a person with the reason."""

    def test_till_becomes_an_order(self):
        intake = self._submit(b"TILL|N-100|PO-77\nTEST-BOLT|20|\nTEST-NUT|10|\n", "print.txt")
        order = intake.order_id
        self.assertEqual(order.client_order_ref, "PO-77")
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [20, 10])
        self.assertReleased(order)
        self.assertPromisesHold()

    def test_line_that_cannot_be_read_holds_the_order_and_keeps_its_text(self):
        intake = self._submit(b"TILL|N-100|PO-78\nTEST-BOLT|lots|\nTEST-NUT|30|\n", "print.txt")
        order = intake.order_id
        self.assertEqual(order.b2b_state, "held")
        self.assertIn("lots", order.b2b_hold_reason)

    def test_till_without_lines_is_refused_with_the_reason(self):
        for content in (b"TILL|N-100|PO-79", b"TILL|\xff\xfe"):
            with self.subTest(content=content), self.assertRaises(Undecodable):
                till.decode(content)
