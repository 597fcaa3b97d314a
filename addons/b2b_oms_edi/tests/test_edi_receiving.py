from odoo.tests import tagged

from .edi_common import EdiCase


@tagged("post_install", "-at_install")
class TestEdiReceiving(EdiCase):
    """Bytes in: kept, told apart, handed on, answered."""

    def test_order_is_released_and_acknowledged(self):
        exchange = self._receive(self._po())
        self.assertEqual(exchange.state, "taken", exchange.reason)
        order = self._order()
        self.assertReleased(order)
        self.assertEqual(order.b2b_channel, "edi")
        self.assertEqual(order.b2b_edi_partner_id, self.partner)
        self.assertAnswered(exchange, "AK1*PO*101", "AK5*A", "AK9*A*1*1*1")
        self.assertPromisesHold()

    def test_answer_says_line_by_line_what_was_decided(self):
        self._receive(self._po())
        self._send()
        answer = self._out("order_response")
        self.assertEqual(answer.state, "sent", answer.reason)
        self.assertIn("BAK*00*AD*PO-1*20300105", self._text(answer))
        self.assertIn("ACK*IA*12*EA", self._text(answer))
        self.assertEqual(self._read_back(answer).verdict, "accepted")
