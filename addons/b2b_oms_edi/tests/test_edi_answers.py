import io
from datetime import timedelta

from pypdf import PdfReader

from odoo import fields
from odoo.tests import tagged

from ..models.stock_package import check_digit
from .edi_common import ORDERS, PO, EdiCase
from .edi_texts import changed, edifact_text, x12_text
from .test_codec_writers import judged


class AnswerCase(EdiCase):
    """An order from EDI, and what is done with it."""

    def _ordered(self, *, lines=None, **kwargs):
        body = (PO[0], *(lines or PO[1:2]), f"CTT*{len(lines or PO[1:2])}")
        self._receive(self._po(body=body, **kwargs))
        return self._order()

    def _last_response(self):
        self._send()
        said = self._out("order_response").filtered(lambda one: one.state != "dropped")
        return self._text(said[-1:])

    def _packed(self, order, quantities=None, pallet=False):
        """Pack what is reserved into cartons, one a product, and ship it."""
        picking = order.picking_ids.filtered(lambda one: one.state == "assigned")
        pallet = pallet and self.env["stock.package"].create({"name": "PAL-1"})
        for row in picking.move_line_ids:
            carton = self.env["stock.package"].create({"name": f"CTN-{row.id}"})
            if pallet:
                carton.parent_package_id = pallet
            row.result_package_id = carton
            if quantities is not None:
                row.quantity = quantities.get(row.product_id, row.quantity)
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")
        return picking


@tagged("post_install", "-at_install")
class TestEdiOrderResponse(AnswerCase):
    """855 and ORDRSP say what was decided, and are said again when that changes."""

    def test_everything_as_ordered_is_accepted(self):
        self._ordered()
        text = self._last_response()
        self.assertIn("BAK*00*AD*PO-1", text)
        self.assertIn("ACK*IA*12*EA", text)

    def test_what_is_missing_is_backordered_and_the_parts_add_up(self):
        self._ordered(lines=("PO1*1*120*EA*9*PE*VP*TEST-BOLT",))
        text = self._last_response()
        self.assertIn("BAK*00*AC*PO-1", text)
        self.assertIn("ACK*IA*100*EA", text)
        self.assertIn("ACK*IB*20*EA", text)
        self.assertPromisesHold()

    def test_partner_with_one_answer_a_line_gets_one(self):
        self.partner.max_acks = "1"
        self._ordered(lines=("PO1*1*120*EA*9*PE*VP*TEST-BOLT",))
        text = self._last_response()
        self.assertEqual(text.count("ACK*"), 1)
        self.assertIn("ACK*BP*100*EA", text)

    def test_other_price_is_said_with_ours(self):
        self._policy("price").action = "note"
        self._ordered(lines=("PO1*1*12*EA*7.5*PE*VP*TEST-BOLT",))
        text = self._last_response()
        self.assertIn("PO1*1*12*EA*9*PE", text)
        self.assertIn("ACK*IP*12*EA", text)

    def test_later_date_is_said(self):
        order = self._ordered()
        self._last_response()
        order.order_line.b2b_requested_date = fields.Date.today()
        later = fields.Date.today() + timedelta(days=9)
        order.b2b_allocation_ids.promised_date = later
        self.assertIn(f"ACK*DR*12*EA*068*{later:%Y%m%d}", self._last_response())

    def test_release_after_a_hold_is_said_in_a_second_answer(self):
        self._ordered(lines=("PO1*1*12*EA*9*PE*BP*THEIR-1",))
        self.assertIn("BAK*00*AH", self._last_response())
        order = self._order()
        order.order_line.product_id = self.bolt
        order.action_confirm()
        self.assertReleased(order)
        self.assertIn("BAK*00*AD", self._last_response())
        answers = self._out("order_response").filtered("size")
        self.assertEqual(len(answers), 2)
        self.assertEqual(len(set(answers.mapped("control"))), 2)

    def test_cancelled_order_is_rejected(self):
        order = self._ordered()
        self._last_response()
        order.with_context(disable_cancel_warning=True).action_cancel()
        text = self._last_response()
        self.assertIn("BAK*00*RD*PO-1", text)
        self.assertIn("ACK*IR*12*EA", text)

    def test_quantity_changed_by_us_is_said_again(self):
        order = self._ordered()
        self._last_response()
        order.order_line.product_uom_qty = 10
        text = self._last_response()
        self.assertIn("ACK*IA*10*EA", text)
        self.assertIn("ACK*IR*2*EA", text)

    def test_nothing_new_is_not_said_twice(self):
        order = self._ordered()
        self._send()
        order._b2b_answer_edi()
        self._send()
        self.assertEqual(self._out("order_response").mapped("state"), ["sent", "dropped"])

    def test_written_bytes_never_change(self):
        order = self._ordered()
        self._send()
        answer = self._out("order_response")
        stored = answer._bytes()
        order.order_line.name = "Something else"
        answer.action_retry()
        self.assertEqual((answer.state, answer._bytes()), ("sent", stored))

    def test_separators_in_names_do_not_break_the_document(self):
        self.bolt.name = "Bolt * 5:6 ~ Grüße > | ^"
        self._ordered()
        self._send()
        answer = self._out("order_response")
        self.assertEqual(self._read_back(answer).verdict, "accepted")
        self.assertIn("Bolt   5:6", self._text(answer))


