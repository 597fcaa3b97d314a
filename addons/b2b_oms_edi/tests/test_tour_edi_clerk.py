from odoo.tests import HttpCase, tagged

from odoo.addons.b2b_oms.tests.common import B2BCase

from .edi_texts import x12_text


@tagged("post_install", "-at_install")
class TestTourEdiClerk(B2BCase, HttpCase):
    """In order to answer an order with an unknown item, as the EDI clerk, in a browser."""

    def setUp(self):
        super().setUp()
        self.tier.minimum_order = 0
        self.partner = self.env["b2b.edi.partner"].create(
            {
                "name": "Harbor MRO",
                "account_id": self.account.id,
                "syntax": "x12",
                "their_id": "HARBORMRO",
                "our_id": "NORTHDIST",
                "transport": "by_hand",
                "is_test": False,
            }
        )

    def _receive(self, po, number):
        """As ``receive``, in the one transaction of a browser test."""
        body = (f"BEG*00*SA*{po}**20300105", "PO1*1*12*EA**PE*BP*THEIR-9", "CTT*1")
        Exchange = self.env["b2b.edi.exchange"]
        content = x12_text(body, number=number).encode()
        exchange = Exchange.create(Exchange._prepare_received(content, f"{po}.edi", None, ""))
        exchange._take_in()
        exchange.intake_ids._process()
        return exchange

    def _answers(self):
        due = self.env["b2b.edi.exchange"].search([("state", "in", ("due", "ready"))], order="id")
        for exchange in due:
            exchange._write_due()
            exchange._deliver()
        said = due.filtered(lambda one: one.kind == "order_response" and one.state == "sent")
        return [one._bytes().decode() for one in said]

    def test_clerk_says_what_is_meant_and_the_answer_is_sent(self):
        clerk = self._make_user("b2b-edi-clerk", "b2b_oms.group_order_desk")
        exchange = self._receive("PO-TOUR", "000000101")
        self.assertTrue(exchange.has_waiting_order)
        self.assertIn("BAK*00*AH*PO-TOUR", self._answers()[0])
        action = "/odoo/action-b2b_oms_edi.b2b_edi_exchange_action_attention"
        self.start_tour(action, "b2b_edi_clerk", login=clerk.login, timeout=180)
        order = exchange.intake_ids.order_ids
        self.assertReleased(order)
        self.assertEqual(order.order_line.product_id, self.nut)
        answer = self._answers()[0]
        self.assertIn("BAK*00*AD*PO-TOUR", answer)
        self.assertIn("ACK*IA*12*EA", answer)
        again = self._receive("PO-TOUR-2", "000000102")
        self.assertReleased(again.intake_ids.order_ids)
        self.assertPromisesHold()
