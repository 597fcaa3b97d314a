from odoo.tests import tagged

from .edi_common import EdiCase


@tagged("post_install", "-at_install")
class TestEdiPrices(EdiCase):
    """Prices on documents that are not ours: tolerated as agreed with the partner, else held."""

    def test_agreed_tolerance_goes_before_the_accounts(self):
        self.env["b2b.price.policy"].create(
            {"account_id": self.account.id, "lower_action": "theirs", "higher_action": "theirs"}
        )
        rows = (
            # what was agreed, their price (ours is 9), held, price on the line
            ({"price_difference": "account"}, "8", False, 8.0),
            ({"price_difference": "partner", "price_percent": 5}, "8.55", False, 9.0),
            ({"price_difference": "partner", "price_percent": 5}, "8.54", True, 9.0),
            ({"price_difference": "partner", "price_percent": 5}, "9.46", True, 9.0),
            ({"price_difference": "partner", "price_percent": 0, "price_amount": 0.5}, "9.5", False, 9.0),
            ({"price_difference": "partner", "price_amount": 0}, "8.99", True, 9.0),
            ({"price_difference": "partner"}, "9", False, 9.0),
            ({"price_difference": "partner"}, "", False, 9.0),
        )  # fmt: skip
        for position, (vals, theirs, is_held, price) in enumerate(rows):
            with self.subTest(vals=vals, theirs=theirs):
                self.partner.write(vals)
                line = f"PO1*1*12*EA*{theirs}*PE*VP*TEST-BOLT"
                body = (f"BEG*00*SA*PP-{position}**20300105", line, "CTT*1")
                self._receive(self._po(body=body, number=f"00000080{position}"))
                order = self._order(f"PP-{position}")
                self.assertEqual(order.b2b_state, "held" if is_held else "released")
                self.assertEqual("price" in order.b2b_hold_ids.mapped("code"), is_held)
                self.assertEqual(order.order_line.price_unit, price)
        self.assertPromisesHold()

    def test_answer_says_our_price_within_the_tolerance(self):
        self.partner.write({"price_difference": "partner", "price_percent": 20})
        self._receive(self._po(old="*9*PE", new="*8*PE"))
        self.assertReleased(self._order())
        self._send()
        text = self._text(self._out("order_response"))
        self.assertIn("PO1*1*12*EA*9*PE", text)
        self.assertIn("ACK*IP*12*EA", text)