@tagged("post_install", "-at_install")
class TestEdiConversation(AnswerCase):
    """Order in, then acknowledgement, response, despatch advice and invoice out."""

    def _conversation(self):
        order = self._order()
        self.assertReleased(order)
        self._send()
        self._packed(order, pallet=True)
        self._send()
        self.account.invoice_sending_method = "b2b_edi"
        invoice = self._invoice(order)
        dispatch = self.env["b2b.billing.dispatch"]._queue_invoices(invoice)
        dispatch._send()
        self.assertEqual(dispatch.state, "sent", dispatch.error)
        self._send()
        return order, invoice

    def test_x12_conversation_is_valid_for_the_judge_and_reads_back(self):
        self._receive(self._po(body=(*PO[:2], "PO1*2*5*EA*3.6*PE*VP*TEST-NUT", "CTT*2")))
        order, invoice = self._conversation()
        sent = self._out()
        self.assertEqual(set(sent.mapped("state")), {"sent"}, sent.mapped("reason"))
        self.assertEqual(sent.mapped("message_type"), ["997", "855", "856", "810"])
        for exchange in sent:
            with self.subTest(exchange.message_type):
                self.assertEqual(judged(exchange._bytes(), exchange.message_type), (True, []))
                self.assertEqual(self._read_back(exchange).verdict, "accepted")
        notice, bill = self._text(sent[2]), self._text(sent[3])
        packages = order.picking_ids.move_line_ids.result_package_id
        for package in packages | packages.parent_package_id:
            self.assertIn(f"MAN*GM*00{package.b2b_sscc}", notice)
        self.assertIn("SN1**12*EA**12*EA", notice)
        self.assertIn("PRF*PO-1", notice)
        self.assertIn(f"TDS*{round(invoice.amount_total * 100)}", bill)
        self.assertIn(f"{invoice.name}*20300105*PO-1", bill)
        self.assertPromisesHold()

    def test_edifact_conversation_is_valid_for_the_judge_and_reads_back(self):
        partner = self._make_edifact_partner()
        self._receive(self._orders())
        self._conversation()
        sent = self._out(partner=partner)
        self.assertEqual(set(sent.mapped("state")), {"sent"}, sent.mapped("reason"))
        self.assertEqual(sent.mapped("message_type"), ["CONTRL", "ORDRSP", "DESADV", "INVOIC"])
        for exchange in sent:
            with self.subTest(exchange.message_type):
                self.assertEqual(judged(exchange._bytes(), exchange.message_type), (True, []))
                self.assertEqual(self._read_back(exchange).verdict, "accepted")
        self.assertPromisesHold()

    def test_only_what_was_packed_is_announced(self):
        self._receive(self._po())
        order = self._order()
        self._send()
        self._packed(order, {self.bolt: 5})
        self._send()
        self.assertIn("SN1**5*EA**12*EA", self._text(self._out("despatch_advice")))
        order.picking_ids.filtered(lambda one: one.state != "done").action_assign()
        self._packed(order)
        self._send()
        notices = self._out("despatch_advice")
        self.assertIn("SN1**7*EA**12*EA", self._text(notices[-1:]))
        self.assertEqual(len(notices), 2)

    def test_company_without_gs1_prefix_hears_what_is_missing(self):
        self.env.company.b2b_gs1_prefix = False
        self._receive(self._po())
        self._packed(self._order())
        self._send()
        notice = self._out("despatch_advice")
        self.assertEqual(notice.state, "dead")
        self.assertIn("GS1", notice.reason)
        self.assertTrue(notice.activity_ids)
        self.env.company.b2b_gs1_prefix = "4012345"
        notice.action_retry()
        self.assertEqual(notice.state, "sent")

    def test_printed_label_has_the_number_of_the_despatch_advice(self):
        self._receive(self._po())
        picking = self._packed(self._order())
        self._send()
        picking.action_b2b_print_labels()
        package = picking.move_line_ids.result_package_id
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf("b2b_oms_edi.report_sscc", package.ids)
        pages = PdfReader(io.BytesIO(content)).pages
        text = pages[0].extract_text()
        self.assertEqual(len(pages), 1)
        self.assertIn(package.b2b_sscc_code, text)
        self.assertIn("PO-1", text)
        self.assertIn(package.b2b_sscc, self._text(self._out("despatch_advice")))
        self.assertEqual(package.b2b_sscc[-1], check_digit(package.b2b_sscc[:-1]))

    def test_check_digit_is_that_of_the_standard(self):
        rows = (("10614141192837465", "7"), ("37610425002123456", "9"))
        for digits, expected in rows:
            with self.subTest(digits):
                self.assertEqual(check_digit(digits), expected)

    def test_credit_note_is_a_credit(self):
        self._receive(self._po())
        _order, invoice = self._conversation()
        credit = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        credit.action_post()
        self.env["b2b.billing.dispatch"]._queue_invoices(credit)._send()
        self._send()
        self.assertIn("*CR", self._text(self._out("invoice")[-1:]))

    def test_account_without_partner_is_not_sent_by_edi(self):
        other = self._make_account("Southside", "S-100", invoice_sending_method="b2b_edi")
        order = self._make_order(account=other)
        order.action_confirm()
        self._deliver(order)
        dispatch = self.env["b2b.billing.dispatch"]._queue_invoices(self._invoice(order))
        self.env.cr.commit()  # what fails is rolled back; pylint: disable=invalid-commit
        dispatch._send()
        self.assertEqual(dispatch.state, "failed")
        self.assertIn("trading partner", dispatch.error)


