from odoo.tests import tagged

from .edi_common import ORDERS
from .edi_texts import changed, edifact_text, x12_text
from .test_edi_answers import AnswerCase

BOLTS, NUTS = "PO1*1*12*EA*9*PE*VP*TEST-BOLT", "PO1*2*20*EA*3.6*PE*VP*TEST-NUT"


@tagged("post_install", "-at_install")
class TestEdiChanges(AnswerCase):
    """860, ORDCHG and their like change the order as a person would, or wait for one."""

    def setUp(self):
        super().setUp()
        self.order = self._ordered(lines=(BOLTS, NUTS))
        self._send()
        self.numbers = iter(range(200, 300))

    def _change(self, *lines, purpose="04", sequence="", po="PO-1"):
        body = (f"BCH*{purpose}*SA*{po}**{sequence}*20300105", *lines)
        text = x12_text(body, kind="860", group="PC", number=f"{next(self.numbers):09d}")
        return self._receive(text.encode())

    def _quantities(self):
        return {line.product_id: line.product_uom_qty for line in self.order.order_line}

    def test_more_less_gone_and_added(self):
        screw = self._make_product("Screw", "TEST-SCREW", 2.0, on_hand=50)
        exchange = self._change(
            "POC*1*QI*15**EA*9*PE*VP*TEST-BOLT",
            "POC*2*DI*0**EA**PE*VP*TEST-NUT",
            "POC*3*AI*5**EA*1.8*PE*VP*TEST-SCREW",
        )
        self.assertEqual(exchange.intake_ids.state, "change", exchange.intake_ids.reason)
        self.assertEqual(self._quantities(), {self.bolt: 15, self.nut: 0, screw: 5})
        self.assertReleased(self.order)
        self.assertEqual(exchange.order_ids, self.order)
        text = self._last_response()
        self.assertIn("ST*865*", text)
        self.assertIn("POC*1*CA*15**EA", text)
        self.assertIn("ACK*IA*15*EA", text)
        self.assertPromisesHold()

    def test_cancellation_cancels(self):
        exchange = self._change(purpose="01")
        self.assertEqual(exchange.intake_ids.state, "change", exchange.intake_ids.reason)
        self.assertEqual(self.order.state, "cancel")
        self.assertIn("*RD*PO-1", self._last_response())
        self.assertPromisesHold()

    def test_deleting_every_line_cancels(self):
        self._change("POC*1*DI*0**EA**PE*VP*TEST-BOLT", "POC*2*DI*0**EA**PE*VP*TEST-NUT")
        self.assertEqual(self.order.state, "cancel")

    def test_what_cannot_be_done_waits_and_changes_nothing(self):
        before = self._quantities()
        rows = (
            ("unknown order", {"po": "PO-9"}, "There is no open order"),
            ("unknown line", {"lines": ("POC*7*QI*15**EA*9*PE*VP*NOPE",)}, "no line"),
            ("unknown item", {"lines": ("POC*3*AI*15**EA*9*PE*VP*NOPE",)}, "unknown"),
            (
                "half of it possible",
                {"lines": ("POC*1*QI*15**EA*9*PE*VP*TEST-BOLT", "POC*9*QI*1**EA*9*PE*VP*NOPE")},
                "no line",
            ),
        )
        for name, values, reason in rows:
            with self.subTest(name):
                exchange = self._change(
                    *values.pop("lines", (BOLTS.replace("PO1*1*", "POC*1*CA*"),)), **values
                )
                self.assertEqual(exchange.intake_ids.state, "waiting", exchange.reason)
                self.assertIn(reason, exchange.intake_ids.reason)
                self.assertEqual(self._quantities(), before)
                self.assertTrue(exchange.activity_ids)
        self.assertPromisesHold()

    def test_less_than_shipped_or_cancelled_after_shipping_waits(self):
        self._packed(self.order)
        for purpose, lines in (("04", ("POC*1*QD*5**EA*9*PE*VP*TEST-BOLT",)), ("01", ())):
            with self.subTest(purpose):
                intake = self._change(*lines, purpose=purpose).intake_ids
                self.assertEqual(intake.state, "waiting", intake.reason)
                self.assertIn("shipped", intake.reason)

    def test_older_change_after_a_newer_one_waits(self):
        self._change("POC*1*QI*15**EA*9*PE*VP*TEST-BOLT", sequence="3")
        late = self._change("POC*1*QI*13**EA*9*PE*VP*TEST-BOLT", sequence="2")
        self.assertEqual(late.intake_ids.reason_code, "out_of_sequence")
        self.assertEqual(self._quantities()[self.bolt], 15)

    def test_first_quantity_is_old_where_that_was_agreed(self):
        self.partner.change_quantity = "old"
        self._change("POC*1*QI*12*16*EA*9*PE*VP*TEST-BOLT")
        self.assertEqual(self._quantities()[self.bolt], 16)

    def test_change_over_the_credit_limit_is_no_way_around_it(self):
        self.env["b2b.credit.limit"].create(
            {"account_id": self.account.id, "kind": "limit", "amount": 300.0}
        )
        exchange = self._change("POC*1*QI*90**EA*9*PE*VP*TEST-BOLT")
        stopped = self.order.b2b_is_stopped or self.order.b2b_state == "held"
        self.assertTrue(stopped or exchange.intake_ids.state == "waiting")
        self.assertPromisesHold()

    def test_held_order_is_changed_and_let_go(self):
        self._ordered(lines=("PO1*1*12*EA*9*PE*VP*NOPE",), number="000000150")
        held = self.env["sale.order"].search([("b2b_state", "=", "held")])
        held.client_order_ref = "PO-H"
        self._change("POC*1*CA*12**EA*9*PE*VP*NOPE", "POC*2*AI*3**EA*9*PE*VP*TEST-BOLT", po="PO-H")
        self.assertEqual(len(held.order_line), 2)
        self.assertEqual(held.b2b_state, "held")

    def test_850_that_cancels_or_replaces_is_a_change(self):
        replaced = ("BEG*05*SA*PO-1**20300105", "PO1*1*14*EA*9*PE*VP*TEST-BOLT", "CTT*1")
        self._receive(self._po(body=replaced, number="000000160"))
        self.assertEqual(self._quantities(), {self.bolt: 14, self.nut: 0})
        cancelled = ("BEG*01*SA*PO-1**20300105", "PO1*1*14*EA*9*PE*VP*TEST-BOLT", "CTT*1")
        self._receive(self._po(body=cancelled, number="000000161"))
        self.assertEqual(self.order.state, "cancel")
        self.assertEqual(len(self._order()), 1)

    def test_change_a_person_refuses_is_answered_and_changes_nothing(self):
        before = self._quantities()
        exchange = self._change("POC*7*QI*15**EA*9*PE*VP*NOPE", sequence="1")
        self.assertEqual(exchange.intake_ids.state, "waiting")
        exchange.intake_ids.action_refuse()
        self._send()
        answer = self._out("order_response")[-1:]
        self.assertEqual((answer.state, answer.message_type), ("sent", "865"), answer.reason)
        text = self._text(answer)
        self.assertIn("*PO-1", text)
        self.assertIn("ACK*IR*15*EA", text)
        self.assertEqual(self._read_back(answer).verdict, "accepted")
        self.assertEqual(self._quantities(), before)
        self.assertReleased(self.order)
        self.assertPromisesHold()

    def test_ordchg_is_answered_by_an_ordrsp(self):
        partner = self._make_edifact_partner()
        self._receive(edifact_text(changed(ORDERS, "PO-1", "PO-E")).encode())
        body = ("BGM+230+CHG-1+4", "DTM+137:20300106:102", "RFF+ON:PO-E", "NAD+BY+5412345000013::9",
                "LIN+1+3+", "PIA+5+TEST-BOLT:SA", "QTY+21:9:PCE", "UNS+S", "CNT+2:1")  # fmt: skip
        text = edifact_text(body, kind="ORDCHG:D:96A:UN:EAN008").replace("4711", "4712")
        exchange = self._receive(text.encode())
        self.assertEqual(exchange.intake_ids.state, "change", exchange.reason)
        self.assertEqual(self._order("PO-E").order_line.product_uom_qty, 9)
        self._send()
        answers = self._out("order_response", partner).filtered("size")
        self.assertIn("QTY+21:9:PCE", self._text(answers[-1:]))
