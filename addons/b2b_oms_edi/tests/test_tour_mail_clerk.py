from odoo.tests import HttpCase, tagged

from odoo.addons.b2b_oms.intake.inbound import InboundDocument
from odoo.addons.b2b_oms.tests.common import B2BCase

LETTER = """<p>PO no: {number}</p><table><tr><th>Item code</th><th>Description</th><th>Qty</th></tr>
<tr><td>TEST-BOLT</td><td>Bolt</td><td>20</td></tr>
<tr><td>THEIR-9</td><td>Zyx</td><td>{quantity}</td></tr></table>"""


@tagged("post_install", "-at_install")
class TestTourMailClerk(B2BCase, HttpCase):
    """In order to take a mailed order on, as the clerk, in a browser; the next one needs nobody."""

    def _receive(self, number, quantity):
        """As the gateway and the scheduler do, in the one transaction of a browser test."""
        Intake = self.env["b2b.intake"]
        content = LETTER.format(number=number, quantity=quantity).encode()
        document = InboundDocument(
            content, "mail.html", "email", self.account, "ada@northside.test"
        )
        intake = Intake.create(Intake._prepare_intake(document))
        intake._process()
        return intake

    def test_clerk_corrects_a_line_and_the_next_mail_goes_through_by_itself(self):
        clerk = self._make_user("b2b-mail-clerk", "b2b_oms.group_order_desk")
        first = self._receive("TOUR-1", 50)
        self.assertHeldFor(first.order_id, "confidence", "unknown_product")
        action = "/odoo/action-b2b_oms.b2b_intake_action_review_first"
        self.start_tour(action, "b2b_mail_clerk", login=clerk.login, timeout=180)
        order = first.order_id
        self.assertReleased(order)
        self.assertEqual(order.order_line.product_id, self.bolt | self.nut)
        again = self._receive("TOUR-2", 30).order_id
        self.assertReleased(again)
        self.assertEqual(again.client_order_ref, "TOUR-2")
        self.assertEqual(again.order_line.mapped("product_uom_qty"), [20, 30])
        self.assertPromisesHold()