@tagged("post_install", "-at_install")
class TestEdiAcknowledgements(AnswerCase):
    """What the partner says about our documents."""

    def _acknowledgement(self, sent, verdict="A", group=None, number="000000900"):
        group = group or sent.control
        body = (f"AK1*PR*{group}", "AK2*855*0001")
        if verdict == "R":
            body += ("AK3*BAK*2**8", "AK4*3*324*1*PO-1")
        body += (f"AK5*{verdict}" + ("*5" if verdict == "R" else ""),)
        body += (f"AK9*{verdict}*1*1*{int(verdict != 'R')}",)
        return x12_text(body, kind="997", group="FA", number=number).encode()

    def _answered(self):
        self._ordered()
        self._send()
        answer = self._out("order_response")
        self.assertTrue(answer.acknowledged_until)
        return answer

    def test_accepted_is_acknowledged_and_never_answered(self):
        answer = self._answered()
        heard = self._receive(self._acknowledgement(answer))
        self.assertEqual((answer.state, heard.state), ("acknowledged", "taken"))
        self.assertEqual(answer.acknowledged_by_id, heard)
        self.assertFalse(heard.answer_ids)

    def test_twice_changes_nothing(self):
        answer = self._answered()
        self._receive(self._acknowledgement(answer))
        again = self._receive(self._acknowledgement(answer, number="000000901"))
        self.assertEqual((answer.state, again.state), ("acknowledged", "taken"))

    def test_rejected_is_the_clerks_with_segment_and_element(self):
        answer = self._answered()
        self._receive(self._acknowledgement(answer, "R"))
        self.assertEqual(answer.state, "rejected")
        self.assertIn("element 3", answer.problem_table)
        self.assertEqual(answer.activity_ids.user_id, self.partner.owner_id)
        self.assertIn(answer, self._to_see_to())

    def test_for_nothing_we_sent_is_noted(self):
        self._answered()
        heard = self._receive(self._acknowledgement(None, group="987654"))
        self.assertEqual(heard.state, "taken")
        self.assertEqual(heard.problems[-1]["code"], "unknown_reference")

    def test_contrl_codes_are_understood(self):
        partner = self._make_edifact_partner()
        rows = (
            ("7", "acknowledged"),
            ("8", "acknowledged"),
            ("4", "rejected"),
            ("1", "acknowledged"),
        )
        for number, (action, state) in enumerate(rows):
            with self.subTest(action):
                text = edifact_text(changed(ORDERS, "PO-1", f"PO-{number}")).replace(
                    "4711", f"47{number}"
                )
                self._receive(text.encode())
                self._send()
                answer = self._out("order_response", partner)[-1:]
                uci = (f"UCI+{answer.control}+4012345500004:14+5412345000013:14+{action}",)
                contrl = edifact_text(uci, kind="CONTRL:D:3:UN").replace("4711", f"99{number}")
                heard = self._receive(contrl.encode())
                self.assertEqual(heard.state, "taken", heard.reason)
                self.assertEqual(answer.state, state)

    def test_late_is_told_once_to_the_clerk(self):
        answer = self._answered()
        answer.acknowledged_until = fields.Datetime.now() - timedelta(hours=1)
        Exchange = self.env["b2b.edi.exchange"]
        Exchange._cron_watch()
        Exchange._cron_watch()
        self.assertTrue(answer.is_late)
        self.assertEqual(len(answer.activity_ids), 1)
        self.assertIn(answer, self._to_see_to())
        self._receive(self._acknowledgement(answer))
        self.assertFalse(answer.is_late)

    def test_what_lies_for_long_is_told_once_to_the_clerk(self):
        """Bytes nobody took in, and an answer nobody sent: the scheduler stands still."""
        Exchange = self.env["b2b.edi.exchange"]
        self._ordered()
        received = Exchange.create(
            Exchange._prepare_received(self._po(number="000000190"), "po.edi", self.partner, "")
        )
        lying = received | self._out("order_response")
        self.assertEqual(lying.mapped("state"), ["received", "due"])
        Exchange._cron_watch()
        self.assertFalse(any(lying.mapped("is_late")), "it is quite young")
        self.env.flush_all()
        query = "UPDATE b2b_edi_exchange SET write_date = write_date - interval '16 minutes'"
        self.env.cr.execute(query)
        self.env.invalidate_all()
        for _time in range(2):
            Exchange._cron_watch()
        for exchange in lying:
            self.assertEqual(exchange.activity_ids.user_id, self.partner.owner_id)
            self.assertEqual(len(exchange.activity_ids), 1)
        self.assertLessEqual(lying, self._to_see_to())

    def _to_see_to(self):
        Exchange = self.env["b2b.edi.exchange"]
        return Exchange.search(Exchange._attention_domain())


@tagged("post_install", "-at_install")
class TestRefusedByHand(EdiCase):
    """A document a person refuses is answered: the buyer does not wait for goods that never come."""

    def _refused(self, content, partner=None):
        exchange = self._receive(content, partner=partner)
        self.account.active = True
        exchange.intake_ids.action_refuse()
        self._send()
        return self._out("order_response", partner)

    def test_order_is_rejected_line_by_line(self):
        self.account.active = False
        answer = self._refused(self._po())
        self.assertEqual((answer.state, answer.message_type), ("sent", "855"), answer.reason)
        text = self._text(answer)
        self.assertIn("BAK*00*RD*PO-1", text)
        self.assertIn("ACK*IR*12*EA", text)
        self.assertEqual(self._read_back(answer).verdict, "accepted")
        self.assertFalse(self._order())

    def test_edifact_order_is_rejected(self):
        partner = self._make_edifact_partner()
        self.account.active = False
        answer = self._refused(self._orders(), partner)
        self.assertEqual((answer.state, answer.message_type), ("sent", "ORDRSP"), answer.reason)
        self.assertIn("BGM+231+", self._text(answer))
        self.assertEqual(self._read_back(answer).verdict, "accepted")

    def test_partner_that_wants_no_answers_gets_none(self):
        self.partner.sends_response = False
        self.account.active = False
        self.assertFalse(self._refused(self._po()))
